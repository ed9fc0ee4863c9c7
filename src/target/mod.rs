//! Where an update goes: endpoints, gateway versions, and what else the caller knows about the gateway. Plain data and
//! tables; it builds no request and reads no body.

mod endpoint;
mod version;

pub use endpoint::{Endpoint, Endpoints, Reading};
pub use version::Version;
