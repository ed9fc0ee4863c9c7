//! What is said about a body: issues with their severity, place, words and fixes, and the report that holds them. It
//! decides nothing about keys.

mod issue;
mod spelling;

pub use issue::{Applicability, Fix, Issue, Operation, Param, Part, Related, Report, Severity};
pub use spelling::nearest;
