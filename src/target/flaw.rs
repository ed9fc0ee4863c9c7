use std::borrow::Cow;
use std::fmt;

/// What is wrong with a part of a request: its code, where it is, and the sentences for the person who reads it. It never
/// holds a secret or a key id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// A stable code, such as `key-id-slash`.
    pub code: &'static str,
    /// The part of the request.
    pub place: Place,
    /// What will happen if it is sent like this.
    pub message: Cow<'static, str>,
    /// What to do.
    pub help: &'static str,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The text that is sent.
    Body,
    /// What stands behind the question mark of the URL.
    Query,
    /// The URL up to there.
    Path,
    /// A header.
    Header,
}

impl Place {
    /// The name used in reports, such as `path`.
    pub const fn name(self) -> &'static str {
        match self {
            Place::Body => "body",
            Place::Query => "query",
            Place::Path => "path",
            Place::Header => "header",
        }
    }
}

impl Flaw {
    pub(crate) fn new(
        code: &'static str,
        place: Place,
        message: impl Into<Cow<'static, str>>,
        help: &'static str,
    ) -> Flaw {
        Flaw { code, place, message: message.into(), help }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ({})", self.code, self.message, self.help)
    }
}

impl std::error::Error for Flaw {}
