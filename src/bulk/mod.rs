//! Many keys at once, one JSON object a line: the line protocols of the command line. It judges nothing itself, and a line
//! that cannot be understood spoils no other.

mod check;
mod gateway;
mod line;
mod predict;

pub use check::check_line;
pub use gateway::Gateway;
pub use predict::predict_line;
