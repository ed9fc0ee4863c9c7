//! What is said about a body: issues with their severity, place, words and fixes, and the report that holds them; and the
//! report as JSON. It decides nothing about keys.

mod issue;
mod json;
mod spelling;

pub use issue::{Applicability, Fix, Issue, Operation, Param, Part, Related, Report, Severity};
pub(crate) use json::{Object, list};
pub use spelling::nearest;
