/// The candidate most like a mistyped name; nothing when none is close.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = name.len().div_ceil(3).min(3);
    let present = alphabet(name);
    // A letter that one of the two lacks costs an edit; most candidates are out of reach for that alone.
    let may_be_near = |candidate: &&str| {
        let other = alphabet(candidate);
        (present & !other).count_ones().max((other & !present).count_ones()) as usize <= limit
    };
    let near = |candidate: &'c str| Some((distance(name, candidate, limit)?, candidate));
    candidates.into_iter().filter(may_be_near).filter_map(near).min().map(|(_, candidate)| candidate)
}

/// Which letters and digits are in a text, a bit for each.
fn alphabet(text: &str) -> u64 {
    let digits = text.chars().filter(char::is_ascii_alphanumeric).filter_map(|letter| letter.to_digit(36));
    digits.fold(0, |bits, digit| bits | 1 << digit)
}

/// How many letters have to be added, removed or changed to make one text of the other, without regard to case and
/// to what separates words; nothing when there are more than `limit`.
fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let letters = |text: &str| -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect()
    };
    let (left, right) = (letters(left), letters(right));
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (down, from) in left.iter().enumerate() {
        let mut next = vec![down + 1];
        for (to, (diagonal, above)) in right.iter().zip(row.iter().zip(row.iter().skip(1))) {
            let before = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(from != to)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_mistyped_name_finds_the_one_that_was_meant() {
        let known = ["rate", "per", "org_id", "quota_max", "apply_policies"];
        for (name, meant) in
            [("orgId", "org_id"), ("qouta_max", "quota_max"), ("apply_policy", "apply_policies"), ("Rates", "rate")]
        {
            assert_eq!(nearest(name, known), Some(meant), "{name}");
        }
        assert_eq!(nearest("customer", known), None);
    }
}
