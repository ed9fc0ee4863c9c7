//! JSON as Go's `encoding/json` reads it: a scanner, member names, numbers, strings, times, pointers, spans. It knows nothing
//! of Tyk, and it never builds a tree.

mod names;
mod number;
mod pointer;
mod scan;
mod string;
mod time;

pub use names::same_name;
pub use number::{float, integer};
pub use pointer::{Pointer, segments};
pub use scan::{DEPTH_LIMIT, Number, Scanner, Span, Text};
pub use scan::{SyntaxError, SyntaxProblem};
pub use string::{decode, quote, quoted, repaired};
pub use time::Time;
