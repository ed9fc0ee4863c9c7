use std::fmt;

/// What a text that is not JSON does at its first wrong byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// The text ends inside a value.
    End,
    /// A value should begin here.
    Value,
    /// A member's name in double quotes should begin here.
    Name,
    /// A colon should stand after the member's name.
    Colon,
    /// A comma or a closing brace should follow the member.
    ObjectEnd,
    /// A comma or a closing bracket should follow the element.
    ArrayEnd,
    /// A control character stands raw inside a string.
    Control,
    /// An escape that JSON does not have.
    Escape,
    /// A number breaks off or has a character that no number has.
    Number,
    /// Something other than `true`, `false` or `null`.
    Literal,
    /// More than [`DEPTH_LIMIT`](super::DEPTH_LIMIT) levels of objects and arrays.
    TooDeep,
}

/// Where and how a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offset of the first wrong byte; the length of the text if it ends too early.
    pub at: u32,
    /// What is wrong there.
    pub problem: SyntaxProblem,
}

impl fmt::Display for SyntaxProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            SyntaxProblem::End => "the text ends before its value does",
            SyntaxProblem::Value => "a value should begin here",
            SyntaxProblem::Name => "a member name in double quotes should begin here",
            SyntaxProblem::Colon => "a colon should follow the member name",
            SyntaxProblem::ObjectEnd => "a comma or a closing brace should follow",
            SyntaxProblem::ArrayEnd => "a comma or a closing bracket should follow",
            SyntaxProblem::Control => "a control character has to be escaped inside a string",
            SyntaxProblem::Escape => "this is not an escape that JSON has",
            SyntaxProblem::Number => "this is not a number that JSON has",
            SyntaxProblem::Literal => "only true, false and null are written without quotes",
            SyntaxProblem::TooDeep => "more than 10,000 levels of nesting",
        })
    }
}
