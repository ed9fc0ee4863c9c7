//! Updates as a whole: fix, migrate, plan, merge, confirm, translate, and what happens to a key over time. Everything
//! is text in, text out; nothing is sent.

mod apply;
mod change;
mod confirm;
#[cfg(test)]
mod confirm_tests;
mod difference;
mod fix;
mod json;
mod lost;
mod merge;
mod migrate;
mod plan;
mod sentence;
#[cfg(test)]
mod tests;
mod timeline;
mod translate;
mod words;

pub use apply::apply_changes;
#[cfg(any(target_arch = "wasm32", feature = "schema"))]
pub(crate) use apply::is_object;
pub use change::{Change, ChangeKind, Risk};
pub use confirm::{Confirmation, Deviation, Finding, ReadBack, Sent, confirm};
pub(crate) use fix::fix_found;
pub use fix::{FixChoice, Fixed, Guesses, fix};
pub use lost::Loss;
pub use merge::{Conflict, Merged, merge};
pub(crate) use migrate::migrate_decoded;
pub use migrate::{Migrated, Migration, migrate};
pub use plan::{Plan, plan};
pub use timeline::{Event, EventKind, Period, timeline};
pub use translate::{Translation, translate};
