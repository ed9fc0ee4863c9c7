//! Updates as a whole: mending a body, moving deprecated members, and what an update changes. Everything is text in, text out;
//! nothing is sent.

mod fix;
mod migrate;

pub use fix::{Choice, Fixed, fix};
pub use migrate::{Migrated, migrate};
