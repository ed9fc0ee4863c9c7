//! Bytes to [`Document`]: one pass over a body, left to right, driven by the table of members, reading as the gateway
//! reads. It reports *every* shape problem of a body, not the first, and it keeps what it does not know. It judges no
//! meaning and has no opinion on severities.

mod document;
mod nested;
mod problem;
mod reader;
mod repeated;
mod source;
#[cfg(test)]
mod tests;
mod untyped;
mod values;
mod view;

pub use document::{Arena, Document, Node, Value};
pub use problem::{Problem, ProblemKind};
pub use reader::{Options, decode};
pub use view::{Children, View};
