use std::borrow::Cow;
use std::fmt;

/// A JSON Pointer (RFC 6901) being written, segment by segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole text.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Adds a member's name.
    pub fn push(&mut self, segment: &str) {
        if self.0.is_empty() {
            // What nearly all pointers need, with a segment more.
            self.0.reserve(64);
        }
        self.0.push('/');
        if !segment.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            return self.0.push_str(segment);
        }
        for letter in segment.chars() {
            match letter {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }

    /// The pointer to a member of what this one points to.
    #[must_use]
    pub fn join(&self, segment: &str) -> Pointer {
        let mut longer = self.clone();
        longer.push(segment);
        longer
    }

    /// As text, such as `/access_rights/a~1b/limit`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Pointer {
    fn from(text: &str) -> Pointer {
        Pointer(text.to_owned())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The segments of a pointer, unescaped; nothing when the text is no pointer.
pub fn segments(pointer: &str) -> Option<Vec<Cow<'_, str>>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let rest = pointer.strip_prefix('/')?;
    Some(rest.split('/').map(unescape).collect())
}

fn unescape(segment: &str) -> Cow<'_, str> {
    let Some((plain, escaped)) = segment.split_once('~') else { return Cow::Borrowed(segment) };
    let mut text = plain.to_owned();
    for part in escaped.split('~') {
        let (letter, rest) = match (part.strip_prefix('0'), part.strip_prefix('1')) {
            (_, Some(rest)) => ("/", rest),
            (Some(rest), _) => ("~", rest),
            (None, None) => ("~", part),
        };
        text.push_str(letter);
        text.push_str(rest);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{Pointer, segments};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_pointer_gives_back_the_segments_it_was_made_of(names in proptest::collection::vec(".{0,6}", 0..4)) {
            let mut pointer = Pointer::root();
            names.iter().for_each(|name| pointer.push(name));
            prop_assert_eq!(segments(pointer.as_str()), Some(names.into_iter().map(Into::into).collect()));
        }
    }
}
