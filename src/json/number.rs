use super::float::read;

/// The int64 that a literal without fraction and exponent stands for; nothing when it does not fit.
pub fn integer(literal: &[u8]) -> Option<i64> {
    let (negative, digits) = match literal {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // Summed below zero, since there is one number more on that side.
    let mut sum: i64 = 0;
    for digit in digits {
        sum = sum.checked_mul(10)?.checked_sub(i64::from(digit.checked_sub(b'0')?))?;
    }
    if negative { Some(sum) } else { sum.checked_neg() }
}

/// The int64 that a literal stands for exactly, however it is written: 1000 for `1000`, `1000.0`, `1e3`.
pub fn integral(literal: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(literal).ok()?;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    if significant.trim_start_matches(['-', '0']).is_empty() {
        return Some(0);
    }
    let exponent: i64 = exponent.parse().ok()?;
    let zeros = exponent.checked_sub(fraction.len() as i64)?.checked_add((digits.len() - significant.len()) as i64)?;
    // int64 has nineteen digits at most.
    let zeros = usize::try_from(zeros).ok().filter(|zeros| *zeros < 19)?;
    integer(format!("{significant}{}", "0".repeat(zeros)).as_bytes())
}

/// The float64 nearest to a JSON number; nothing when it is too large for one, or the value is no number.
pub fn float(literal: &[u8]) -> Option<f64> {
    if let Some(small) = small(literal) {
        return Some(small);
    }
    let sign = match literal {
        [b'-', ..] => -1.0,
        [b'0'..=b'9', ..] => 1.0,
        _ => return None,
    };
    let (size, _) = read(literal);
    size.is_finite().then_some(sign * size)
}

/// Whether a whole number is none of float64, and becomes another one there.
pub fn is_rounded(literal: &[u8]) -> bool {
    let (size, is_exact) = read(literal);
    size.is_finite() && !is_exact
}

/// Plain integers of up to fifteen digits are exact, and they are nearly all there is.
fn small(literal: &[u8]) -> Option<f64> {
    let (negative, digits) = match literal {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 15 {
        return None;
    }
    let mut sum = 0u64;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum = sum * 10 + u64::from(digit - b'0');
    }
    let value = sum as f64;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::{float, integer, integral};

    #[test]
    fn integers_are_exact_to_the_last_of_int64() {
        assert_eq!(integer(b"9223372036854775807"), Some(i64::MAX));
        assert_eq!(integer(b"-9223372036854775808"), Some(i64::MIN));
        assert_eq!(integer(b"9223372036854775808"), None);
        assert_eq!(integer(b"-0"), Some(0));
    }

    #[test]
    fn an_integer_is_known_however_it_is_written() {
        for (literal, value) in [
            ("1000.0", Some(1000)),
            ("1e3", Some(1000)),
            ("1.5E+1", Some(15)),
            ("-120e-1", Some(-12)),
            ("0.0e99999999999999999999", Some(0)),
            ("-0.0", Some(0)),
            ("0.10e1", Some(1)),
            ("9223372036854775807.0", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("1.5", None),
            ("1e-1", None),
            ("1e19", None),
            ("1e99999999999999999999", None),
        ] {
            assert_eq!(integral(literal.as_bytes()), value, "{literal}");
        }
    }

    #[test]
    fn floats_round_as_go_does_and_overflow_is_nothing() {
        assert_eq!(float(b"1e3"), Some(1000.0));
        assert_eq!(float(b"1e-400"), Some(0.0));
        assert_eq!(float(b"9007199254740993"), Some(9_007_199_254_740_992.0));
        assert_eq!(float(b"-0").map(f64::is_sign_negative), Some(true));
        assert_eq!(float(b"1.7976931348623157e308"), Some(f64::MAX));
        assert_eq!(float(b"1.7976931348623159e308"), None);
    }
}
