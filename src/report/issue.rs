use std::borrow::Cow;

use crate::json::{Pointer, Span};
pub use crate::target::Part;

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize, tsify::Tsify))]
#[cfg_attr(feature = "schema", serde(rename_all = "lowercase"))]
pub enum Severity {
    /// The update fails, or does something that nobody can have meant.
    Error,
    /// The update succeeds and probably does not do what was meant.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// As it is written: `error`, `warning` or `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// One thing that is wrong or surprising about an update.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The rule that says it; stable.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub part: Part,
    /// Where in the body; empty for the whole body and for other parts.
    pub pointer: Pointer,
    /// The bytes it is about.
    pub bytes: Span,
    /// The same in UTF-16 units, as JavaScript counts.
    pub utf16: Span,
    /// What will happen on the server, and to whom. Never shows a secret.
    pub message: Cow<'static, str>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// The values in the message, for those who word it themselves.
    pub params: Vec<(&'static str, Param)>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// How to fix it.
    pub fix: Option<Fix>,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// A text.
    Text(String),
    /// A number, as JSON text.
    Number(String),
    /// Yes or no.
    Boolean(bool),
}

impl From<&str> for Param {
    fn from(text: &str) -> Param {
        Param::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Param {
        Param::Text(text)
    }
}

impl From<i64> for Param {
    fn from(number: i64) -> Param {
        Param::Number(number.to_string())
    }
}

impl From<bool> for Param {
    fn from(value: bool) -> Param {
        Param::Boolean(value)
    }
}

/// Another place that has to do with an issue.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Related {
    /// Where.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub pointer: Pointer,
    /// What is there.
    pub message: Cow<'static, str>,
}

/// Whether a fix can be made without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum Applicability {
    /// What the gateway does stays the same, or becomes what was plainly meant.
    Safe,
    /// A guess.
    Unsafe,
}

impl Applicability {
    /// As it is written: `safe` or `unsafe`.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// How to fix an issue.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Fix {
    /// What it does, as a button says it: `remove quota_remaining`.
    pub title: Cow<'static, str>,
    /// Whether it can be made without asking.
    pub applicability: Applicability,
    /// The change, RFC 6902.
    pub patch: Vec<Operation>,
}

/// One step of a JSON Patch (RFC 6902). Values are JSON text, so that every digit survives.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Adds a member or an element, or replaces the member if it is there.
    Add {
        /// Where.
        path: Pointer,
        /// The value as JSON text.
        value: String,
    },
    /// Replaces a value.
    Replace {
        /// Where.
        path: Pointer,
        /// The value as JSON text.
        value: String,
    },
    /// Removes a member or an element.
    Remove {
        /// Where.
        path: Pointer,
    },
    /// Moves a member; inside the same object it is renamed in its place.
    Move {
        /// From where.
        from: Pointer,
        /// Where to.
        path: Pointer,
    },
}

impl Operation {
    /// What is done, from where, where, and the value as JSON text.
    pub(crate) fn parts(&self) -> (&'static str, Option<&str>, &str, Option<&str>) {
        match self {
            Operation::Add { path, value } => ("add", None, path.as_str(), Some(value)),
            Operation::Replace { path, value } => ("replace", None, path.as_str(), Some(value)),
            Operation::Remove { path } => ("remove", None, path.as_str(), None),
            Operation::Move { from, path } => ("move", Some(from.as_str()), path.as_str(), None),
        }
    }
}

/// Everything there is to say about an update.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Query, path and header first, then by place in the body, then by code.
    pub issues: Vec<Issue>,
}

impl Report {
    /// How many issues have that severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.issues.iter().filter(|issue| issue.severity == severity).count()
    }
}
