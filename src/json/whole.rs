/// A whole number, in digits of 32 bits, the lowest first and the highest never zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole(Vec<u32>);

impl Whole {
    pub(super) fn of(value: u64) -> Whole {
        let mut whole = Whole(vec![value as u32, (value >> 32) as u32]);
        whole.trim();
        whole
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// Multiplies by a factor, then adds.
    pub(super) fn multiply(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Multiplies by ten, that many times.
    pub(super) fn multiply_tens(&mut self, times: u32) {
        (0..times).for_each(|_| self.multiply(10, 0));
    }

    /// Divides by ten, that many times, and says whether nothing was left over.
    pub(super) fn divide_tens(&mut self, times: u32) -> bool {
        let mut exact = true;
        for _ in 0..times {
            let mut rest = 0;
            for digit in self.0.iter_mut().rev() {
                let whole = rest << 32 | u64::from(*digit);
                *digit = (whole / 10) as u32;
                rest = whole % 10;
            }
            exact &= rest == 0;
            self.trim();
        }
        exact
    }

    /// Multiplies by two, that many times.
    pub(super) fn double(&mut self, times: u32) {
        if !self.0.is_empty() {
            self.multiply(1 << (times % 32), 0);
            self.0.splice(0..0, std::iter::repeat_n(0, (times / 32) as usize));
        }
    }

    pub(super) fn bits(&self) -> u32 {
        self.0.last().map_or(0, |highest| self.0.len() as u32 * 32 - highest.leading_zeros())
    }

    /// The whole number without that many of its lowest bits, and whether those are all zero.
    pub(super) fn shifted(&self, bit: u32) -> (u64, bool) {
        let (mut value, mut exact) = (0, true);
        for (place, digit) in self.0.iter().enumerate() {
            let shift = place as i64 * 32 - i64::from(bit);
            match shift {
                0..64 => value |= u64::from(*digit) << shift,
                -31..0 => {
                    value |= u64::from(digit >> -shift);
                    exact &= digit << (32 + shift) == 0;
                }
                _ => exact &= shift >= 64 || *digit == 0,
            }
        }
        (value, exact)
    }

    pub(super) fn is_less(&self, other: &Whole) -> bool {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_lt()
    }

    pub(super) fn add(&mut self, other: &Whole) {
        let mut carry = 0;
        self.0.resize(self.0.len().max(other.0.len()), 0);
        for (place, digit) in self.0.iter_mut().enumerate() {
            carry += u64::from(*digit) + u64::from(other.0.get(place).copied().unwrap_or(0));
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Takes away a number that is not greater.
    pub(super) fn subtract(&mut self, other: &Whole) {
        let mut borrow = false;
        for (place, digit) in self.0.iter_mut().enumerate() {
            let (less, first) = digit.overflowing_sub(other.0.get(place).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *digit = less;
            borrow = first || second;
        }
        self.trim();
    }
}
