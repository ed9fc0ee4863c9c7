//! Regular expressions as Go's `regexp/syntax` judges them (Go 1.26): which it refuses, and why. It reads them and
//! compiles and matches nothing. Texts of a body are valid UTF-8 by the time the gateway compiles them, so nothing is
//! said of that.

mod class;
mod cursor;
mod names;
mod parser;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;

pub(super) use parser::judge;

/// What there is to know of an expression that Go accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Expression {
    /// Whether `^`, `$`, `\A` or `\z` stands in it.
    pub(super) is_anchored: bool,
}

/// Why Go refuses an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Bracket,
    Paren,
    UnexpectedParen,
    Group,
    GroupName,
    Operand,
    NestedRepetition,
    RepeatCount,
    Escape,
    TrailingBackslash,
    Range,
    Depth,
    Size,
}

impl fmt::Display for Fault {
    /// In Go's words, which the gateway's log repeats.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Fault::Bracket => "missing closing ]",
            Fault::Paren => "missing closing )",
            Fault::UnexpectedParen => "unexpected )",
            Fault::Group => "invalid or unsupported Perl syntax",
            Fault::GroupName => "invalid named capture",
            Fault::Operand => "missing argument to repetition operator",
            Fault::NestedRepetition => "invalid nested repetition operator",
            Fault::RepeatCount => "invalid repeat count",
            Fault::Escape => "invalid escape sequence",
            Fault::TrailingBackslash => "trailing backslash at end of expression",
            Fault::Range => "invalid character class range",
            Fault::Depth => "expression nests too deeply",
            Fault::Size => "expression too large",
        })
    }
}

impl Fault {
    /// What to do about it.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Fault::Bracket => "close the [, or write \\[ for a bracket",
            Fault::Paren => "close the (, or write \\( for a parenthesis",
            Fault::UnexpectedParen => "open the group, or write \\) for a parenthesis",
            Fault::Group | Fault::GroupName => {
                "do without look-ahead, look-behind and atomic groups; name groups with letters, digits and _"
            }
            Fault::Operand => "write what is to be repeated before *, + or ?, or put a \\ before them",
            Fault::NestedRepetition => "do without possessive repetitions; put what is repeated twice in (?: )",
            Fault::RepeatCount => {
                "a repetition, with those in it, goes to 1000, and from the smaller number to the larger"
            }
            Fault::Escape => "do without back-references; \\z is the end of the text, not \\Z",
            Fault::TrailingBackslash => "write \\\\ for a backslash",
            Fault::Range => "a range goes from the lower letter to the higher; look at the names of classes",
            Fault::Depth | Fault::Size => "split it into several entries",
        }
    }
}
