use std::str::Chars;

/// What is not yet read of an expression.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'p>(Chars<'p>);

impl<'p> Cursor<'p> {
    pub(super) fn new(pattern: &'p str) -> Cursor<'p> {
        Cursor(pattern.chars())
    }

    pub(super) fn rest(&self) -> &'p str {
        self.0.as_str()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        self.0.next()
    }

    /// Goes past that text, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        match self.rest().strip_prefix(text) {
            Some(rest) => {
                self.0 = rest.chars();
                true
            }
            None => false,
        }
    }

    /// Goes past the end, and gives what stands before it; stays when there is no such end.
    pub(super) fn until(&mut self, end: &str) -> Option<&'p str> {
        let place = self.rest().as_bytes().windows(end.len()).position(|window| window == end.as_bytes())?;
        let (before, rest) = self.rest().split_at_checked(place)?;
        self.0 = rest.get(end.len()..)?.chars();
        Some(before)
    }

    /// Goes past everything, and gives it.
    pub(super) fn take(&mut self) -> &'p str {
        std::mem::replace(&mut self.0, "".chars()).as_str()
    }

    /// Goes past the next letter, if it is one of those.
    pub(super) fn next_if(&mut self, is_one: impl Fn(char) -> bool) -> Option<char> {
        let mut after = self.0.clone();
        let letter = after.next().filter(|letter| is_one(*letter))?;
        self.0 = after;
        Some(letter)
    }
}
