//! float64 to decimal and back, exactly, in whole numbers of any length. The standard library does the same with tables
//! and code that would be a tenth of the Wasm.

use super::whole::Whole;

/// Powers of ten that float64 holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// No number halfway between two float64 has more significant digits.
const MOST_DIGITS: usize = 768;

/// The bits of a float64's mantissa, the first of them implied.
const MANTISSA: u32 = 53;
/// The least power of two that a bit of a float64 stands for.
const LEAST: i32 = -1074;

/// The size of a JSON number as float64, infinite when it is too large; and of a whole number, whether it is exactly
/// that.
pub(super) fn read(literal: &[u8]) -> (f64, bool) {
    let (mut digits, mut dropped, mut exponent) = (Vec::new(), false, 0_i64);
    let mut rest = literal.iter().copied();
    let mut fraction = false;
    for byte in rest.by_ref() {
        match byte {
            b'0'..=b'9' => {
                exponent -= i64::from(fraction);
                if digits.len() < MOST_DIGITS {
                    // Zeros before all other digits say nothing.
                    if byte != b'0' || !digits.is_empty() {
                        digits.push(byte - b'0');
                    }
                } else {
                    exponent += 1;
                    dropped |= byte != b'0';
                }
            }
            b'.' => fraction = true,
            b'e' | b'E' => break,
            _ => {}
        }
    }
    exponent = exponent.saturating_add(written_exponent(rest));
    while digits.last() == Some(&0) {
        digits.pop();
        exponent = exponent.saturating_add(1);
    }
    match exponent.saturating_add(digits.len() as i64) {
        _ if digits.is_empty() => return (0.0, true),
        310.. => return (f64::INFINITY, false),
        ..-345 => return (0.0, false),
        _ => {}
    }
    if let Some(value) = quick(&digits, exponent as i32) {
        return value;
    }
    // One more digit stands for all that were dropped: it is between what they are and what lies halfway.
    if dropped {
        digits.push(1);
        exponent -= 1;
    }
    let mut whole = Whole::default();
    for digit in digits {
        whole.multiply(10, u32::from(digit));
    }
    nearest(whole, exponent as i32)
}

fn written_exponent(digits: impl Iterator<Item = u8>) -> i64 {
    let (mut exponent, mut negative) = (0_i64, false);
    for byte in digits {
        match byte {
            b'-' => negative = true,
            b'0'..=b'9' => exponent = exponent.saturating_mul(10).saturating_add(i64::from(byte - b'0')),
            _ => {}
        }
    }
    if negative { -exponent } else { exponent }
}

/// What a multiplication or division of two exact float64 gives: it is rounded once at most.
fn quick(digits: &[u8], exponent: i32) -> Option<(f64, bool)> {
    if digits.len() > 15 {
        return None;
    }
    let mantissa = digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(*digit)) as f64;
    let power = EXACT.get(exponent.unsigned_abs() as usize)?;
    match exponent {
        ..0 => Some((mantissa / power, false)),
        // A product that is longer may be rounded.
        _ => (digits.len() as i32 + exponent <= 15).then_some((mantissa * power, true)),
    }
}

/// The float64 nearest to a whole number times a power of ten; of two that are as near, the even one.
fn nearest(mut whole: Whole, tens: i32) -> (f64, bool) {
    let (mut twos, mut exact) = (0, true);
    if tens >= 0 {
        whole.multiply_tens(tens.unsigned_abs());
    } else {
        // Ten is less than 2 ^ 3.4: enough bits are left after the division.
        let more = tens.unsigned_abs() * 17 / 5 + 66;
        whole.double(more);
        twos = -(more as i32);
        exact = whole.divide_tens(tens.unsigned_abs());
    }
    let dropped = (whole.bits() as i32 - MANTISSA as i32).max(LEAST - twos);
    if dropped <= 0 {
        return (scaled(whole.shifted(0).0, twos), true);
    }
    // With one bit more, to round by.
    let (mantissa, rest) = whole.shifted(dropped as u32 - 1);
    let (mut mantissa, half) = (mantissa >> 1, mantissa & 1 == 1);
    exact &= rest;
    mantissa += u64::from(half && (!exact || mantissa & 1 == 1));
    twos += dropped;
    (scaled(mantissa, twos), exact && !half)
}

/// A mantissa of up to 54 bits times a power of two that suits it; infinite when it is too large.
fn scaled(mantissa: u64, twos: i32) -> f64 {
    let mut value = mantissa as f64;
    // In two steps, since the whole power may be beyond float64. Both are exact.
    let half = twos / 2;
    for twos in [half, twos - half] {
        value *= f64::from_bits(((1023 + i64::from(twos)) as u64) << 52);
    }
    value
}

/// The fewest digits that read back as the number, which is above zero, and its exponent: 0.digits × 10 ^ exponent. Of
/// those with as few digits the nearest.
pub(super) fn shortest(value: f64) -> (Vec<u8>, i32) {
    let bits = value.to_bits();
    let (fraction, power) = (bits & ((1 << (MANTISSA - 1)) - 1), (bits >> (MANTISSA - 1)) as i32 & 0x7ff);
    let (mantissa, twos) =
        if power == 0 { (fraction, LEAST) } else { (fraction | 1 << (MANTISSA - 1), power - 1 + LEAST) };
    // An even mantissa is what a number halfway to the next is rounded to.
    let inclusive = mantissa & 1 == 0;
    // The float64 below a power of two is nearer than the one above.
    let uneven = u32::from(fraction == 0 && power > 1);
    let mut number = Scaled {
        numerator: Whole::of(mantissa),
        denominator: Whole::of(1),
        below: Whole::of(1),
        above: Whole::of(1),
        inclusive,
    };
    number.numerator.double(twos.max(0) as u32 + 1 + uneven);
    number.denominator.double((-twos).max(0) as u32 + 1 + uneven);
    number.below.double(twos.max(0) as u32);
    number.above.double(twos.max(0) as u32 + uneven);
    // Never too high, and too low by one at most.
    let mut exponent = (f64::from((bits_of(mantissa) as i32 - 1) + twos) * std::f64::consts::LOG10_2).floor() as i32;
    if exponent >= 0 {
        number.denominator.multiply_tens(exponent.unsigned_abs());
    } else {
        for whole in [&mut number.numerator, &mut number.below, &mut number.above] {
            whole.multiply_tens(exponent.unsigned_abs());
        }
    }
    loop {
        let mut ten = number.denominator.clone();
        ten.multiply(10, 0);
        if !number.may_reach(&ten) {
            return (number.digits(), exponent + 1);
        }
        number.denominator = ten;
        exponent += 1;
    }
}

/// A number below ten: numerator ÷ denominator. `below` and `above` are how far other numbers may be to be read as it, and
/// `inclusive` says whether one that is just as far is read as it too.
struct Scaled {
    numerator: Whole,
    denominator: Whole,
    below: Whole,
    above: Whole,
    inclusive: bool,
}

impl Scaled {
    /// Whether a number that is read as it is as large as that one.
    fn may_reach(&self, other: &Whole) -> bool {
        let mut highest = self.numerator.clone();
        highest.add(&self.above);
        if self.inclusive { !highest.is_less(other) } else { other.is_less(&highest) }
    }

    /// The fewest digits that are read as it.
    fn digits(mut self) -> Vec<u8> {
        let mut digits = Vec::new();
        loop {
            let mut digit = 0;
            while !self.numerator.is_less(&self.denominator) {
                self.numerator.subtract(&self.denominator);
                digit += 1;
            }
            let rest = &self.numerator;
            let low = if self.inclusive { !self.below.is_less(rest) } else { rest.is_less(&self.below) };
            let high = self.may_reach(&self.denominator);
            if low || high {
                // The nearer of the two; when both are as near the higher.
                let mut twice = rest.clone();
                twice.add(rest);
                let up = high && (!low || !twice.is_less(&self.denominator));
                digits.push(digit + u8::from(up));
                return digits;
            }
            digits.push(digit);
            for whole in [&mut self.numerator, &mut self.below, &mut self.above] {
                whole.multiply(10, 0);
            }
        }
    }
}

fn bits_of(mantissa: u64) -> u32 {
    u64::BITS - mantissa.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::{read, shortest};
    use proptest::prelude::*;

    /// What the standard library reads, and whether it is exact: its digits are then those of the literal.
    fn expected(literal: &str) -> (f64, bool) {
        let value: f64 = literal.parse().unwrap_or(f64::NAN);
        (value, format!("{value:.0}") == literal)
    }

    fn written(value: f64) -> String {
        let (digits, exponent) = shortest(value);
        let digits: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        format!("0.{digits}e{exponent}")
    }

    /// The standard library's shortest digits, written in the same way.
    fn expected_digits(value: f64) -> String {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or_default();
        let exponent: i32 = exponent.parse().unwrap_or_default();
        format!("0.{}e{}", digits.replace('.', ""), exponent + 1)
    }

    fn hold(value: f64) {
        assert_eq!(written(value), expected_digits(value), "{value:e}");
        for literal in [format!("{value:e}"), format!("{value:.0}"), format!("{value:.25e}"), format!("{value:.3}")] {
            assert_eq!(read(literal.as_bytes()).0, expected(&literal).0, "{literal}");
        }
    }

    #[test]
    fn powers_of_two_and_ten_and_their_neighbours_are_read_and_written_as_the_standard_library_has_them() {
        let powers = (-1074..1024).map(|power| 2f64.powi(power)).chain((-323..309).map(|power| 10f64.powi(power)));
        for power in powers.filter(|power| *power > 0.0) {
            for value in [power.next_down(), power, power.next_up()] {
                if value > 0.0 && value.is_finite() {
                    hold(value);
                }
            }
        }
    }

    #[test]
    fn what_lies_halfway_is_rounded_to_the_even_number() {
        for literal in [
            "9007199254740993",
            "9007199254740995",
            "9007199254740993.00000000000000000000000000000001",
            "2.4703282292062327208299439e-324",
            "2.4703282292062328e-324",
            "1.7976931348623158079e308",
            "1.7976931348623159e308",
            "0.000000000000000000000000000000000000000000000000000000000000000000001e400",
            "123456789e99999999999999999999",
            "123456789e-99999999999999999999",
        ] {
            assert_eq!(read(literal.as_bytes()).0, expected(literal).0, "{literal}");
        }
        let halfway = format!("{:.1074}", 2f64.powi(-1074) * 1.0);
        let more = format!("{halfway}{}1", "0".repeat(900));
        assert_eq!(read(more.as_bytes()).0, expected(&more).0);
    }

    proptest! {
        #[test]
        fn every_number_is_written_as_the_standard_library_writes_it(bits in 1..0x7ff0_0000_0000_0000_u64) {
            hold(f64::from_bits(bits));
        }

        #[test]
        fn every_literal_is_read_as_the_standard_library_reads_it(literal in "[1-9][0-9]{0,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,3})?") {
            prop_assert_eq!(read(literal.as_bytes()).0, expected(&literal).0);
        }

        #[test]
        fn whole_numbers_are_known_to_be_exact(literal in "[1-9][0-9]{15,30}0{0,20}") {
            prop_assert_eq!(read(literal.as_bytes()), expected(&literal));
        }
    }
}
