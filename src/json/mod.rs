//! JSON as Go's `encoding/json` reads and writes it: a scanner, member names, numbers, strings, times, pointers, spans,
//! and the spelling of what is written. It knows nothing of Tyk, and it never builds a tree.

mod encode;
mod float;
mod names;
mod number;
mod object;
mod plain;
mod pointer;
mod scan;
mod string;
mod syntax;
mod time;
mod whole;

pub use encode::{write_float, write_go_string, write_integer};
pub use names::{after, same_bytes, same_name};
pub use number::{float, integer, integral, is_rounded};
pub(crate) use object::{Object, list};
pub use plain::{ONES, newline, ordinary, plain_string, short_integer, spaceless};
pub use pointer::{Pointer, segments};
pub use scan::{BYTE_ORDER_MARK, DEPTH_LIMIT, Number, Scanner, Span, Text};
pub use string::{decode, quote, repaired, write_quoted};
pub use syntax::{SyntaxError, SyntaxProblem};
pub use time::Time;
