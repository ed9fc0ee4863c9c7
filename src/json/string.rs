use std::borrow::Cow;
use std::iter;

/// The text that a JSON string stands for, as Go decodes it: invalid UTF-8 and lone surrogates become U+FFFD. `raw` is
/// the string with its quotes, as the scanner accepted it.
pub fn decode(raw: &[u8]) -> Cow<'_, str> {
    let inside = match raw {
        [b'"', inside @ .., b'"'] => inside,
        other => other,
    };
    match std::str::from_utf8(inside) {
        Ok(text) if !inside.contains(&b'\\') => Cow::Borrowed(text),
        _ => Cow::Owned(unescape(inside).0),
    }
}

/// Whether decoding the string replaces something by U+FFFD.
pub fn repaired(raw: &[u8]) -> bool {
    if raw.contains(&b'\\') { unescape(raw).1 } else { std::str::from_utf8(raw).is_err() }
}

fn unescape(raw: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(raw.len());
    let mut repaired = false;
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (before, escaped) = rest.split_at(at);
        repaired |= push_bytes(&mut text, before);
        let (letter, length) = escape(escaped);
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        repaired |= letter.is_none();
        rest = escaped.get(length..).unwrap_or_default();
    }
    repaired |= push_bytes(&mut text, rest);
    (text, repaired)
}

/// Adds bytes, every one that is not part of valid UTF-8 as one U+FFFD, as Go does it.
fn push_bytes(text: &mut String, bytes: &[u8]) -> bool {
    let mut repaired = false;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        repaired |= !chunk.invalid().is_empty();
        text.extend(iter::repeat_n(char::REPLACEMENT_CHARACTER, chunk.invalid().len()));
    }
    repaired
}

/// The character of the escape that the bytes begin with (nothing for half of a surrogate pair) and its length.
fn escape(bytes: &[u8]) -> (Option<char>, usize) {
    let simple = match bytes.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes),
        Some(other) => char::from(*other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (Some(simple), 2)
}

fn unicode(bytes: &[u8]) -> (Option<char>, usize) {
    let Some(unit) = hexadecimal(bytes) else { return (None, 6) };
    let pair = (0xd800..0xdc00).contains(&unit).then(|| hexadecimal(bytes.get(6..)?)).flatten();
    match pair {
        Some(low @ 0xdc00..0xe000) => (char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)), 12),
        _ => (char::from_u32(unit), 6),
    }
}

fn hexadecimal(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

/// The text as a JSON string with quotes, escaping only what JSON requires.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_quoted(&mut out, text);
    out
}

/// Adds the text to `out` as a JSON string with quotes, escaping only what JSON requires.
pub fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let (plain, escaped) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut letters = escaped.chars();
        match letters.next() {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control @ '\0'..'\u{20}') => {
                out.push_str("\\u00");
                let digits = [control as u32 >> 4, control as u32 & 15];
                out.extend(digits.map(|digit| char::from_digit(digit, 16).unwrap_or('0')));
            }
            other => out.extend(['\\'].into_iter().chain(other)),
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{decode, quote, repaired};
    use proptest::prelude::*;

    #[test]
    fn strings_decode_as_go_decodes_them() {
        for (raw, text) in [
            (&b"\"a\\u00e9\\n\\/\""[..], "aé\n/"),
            (b"\"\\ud83d\\ude00\"", "😀"),
            (b"\"\\ud800x\"", "\u{fffd}x"),
            (b"\"\\ud800\\ud83d\\ude00\"", "\u{fffd}😀"),
            (b"\"\xff\xc3(\"", "\u{fffd}\u{fffd}("),
            (b"\"\xe2\x82\"", "\u{fffd}\u{fffd}"),
            (b"\"\\u0000\"", "\0"),
        ] {
            assert_eq!(decode(raw), text);
        }
        assert!(repaired(b"\"\\udc00\"") && !repaired("\"é\\u00e9\"".as_bytes()));
    }

    proptest! {
        #[test]
        fn quoting_and_decoding_are_inverse(text in ".*") {
            let quoted = quote(&text);
            prop_assert_eq!(decode(quoted.as_bytes()), text);
        }
    }
}
