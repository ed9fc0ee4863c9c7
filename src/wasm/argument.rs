use std::borrow::Cow;

use super::request::write_flaw;
use crate::gateway::ContextError;
use crate::json::{self, Scanner, Span, SyntaxError, list};
use crate::report::nearest;
use crate::rules::UnknownCode;
use crate::target::Flaw;

/// What is wrong with a call, for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// What, in one sentence.
    pub message: String,
    /// What is wrong with each part of a request, as JSON.
    pub flaws: String,
}

impl Misuse {
    /// A call that is wrong in one way.
    pub fn new(message: impl Into<String>) -> Misuse {
        Misuse { message: message.into(), flaws: "[]".to_owned() }
    }
}

impl From<Vec<Flaw>> for Misuse {
    fn from(flaws: Vec<Flaw>) -> Misuse {
        let messages: Vec<&str> = flaws.iter().map(|flaw| &*flaw.message).collect();
        let mut written = String::new();
        list(&mut written, &flaws, write_flaw);
        Misuse { message: messages.join("; "), flaws: written }
    }
}

impl From<Flaw> for Misuse {
    fn from(flaw: Flaw) -> Misuse {
        Misuse::from(vec![flaw])
    }
}

impl From<UnknownCode> for Misuse {
    fn from(unknown: UnknownCode) -> Misuse {
        let help = unknown.suggestion.map(|code| format!(": did you mean {code}?")).unwrap_or_default();
        Misuse::new(format!("there is no rule {}{help}", unknown.code))
    }
}

impl From<ContextError> for Misuse {
    fn from(error: ContextError) -> Misuse {
        Misuse::new(format!("options.{error}"))
    }
}

impl From<SyntaxError> for Misuse {
    fn from(error: SyntaxError) -> Misuse {
        Misuse::new(format!("the options are not JSON: {}", error.problem))
    }
}

/// A value that a caller gave, as JSON text, and what the caller calls it: `options.query`. That name is only made where something
/// is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Argument<'a> {
    name: &'a str,
    whole: &'a [u8],
    span: Span,
}

impl<'a> Argument<'a> {
    /// The argument of that name.
    pub fn new(name: &'a str, text: &'a [u8]) -> Argument<'a> {
        Argument { name, whole: text, span: Span { start: 0, end: text.len() as u32 } }
    }

    /// The members of these names, in their order. Any other member is a mistake: options that are silently ignored
    /// hide typing errors.
    pub fn members<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Argument<'a>>; N], Misuse> {
        let mut members = [None; N];
        self.fill(&names, &mut members)?;
        Ok(members)
    }

    fn fill(&self, names: &[&str], members: &mut [Option<Argument<'a>>]) -> Result<(), Misuse> {
        for (name, member) in self.entries()? {
            match names.iter().position(|known| *known == name).and_then(|index| members.get_mut(index)) {
                Some(place) => *place = Some(member),
                None => return Err(self.unknown(&name, names)),
            }
        }
        Ok(())
    }

    /// The members of an object whose names may be any.
    pub fn entries(&self) -> Result<Vec<(Cow<'a, str>, Argument<'a>)>, Misuse> {
        let mut scanner = self.scanner();
        if scanner.peek() != Some(b'{') {
            return Err(self.wrong("an object"));
        }
        scanner.open()?;
        let mut entries = Vec::new();
        while let Some(name) = scanner.member(entries.is_empty())? {
            let span = scanner.skip()?;
            entries.push((json::decode(name.span.of(self.whole)), Argument { span, ..*self }));
        }
        Ok(entries)
    }

    /// The elements of an array.
    pub fn elements(&self) -> Result<Vec<Argument<'a>>, Misuse> {
        let mut scanner = self.scanner();
        if scanner.peek() != Some(b'[') {
            return Err(self.wrong("an array"));
        }
        scanner.open()?;
        let mut elements = Vec::new();
        while scanner.element(elements.is_empty())? {
            elements.push(Argument { span: scanner.skip()?, ..*self });
        }
        Ok(elements)
    }

    /// A string.
    pub fn string(&self) -> Result<Cow<'a, str>, Misuse> {
        match self.json() {
            [b'"', ..] => Ok(json::decode(self.json())),
            _ => Err(self.wrong("a string")),
        }
    }

    /// A number.
    pub fn number(&self) -> Result<f64, Misuse> {
        match self.json() {
            [b'-' | b'0'..=b'9', ..] => json::float(self.json()).ok_or_else(|| self.wrong("a number")),
            _ => Err(self.wrong("a number")),
        }
    }

    /// An integer.
    pub fn integer(&self) -> Result<i64, Misuse> {
        let integral = self.json().iter().all(|byte| matches!(byte, b'-' | b'0'..=b'9'));
        let integer = if integral { json::integer(self.json()) } else { None };
        integer.ok_or_else(|| self.wrong("a whole number of at most 64 bits"))
    }

    /// `true` or `false`.
    pub fn boolean(&self) -> Result<bool, Misuse> {
        match self.json() {
            b"true" => Ok(true),
            b"false" => Ok(false),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// One of some named things.
    pub fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Result<T, Misuse> {
        let name = self.string()?;
        if let Some((_, choice)) = choices.iter().find(|(known, _)| *known == name) {
            return Ok(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        // A text that got into the wrong place may be long.
        let start: String = name.chars().take(40).collect();
        Err(Misuse::new(format!("{} must be one of {}, not {start}", self.path(), names.join(", "))))
    }

    /// The JSON text of the value.
    pub fn json(&self) -> &'a [u8] {
        self.span.of(self.whole)
    }

    fn scanner(&self) -> Scanner<'a> {
        let mut scanner = Scanner::new(self.whole);
        scanner.move_to(self.span.start);
        scanner
    }

    /// What the caller calls it.
    fn path(&self) -> String {
        let mut path = self.name.to_owned();
        // What was read once is read again without a mistake.
        let _ = self.find(&mut path);
        path
    }

    /// Goes from the whole into what holds the argument, past what stands before it.
    fn find(&self, path: &mut String) -> Result<(), SyntaxError> {
        let mut scanner = Scanner::new(self.whole);
        while scanner.at() < self.span.start {
            let is_object = scanner.peek() == Some(b'{');
            scanner.open()?;
            for index in 0.. {
                let name = if is_object { scanner.member(index == 0)? } else { None };
                if !is_object {
                    scanner.element(index == 0)?;
                }
                let span = scanner.skip()?;
                if self.span.end <= span.end {
                    *path += &match name {
                        Some(name) => format!(".{}", json::decode(name.span.of(self.whole))),
                        None => format!("[{index}]"),
                    };
                    scanner.move_to(span.start);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Says what the argument must be.
    pub(super) fn wrong(&self, expected: &str) -> Misuse {
        Misuse::new(format!("{} must be {expected}", self.path()))
    }

    fn unknown(&self, name: &str, names: &[&str]) -> Misuse {
        let help = match nearest(name, names.iter().copied()) {
            Some(known) => format!("did you mean {known}?"),
            None => format!("its members are {}", names.join(", ")),
        };
        Misuse::new(format!("{} has no member {name}: {help}", self.path()))
    }
}

/// An argument that may not be left out.
pub fn required<'a>(argument: Option<Argument<'a>>, path: &str) -> Result<Argument<'a>, Misuse> {
    argument.ok_or_else(|| Misuse::new(format!("{path} is missing")))
}

/// An argument that may be left out, as a string.
pub fn string(argument: Option<Argument<'_>>) -> Result<Option<String>, Misuse> {
    argument.map(|argument| argument.string().map(Cow::into_owned)).transpose()
}
