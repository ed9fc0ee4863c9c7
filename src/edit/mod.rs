//! Patches (RFC 6902) that leave the rest of a text byte for byte as it was: layout, order, number literals, members
//! nobody knows. It understands JSON and no keys.
//!
//! Where a member is repeated, an operation acts on the last, which is the one that counts, and takes the repetitions
//! away. So a move from a pointer to itself does just that; of the whole text, it leaves the value without a byte-order
//! mark and without what follows it. RFC 6902 gives such a move no other effect.

mod place;
mod splice;
mod text;

pub use splice::apply_to;
pub use text::{PatchError, apply};
