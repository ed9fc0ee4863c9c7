use super::plain::{ordinary, spaceless};
use super::syntax::{SyntaxError, SyntaxProblem};

/// The deepest nesting that Go's `encoding/json` reads; a value inside one level more is refused.
pub const DEPTH_LIMIT: usize = 10_000;

/// U+FEFF as UTF-8, which some editors write at the beginning of a file and no JSON begins with.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A half-open range of bytes in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes of the span; none where the text is shorter.
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// A string as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Its bytes with both quotes.
    pub span: Span,
    /// Nothing in it needs decoding: no escapes and only ASCII.
    pub plain: bool,
}

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Its bytes.
    pub span: Span,
    /// It is written without a fraction and without an exponent.
    pub integral: bool,
}

/// Reads a text left to right, one token at a time, with Go's idea of what JSON is.
#[derive(Clone, Debug)]
pub struct Scanner<'t> {
    text: &'t [u8],
    /// What is not read yet.
    rest: &'t [u8],
    depth: usize,
}

impl<'t> Scanner<'t> {
    /// A scanner at the beginning of the text.
    pub fn new(text: &'t [u8]) -> Scanner<'t> {
        Scanner { text, rest: text, depth: 0 }
    }

    /// A scanner at the rest of a text, with so many objects and arrays open around it.
    pub fn inside(text: &'t [u8], rest: &'t [u8], depth: usize) -> Scanner<'t> {
        Scanner { text, rest, depth }
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'t [u8] {
        self.rest
    }

    /// Goes on from that offset, where a value begins.
    pub fn move_to(&mut self, at: u32) {
        self.rest = self.text.get(at as usize..).unwrap_or_default();
    }

    /// The offset of the next byte.
    #[inline(always)]
    pub fn at(&self) -> u32 {
        (self.text.len() - self.rest.len()) as u32
    }

    /// The next byte after white space.
    #[inline(always)]
    pub fn peek(&mut self) -> Option<u8> {
        self.rest = spaceless(self.rest);
        self.rest.first().copied()
    }

    /// Leaves the next byte behind.
    #[inline(always)]
    fn step(&mut self) {
        if let [_, rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// An error at the next byte.
    pub fn fail<T>(&self, problem: SyntaxProblem) -> Result<T, SyntaxError> {
        let problem = if self.rest.is_empty() { SyntaxProblem::End } else { problem };
        Err(SyntaxError { at: self.at(), problem })
    }

    /// Reads `{` or `[`, which the caller has peeked at.
    ///
    /// # Errors
    ///
    /// What stands there is nested deeper than Go reads.
    #[inline(always)]
    pub fn open(&mut self) -> Result<(), SyntaxError> {
        if self.depth == DEPTH_LIMIT {
            return self.fail(SyntaxProblem::TooDeep);
        }
        self.depth += 1;
        self.step();
        Ok(())
    }

    /// Reads `}` or `]`, which the caller has peeked at.
    #[inline(always)]
    pub fn close(&mut self) {
        self.depth -= 1;
        self.step();
    }

    /// Moves to the next member of an object and reads its name and the colon; nothing when the object ends here.
    /// `first` says whether none has been read yet.
    ///
    /// # Errors
    ///
    /// No member and no end of the object stands there.
    pub fn member(&mut self, first: bool) -> Result<Option<Text>, SyntaxError> {
        match self.peek() {
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !first => self.step(),
            _ if first => {}
            _ => return self.fail(SyntaxProblem::ObjectEnd),
        }
        if self.peek() != Some(b'"') {
            return self.fail(SyntaxProblem::Name);
        }
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return self.fail(SyntaxProblem::Colon);
        }
        self.step();
        Ok(Some(name))
    }

    /// Moves to the next element of an array; `false` when the array ends here.
    ///
    /// # Errors
    ///
    /// No element and no end of the array stands there.
    pub fn element(&mut self, first: bool) -> Result<bool, SyntaxError> {
        match self.peek() {
            Some(b']') => {
                self.close();
                return Ok(false);
            }
            Some(b',') if !first => self.step(),
            _ if first => return Ok(true),
            _ => return self.fail(SyntaxProblem::ArrayEnd),
        }
        if self.peek() == Some(b']') {
            return self.fail(SyntaxProblem::Value);
        }
        Ok(true)
    }

    /// Reads a string, whose opening quote the caller has peeked at.
    ///
    /// # Errors
    ///
    /// The string is not closed, or holds a control character or an escape that there is not.
    pub fn string(&mut self) -> Result<Text, SyntaxError> {
        let start = self.at();
        let mut plain = true;
        self.step();
        loop {
            self.rest = ordinary(self.rest);
            match self.rest {
                [b'"', ..] => {
                    self.step();
                    return Ok(Text { span: self.since(start), plain });
                }
                [b'\\', ..] => {
                    plain = false;
                    self.escape()?;
                }
                [0x80..=0xff, ..] => {
                    plain = false;
                    self.step();
                }
                _ => return self.fail(SyntaxProblem::Control),
            }
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        self.step();
        match self.rest {
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => self.step(),
            [b'u', ..] => {
                self.step();
                for _ in 0..4 {
                    match self.rest {
                        [byte, ..] if byte.is_ascii_hexdigit() => self.step(),
                        _ => return self.fail(SyntaxProblem::Escape),
                    }
                }
            }
            _ => return self.fail(SyntaxProblem::Escape),
        }
        Ok(())
    }

    /// Reads a number, whose first byte the caller has peeked at.
    ///
    /// # Errors
    ///
    /// What follows the first byte is not a JSON number.
    pub fn number(&mut self) -> Result<Number, SyntaxError> {
        let start = self.at();
        self.accept(b'-');
        if !self.accept(b'0') {
            self.digits()?;
        }
        let mut integral = true;
        if self.accept(b'.') {
            integral = false;
            self.digits()?;
        }
        if self.accept(b'e') || self.accept(b'E') {
            integral = false;
            if !self.accept(b'-') {
                self.accept(b'+');
            }
            self.digits()?;
        }
        Ok(Number { span: self.since(start), integral })
    }

    fn accept(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.step();
        }
        found
    }

    fn digits(&mut self) -> Result<(), SyntaxError> {
        if !matches!(self.rest, [b'0'..=b'9', ..]) {
            return self.fail(SyntaxProblem::Number);
        }
        while let [b'0'..=b'9', rest @ ..] = self.rest {
            self.rest = rest;
        }
        Ok(())
    }

    /// Reads `true`, `false` or `null`.
    ///
    /// # Errors
    ///
    /// Another word stands there.
    pub fn literal(&mut self, word: &'static [u8]) -> Result<Span, SyntaxError> {
        let start = self.at();
        for byte in word {
            if !self.accept(*byte) {
                return self.fail(SyntaxProblem::Literal);
            }
        }
        Ok(self.since(start))
    }

    /// Skips one value of any kind, whatever its depth, and gives its span.
    ///
    /// # Errors
    ///
    /// No JSON value stands there.
    pub fn skip(&mut self) -> Result<Span, SyntaxError> {
        self.peek();
        let start = self.at();
        let outside = self.depth;
        // One bit a level would do; a byte a level keeps it plain, and there are at most 10,000 of them.
        let mut open: Vec<bool> = Vec::new();
        let mut first;
        loop {
            first = false;
            match self.peek() {
                Some(b'{') => {
                    self.open()?;
                    open.push(true);
                    first = true;
                }
                Some(b'[') => {
                    self.open()?;
                    open.push(false);
                    first = true;
                }
                _ => self.scalar()?,
            }
            while let Some(object) = open.last() {
                let more = if *object { self.member(first)?.is_some() } else { self.element(first)? };
                if more {
                    break;
                }
                open.pop();
                first = false;
            }
            if self.depth == outside {
                return Ok(self.since(start));
            }
        }
    }

    fn scalar(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't') => self.literal(b"true").map(drop),
            Some(b'f') => self.literal(b"false").map(drop),
            Some(b'n') => self.literal(b"null").map(drop),
            _ => self.fail(SyntaxProblem::Value),
        }
    }

    #[inline(always)]
    pub(super) fn since(&self, start: u32) -> Span {
        Span { start, end: self.at() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::SyntaxProblem;
    use super::Scanner;

    fn problem(text: &str) -> Option<(u32, SyntaxProblem)> {
        let mut scanner = Scanner::new(text.as_bytes());
        scanner.skip().err().map(|error| (error.at, error.problem))
    }

    #[test]
    fn a_text_is_json_where_go_says_so() {
        for text in ["{}", " [1, -0.5e+3, \"\\u12aF\"] ", "null", "{\"a\":[{}],\"\":\"\"}", "\"\u{7f}é\"", "0"] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn an_error_stands_at_its_first_wrong_byte() {
        use SyntaxProblem::*;
        for (text, at, expected) in [
            ("", 0, End),
            ("{", 1, End),
            ("{\"a\"=>1}", 4, Colon),
            ("{\"a\":1,}", 7, Name),
            ("[1,]", 3, Value),
            ("[1 2]", 3, ArrayEnd),
            ("{\"a\":1 \"b\":2}", 7, ObjectEnd),
            ("{'a':1}", 1, Name),
            ("{\"a\":01}", 6, ObjectEnd),
            ("-", 1, End),
            ("1.x", 2, Number),
            ("\"a\tb\"", 2, Control),
            ("\"12345678\u{1}\"", 9, Control),
            ("\"\\x\"", 2, Escape),
            ("\"\\u12g4\"", 5, Escape),
            ("nul ", 3, Literal),
            ("NaN", 0, Value),
        ] {
            assert_eq!(problem(text), Some((at, expected)), "{text}");
        }
    }

    #[test]
    fn ten_thousand_levels_are_read_and_one_more_is_refused() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert_eq!(problem(&deep(10_000)), None);
        assert_eq!(problem(&deep(10_001)), Some((10_000, SyntaxProblem::TooDeep)));
    }
}
