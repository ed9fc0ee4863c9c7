//! Where an update goes: endpoints with their paths, queries and headers, and gateway versions. Plain data and tables;
//! it builds no request and reads no body.

mod endpoint;
mod flaw;
mod header;
mod pairs;
mod path;
mod query;
mod version;

pub use endpoint::{Endpoint, Endpoints, Reading};
pub use flaw::{Flaw, Part};
pub use header::{bearer_flaw, secret_flaw};
pub use pairs::Query;
pub(crate) use path::base64;
pub use path::{Segment, encode_segment, organisation_flaw, padded, padding_flaw};
pub use query::Parameter;
pub use version::Version;
