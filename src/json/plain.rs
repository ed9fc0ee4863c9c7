/// A string in which every byte means itself begins there, with its quote, which nearly all do: what follows it.
#[inline(always)]
pub fn plain_string(start: &[u8]) -> Option<&[u8]> {
    let (_, mut text) = start.split_first()?;
    while let Some((chunk, rest)) = text.split_first_chunk::<8>() {
        let special = special(*chunk);
        if special == 0 {
            text = rest;
            continue;
        }
        let end = text.get(special.trailing_zeros() as usize / 8..)?;
        return if let [b'"', rest @ ..] = end { Some(rest) } else { None };
    }
    None
}

/// An integer of up to fifteen digits begins there, which nearly all numbers are, and which float64 holds exactly: it,
/// and what follows it.
#[inline(always)]
pub fn short_integer(start: &[u8]) -> Option<(i64, &[u8])> {
    let (is_negative, digits) = match start {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let (mut rest, mut sum) = (digits, 0i64);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        sum = sum.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        rest = after;
    }
    let is_short = match digits.len() - rest.len() {
        // −0 is a number of its own as float64.
        1 => sum != 0 || !is_negative,
        2..=15 => digits.first() != Some(&b'0'),
        _ => false,
    };
    if !is_short || matches!(rest, [b'.' | b'e' | b'E', ..]) {
        return None;
    }
    Some((if is_negative { -sum } else { sum }, rest))
}

/// The text from its first byte that is no white space.
#[inline(always)]
pub fn spaceless(text: &[u8]) -> &[u8] {
    match text {
        [byte, ..] if *byte > b' ' => text,
        _ => after_space(text),
    }
}

#[inline(never)]
fn after_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = text {
        text = rest;
    }
    text
}

/// What follows the bytes of a string that mean themselves, eight at a time: most strings are short, and none needs
/// more.
pub fn ordinary(mut text: &[u8]) -> &[u8] {
    while let Some((chunk, after)) = text.split_first_chunk::<8>() {
        let special = special(*chunk);
        if special != 0 {
            return text.get(special.trailing_zeros() as usize / 8..).unwrap_or_default();
        }
        text = after;
    }
    while let [0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7f, after @ ..] = text {
        text = after;
    }
    text
}

/// Where the first line of a text ends. The crate memchr takes three times as long in Wasm, where its words have four
/// bytes: a sixteenth of the check of an export.
pub fn newline(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    while !rest.is_empty() {
        rest = lineless(rest);
        let (near, after) = rest.split_at_checked(32).unwrap_or((rest, &[]));
        if let Some(at) = near.iter().position(|byte| *byte == b'\n') {
            return Some(text.len() - rest.len() + at);
        }
        rest = after;
    }
    None
}

/// The text from the first 32 bytes that may have a line break, or a byte beyond ASCII; fewer at its end.
fn lineless(text: &[u8]) -> &[u8] {
    let other = |word: &[u8; 8]| (u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\n'))).wrapping_sub(ONES);
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk::<32>()
        && let ([first, second, third, fourth], _) = chunk.as_chunks::<8>()
        && (other(first) | other(second) | other(third) | other(fourth)) & (ONES << 7) == 0
    {
        rest = after;
    }
    rest
}

/// The byte 1, eight times; times a byte it is that byte, eight times.
pub const ONES: u64 = u64::MAX / 255;

/// Nothing when all eight bytes mean themselves in a string; else its lowest set bit stands in the first that does not:
/// a quote, a backslash, a control character, or a byte beyond ASCII. What a subtraction borrows reaches later bytes
/// only.
#[inline(always)]
fn special(chunk: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(chunk);
    let is = |byte: u8| (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
    (word.wrapping_sub(ONES * 0x20) | is(b'"') | is(b'\\') | word) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::newline;

    proptest! {
        #[test]
        fn a_line_ends_at_the_first_line_break(
            text in proptest::collection::vec(prop_oneof![Just(b'a'), Just(0x8a), Just(0x0b), any::<u8>()], 0..99),
            rest in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(0x0b), any::<u8>()], 0..99),
        ) {
            let text = [text, rest].concat();
            prop_assert_eq!(newline(&text), text.iter().position(|byte| *byte == b'\n'));
        }
    }
}
