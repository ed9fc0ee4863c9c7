use std::fmt::Write;

use super::float;

/// Whole numbers below are written as they are.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Adds an integer.
pub fn write_integer(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    let mut rest = value.unsigned_abs();
    // From the last digit to the first; int64 has nineteen.
    let mut digits = [b'0'; 19];
    let mut first = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
        first = place;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(first).map(|digit| char::from(*digit)));
}

/// Adds a float64 as Go writes it: the shortest digits that read back as the same number, with an exponent below 1e-6
/// and from 1e21 on.
pub fn write_float(out: &mut String, value: f64) {
    if value.is_sign_negative() {
        out.push('-');
    }
    let size = value.abs();
    if size < EXACT && size.fract() == 0.0 {
        return write_integer(out, size as i64);
    }
    let (digits, point) = float::shortest(size);
    let digits: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let zeros = |count: i32| "0".repeat(count.unsigned_abs() as usize);
    let count = digits.len() as i32;
    if !(1e-6..1e21).contains(&size) {
        let (first, rest) = digits.split_at_checked(1).unwrap_or_default();
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if point > 0 { "+" } else { "" };
        let _ = write!(out, "{first}{dot}{rest}e{sign}{}", point - 1);
    } else if point <= 0 {
        let _ = write!(out, "0.{}{digits}", zeros(point));
    } else if point >= count {
        let _ = write!(out, "{digits}{}", zeros(point - count));
    } else {
        let (whole, fraction) = digits.split_at_checked(point.unsigned_abs() as usize).unwrap_or_default();
        let _ = write!(out, "{whole}.{fraction}");
    }
}

/// Adds a JSON string as Go writes it: what could end a script element or a JavaScript line is escaped too.
pub fn write_go_string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, letter) in text.char_indices() {
        let escape = match letter {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\0'..'\u{20}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => "\\u",
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        out.push_str(escape);
        if escape == "\\u" {
            let _ = write!(out, "{:04x}", u32::from(letter));
        }
        plain = at + letter.len_utf8();
    }
    out.push_str(text.get(plain..).unwrap_or_default());
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{write_float, write_go_string};
    use crate::json;
    use proptest::prelude::*;

    fn float(value: f64) -> String {
        let mut out = String::new();
        write_float(&mut out, value);
        out
    }

    fn string(text: &str) -> String {
        let mut out = String::new();
        write_go_string(&mut out, text);
        out
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (100.0, "100"),
            (0.1, "0.1"),
            (1e20, "100000000000000000000"),
            (999_999_999_999_999_900_000.0, "999999999999999900000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
            (1e-6, "0.000001"),
            (9.99e-7, "9.99e-7"),
            (1e-9, "1e-9"),
            (1e-10, "1e-10"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (9_007_199_254_740_993.0, "9007199254740992"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn strings_are_written_as_go_writes_them() {
        assert_eq!(string("<a href=\"x\">&\u{2028}\u{2029}"), r#""\u003ca href=\"x\"\u003e\u0026\u2028\u2029""#);
        assert_eq!(
            string("\0\u{1f}\u{8}\u{c}\n\r\t\\/\u{7f}é😀\u{fffd}"),
            "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\\/\u{7f}é😀\u{fffd}\""
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in any::<f64>().prop_filter("JSON has no other", |value| value.is_finite()), text in ".*") {
            prop_assert_eq!(json::float(float(value).as_bytes()).map(f64::to_bits), Some(value.to_bits()));
            let quoted = string(&text);
            prop_assert_eq!(json::decode(quoted.as_bytes()), text);
        }
    }
}
