use std::borrow::Cow;

use crate::json::{self, Scanner, SyntaxError};
use crate::report::nearest;
use crate::target::{Endpoint, Version, base64};

/// A line that is one JSON object, and the JSON text of its members.
pub(super) struct Line<'l> {
    members: Vec<(Cow<'l, str>, &'l [u8])>,
}

impl<'l> Line<'l> {
    /// Reads it.
    pub(super) fn read(text: &'l [u8]) -> Result<Line<'l>, String> {
        let line = Line::parse(text).map_err(|error| format!("at byte {}: {}", error.at, error.problem))?;
        line.ok_or_else(|| "a line has to be one JSON object".to_owned())
    }

    /// Refuses a name that is not known, since a mistyped one would silently change the answer.
    pub(super) fn has_only(&self, known: &[&'static str]) -> Result<(), String> {
        match self.members.iter().find(|(name, _)| !known.contains(&name.as_ref())) {
            Some((name, _)) => Err(unknown(name, known)),
            None => Ok(()),
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

    /// `endpoint`.
    pub(super) fn endpoint(&self) -> Result<Endpoint, String> {
        let name = self.text("endpoint")?.ok_or("`endpoint` is missing")?;
        let known = || Endpoint::ALL.map(Endpoint::name).join(", ");
        Endpoint::parse(&name).ok_or_else(|| format!("unknown endpoint, the endpoints are {}", known()))
    }

    /// `version`, which may be left out.
    pub(super) fn version(&self) -> Result<Version, String> {
        let Some(text) = self.text("version")? else { return Ok(Version::DEFAULT) };
        let known = || Version::known().collect::<Vec<_>>().join(", ");
        Version::parse(&text).ok_or_else(|| format!("unknown version, the versions are {}", known()))
    }

    /// `body`, or `body_base64` in its place.
    pub(super) fn body(&self) -> Result<Cow<'l, [u8]>, String> {
        if let Some(digits) = self.text("body_base64")? {
            let bytes = base64(digits.trim_end_matches('='));
            return bytes.map(Cow::Owned).ok_or_else(|| "`body_base64` is not base64".to_owned());
        }
        match self.text("body")?.ok_or("`body` is missing")? {
            Cow::Borrowed(text) => Ok(Cow::Borrowed(text.as_bytes())),
            Cow::Owned(text) => Ok(Cow::Owned(text.into_bytes())),
        }
    }
}

/// The JSON text of a line's `id`, to be answered as it came.
pub(super) fn id<'l>(line: &Result<Line<'l>, String>) -> Cow<'l, str> {
    let id = line.as_ref().ok().and_then(|line| line.raw("id")).unwrap_or(b"null");
    String::from_utf8_lossy(id)
}

fn unknown(name: &str, known: &[&'static str]) -> String {
    let name: String = name.chars().take(40).collect();
    match nearest(&name, known.iter().copied()) {
        Some(meant) => format!("unknown member `{name}`, `{meant}` was probably meant"),
        None => format!("unknown member `{name}`, the members are {}", known.join(", ")),
    }
}
