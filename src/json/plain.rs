use super::scan::{Scanner, Span};

/// What nearly every value is, read in fewer steps than all that values can be.
impl Scanner<'_> {
    /// Takes the comma before the next name or text, where no white space stands between them.
    #[inline(always)]
    pub fn take_comma(&mut self) -> bool {
        let next = self.text.get(self.at..).and_then(|rest| rest.first_chunk::<2>());
        let found = next == Some(b",\"");
        self.at += usize::from(found);
        found
    }

    /// Reads a string in which every byte means itself, whose opening quote the caller has peeked at: nearly all are like
    /// that. Of any other it reads nothing; that is for [`Scanner::string`].
    #[inline(always)]
    pub fn plain_string(&mut self) -> Option<Span> {
        let start = self.at;
        let mut at = start + 1;
        loop {
            let special = special(*self.text.get(at..)?.first_chunk()?);
            if special != 0 {
                at += special.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        if self.text.get(at) != Some(&b'"') {
            return None;
        }
        self.at = at + 1;
        Some(self.since(start))
    }

    /// Reads an integer of up to fifteen digits, whose first byte the caller has peeked at: nearly all numbers are like
    /// that, and float64 holds them exactly. Of any other it reads nothing; that is for [`Scanner::number`].
    #[inline(always)]
    pub fn short_integer(&mut self) -> Option<i64> {
        let is_negative = self.text.get(self.at) == Some(&b'-');
        let first = self.at + usize::from(is_negative);
        let (mut at, mut sum) = (first, 0i64);
        while let Some(digit @ b'0'..=b'9') = self.text.get(at) {
            sum = sum.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            at += 1;
        }
        let is_short = match at - first {
            // −0 is a number of its own as float64.
            1 => sum != 0 || !is_negative,
            2..=15 => self.text.get(first) != Some(&b'0'),
            _ => false,
        };
        if !is_short || matches!(self.text.get(at), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = at;
        Some(if is_negative { -sum } else { sum })
    }
}

/// Nothing when all eight bytes mean themselves in a string; else its lowest set bit stands in the first that does not: a
/// quote, a backslash, a control character, or a byte beyond ASCII. What a subtraction borrows reaches later bytes only.
#[inline(always)]
pub(super) fn special(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let word = u64::from_le_bytes(chunk);
    let is = |byte: u8| (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
    (word.wrapping_sub(ONES * 0x20) | is(b'"') | is(b'\\') | word) & (ONES << 7)
}
