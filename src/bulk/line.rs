use std::borrow::Cow;

use crate::json::{self, Scanner, SyntaxError};
use crate::report::nearest;

/// A line that is one JSON object, and the JSON text of its members.
pub(super) struct Line<'l> {
    members: Vec<(Cow<'l, str>, &'l [u8])>,
}

impl<'l> Line<'l> {
    /// Reads it. A name that is not known is refused, since a mistyped one would silently change the answer.
    pub(super) fn read(text: &'l [u8], known: &[&'static str]) -> Result<Line<'l>, String> {
        let line = Line::parse(text).map_err(|error| format!("at byte {}: {}", error.at, error.problem))?;
        let line = line.ok_or("a line has to be one JSON object")?;
        match line.members.iter().find(|(name, _)| !known.contains(&name.as_ref())) {
            Some((name, _)) => Err(unknown(name, known)),
            None => Ok(line),
        }
    }

    fn parse(text: &'l [u8]) -> Result<Option<Line<'l>>, SyntaxError> {
        let mut scanner = Scanner::new(text);
        if scanner.peek() != Some(b'{') {
            return Ok(None);
        }
        scanner.open()?;
        let mut members = Vec::new();
        while let Some(name) = scanner.member(members.is_empty())? {
            members.push((json::decode(name.span.of(text)), scanner.skip()?.of(text)));
        }
        Ok(scanner.peek().is_none().then_some(Line { members }))
    }

    /// The JSON text of a member; nothing when it is not there or `null`.
    pub(super) fn raw(&self, name: &str) -> Option<&'l [u8]> {
        let (_, value) = self.members.iter().rev().find(|(found, _)| found == name)?;
        (*value != b"null").then_some(*value)
    }

    /// A member that is a text.
    pub(super) fn text(&self, name: &str) -> Result<Option<Cow<'l, str>>, String> {
        match self.raw(name) {
            Some(raw @ [b'"', ..]) => Ok(Some(json::decode(raw))),
            Some(_) => Err(format!("`{name}` has to be a string")),
            None => Ok(None),
        }
    }

    /// A member that is a number, its fraction cut off downwards.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, String> {
        let number = self.raw(name).map(|raw| json::float(raw).ok_or_else(|| format!("`{name}` has to be a number")));
        Ok(number.transpose()?.map(|number| number.floor() as i64))
    }
}

fn unknown(name: &str, known: &[&'static str]) -> String {
    let name: String = name.chars().take(40).collect();
    match nearest(&name, known.iter().copied()) {
        Some(meant) => format!("unknown member `{name}`, `{meant}` was probably meant"),
        None => format!("unknown member `{name}`, the members are {}", known.join(", ")),
    }
}
