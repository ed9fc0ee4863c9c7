/// Whether two names are the same, byte for byte.
#[inline]
pub fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && after(left, right).is_some()
}

/// What follows these bytes in a text that begins with them. They are compared eight at a time, since names are short
/// and a call costs more, and the last of them together with what stands before them.
#[inline(always)]
pub fn after<'t>(text: &'t [u8], bytes: &[u8]) -> Option<&'t [u8]> {
    let (text, rest) = text.split_at_checked(bytes.len())?;
    let same = match (text.first_chunk::<8>(), bytes.first_chunk::<8>()) {
        (Some(left), Some(right)) => {
            let inside = || {
                text.as_chunks::<8>().0.iter().zip(bytes.as_chunks::<8>().0).skip(1).all(|(left, right)| left == right)
            };
            left == right && text.last_chunk::<8>() == bytes.last_chunk::<8>() && (bytes.len() <= 16 || inside())
        }
        _ if bytes.len() < 4 => text == bytes,
        _ => text.first_chunk::<4>() == bytes.first_chunk::<4>() && text.last_chunk::<4>() == bytes.last_chunk::<4>(),
    };
    same.then_some(rest)
}

/// Whether Go takes a member's name for a known one: letters match without regard to case, and so do the two other
/// letters that Unicode folds onto ASCII, ſ (U+017F, folds to s) and the Kelvin sign (U+212A, folds to k). `known` is
/// lower-case ASCII, `name` the decoded name.
pub fn same_name(name: &str, known: &str) -> bool {
    if name.is_ascii() {
        return name.eq_ignore_ascii_case(known);
    }
    name.chars().map(fold).eq(known.chars())
}

fn fold(letter: char) -> char {
    match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn names_match_as_go_folds_them() {
        for name in ["tags", "TAGS", "Tags", "tag\u{17f}"] {
            assert!(same_name(name, "tags"), "{name}");
        }
        assert!(same_name("\u{212a}ey_id", "key_id"));
        for name in ["tag", "tagss", "tag\u{df}", "tàgs"] {
            assert!(!same_name(name, "tags"), "{name}");
        }
    }
}
