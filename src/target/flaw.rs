use std::borrow::Cow;
use std::fmt;

/// What is wrong with a part of a request: its code, where it is, and the sentences for the person who reads it. It
/// never holds a secret or a key id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// A stable code, such as `key-id-slash`.
    pub code: &'static str,
    /// The part of the request.
    pub part: Part,
    /// What will happen if it is sent like this.
    pub message: Cow<'static, str>,
    /// What to do.
    pub help: &'static str,
}

/// A part of a request, in the order in which issues are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize, tsify::Tsify))]
#[cfg_attr(feature = "schema", serde(rename_all = "lowercase"))]
pub enum Part {
    /// The query of the URL.
    Query,
    /// The path of the URL.
    Path,
    /// A header.
    Header,
    /// The body.
    Body,
}

impl Part {
    /// As it is written: `query`, `path`, `header` or `body`.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Query => "query",
            Part::Path => "path",
            Part::Header => "header",
            Part::Body => "body",
        }
    }
}

impl Flaw {
    pub(crate) fn new(
        code: &'static str,
        part: Part,
        message: impl Into<Cow<'static, str>>,
        help: &'static str,
    ) -> Flaw {
        Flaw { code, part, message: message.into(), help }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ({})", self.code, self.message, self.help)
    }
}

impl std::error::Error for Flaw {}
