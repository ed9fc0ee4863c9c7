/// The candidate most like a mistyped name; nothing when none is close. Case and what separates words count for
/// nothing.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest(name, &mut candidates.into_iter())
}

/// The same for candidates of all kinds, so that the Wasm has it once.
fn closest<'c>(name: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let limit = name.len().div_ceil(3).min(3);
    let present = alphabet(name);
    let name: Vec<u8> = letters(name).collect();
    let (mut other, mut row) = (Vec::new(), Vec::new());
    let mut nearest = None;
    for candidate in candidates {
        // A letter that one of the two lacks costs an edit; most candidates are out of reach for that alone.
        let alphabet = alphabet(candidate);
        let lacking = (present & !alphabet).count_ones().max((alphabet & !present).count_ones());
        if lacking as usize > limit {
            continue;
        }
        other.clear();
        other.extend(letters(candidate));
        if name.len().abs_diff(other.len()) > limit {
            continue;
        }
        let found = (distance(&name, &other, &mut row), candidate);
        if found.0 <= limit && nearest.is_none_or(|nearest| found < nearest) {
            nearest = Some(found);
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

/// Which letters and digits are in a text, a bit for each, whatever its case; digits share theirs with letters.
fn alphabet(text: &str) -> u32 {
    let bytes = text.bytes().filter(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'z'));
    // Without what stands between the capitals and the small letters.
    bytes.fold(0, |bits, byte| bits | 1 << (byte % 32)) & 0x07ff_fffe
}

/// How many letters have to be added, removed or changed to make one text of the other. `row` is memory to work in.
fn distance(left: &[u8], right: &[u8], row: &mut Vec<usize>) -> usize {
    row.clear();
    row.extend(1..=right.len());
    for (down, from) in left.iter().enumerate() {
        let (mut diagonal, mut before) = (down, down + 1);
        for (above, to) in row.iter_mut().zip(right) {
            before = (diagonal + usize::from(from != to)).min(*above + 1).min(before + 1);
            diagonal = std::mem::replace(above, before);
        }
    }
    row.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::{alphabet, letters, nearest};

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

    #[test]
    fn what_separates_words_has_no_bit() {
        for byte in 0..=u8::MAX {
            let text = char::from(byte).to_string();
            assert_eq!(alphabet(&text) != 0, letters(&text).next().is_some(), "{byte:#x}");
        }
    }
}
