use crate::json::{Span, SyntaxProblem};
use crate::session::Kind;
use crate::target::Reading;

/// Something about the shape of a body.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The value it is about; for a repeated member the object that holds the repetition.
    pub node: u32,
    /// The bytes it is about.
    pub span: Span,
}

/// The kinds of shape problems.
#[derive(Clone, Copy, Debug)]
pub enum ProblemKind {
    /// Not JSON.
    Syntax(SyntaxProblem),
    /// More than 10,000 levels.
    TooDeep,
    /// A byte-order mark before the value.
    ByteOrderMark,
    /// Something other than white space after the value.
    TrailingData,
    /// Neither an object nor `null`.
    NotObject,
    /// `null`.
    NullBody,
    /// A value of the wrong kind; what belongs there.
    WrongKind(Kind),
    /// A fraction or an exponent where an integer belongs.
    NotIntegral,
    /// An integer outside of int64.
    IntegerOverflow,
    /// A number outside of float64.
    FloatOverflow,
    /// A time that Go does not read.
    Time,
    /// A time that Go reads and cannot write.
    ZoneDay,
    /// The same member twice.
    Duplicate,
    /// A known member written with other letters.
    NameCase(&'static str),
    /// A member that the gateway does not know.
    Unknown,
    /// Bytes or escapes that become U+FFFD.
    InvalidUtf8,
    /// `null` for a member.
    NullMember,
    /// `null` for an element.
    NullElement,
    /// `null` for an entry of `access_rights`.
    NullRight,
    /// A number in free-form data that float64 cannot hold.
    Precision,
}

impl ProblemKind {
    /// Whether a gateway that reads so refuses the whole body for it, with 400.
    pub fn refuses(self, reading: Reading) -> bool {
        use ProblemKind::*;
        match self {
            Syntax(_) | TooDeep | ByteOrderMark | NotObject => true,
            WrongKind(_) | NotIntegral | IntegerOverflow | FloatOverflow | Time => true,
            TrailingData => reading == Reading::Whole,
            NullBody | ZoneDay | Duplicate | NameCase(_) | Unknown | InvalidUtf8 | NullMember => false,
            NullElement | NullRight | Precision => false,
        }
    }
}
