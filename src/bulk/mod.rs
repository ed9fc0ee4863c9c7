//! Many keys at once: exports in chunks, and the line protocols of the command line, one JSON object per line. It
//! judges nothing itself, and a line that cannot be understood does not affect the others.

mod check;
mod gateway;
mod keys;
mod line;
mod predict;
mod split;

pub use check::check_line;
pub use gateway::Gateway;
pub use keys::{Batch, Bulk, Change, Progress, Record};
pub use predict::predict_line;
pub use split::{Piece, Splitter};
