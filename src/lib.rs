//! Know what the update of a Tyk key will do before it is sent.
//!
//! A key of the Tyk API gateway is a `SessionState`: rates, quotas, access rights, policies, credentials. Updating one
//! is a full replacement with traps. This crate reads a body exactly as a gateway reads it, says everything that is
//! wrong or surprising about it, fixes what can be fixed in place, and builds the request.
//!
//! ```
//! use tyk_session::rules::{Options, check};
//! use tyk_session::update::{FixChoice, fix};
//! use tyk_session::{Arena, Endpoint};
//!
//! let body = br#"{ "quota_max": 1000, "quota_renewal_rate": "3600" }"#;
//! let (options, mut arena) = (Options::new(Endpoint::DashboardApi), Arena::default());
//! assert_eq!(check(body, &options, &mut arena)?.issues[0].code, "number-as-string");
//! assert_eq!(fix(body, &options, &FixChoice::default(), &mut arena)?.text, br#"{ "quota_max": 1000, "quota_renewal_rate": 3600 }"#);
//! # Ok::<(), tyk_session::rules::UnknownCode>(())
//! ```
//!
//! The rooms, each using only the ones above it:
//!
//! - [`json`]: JSON as Go's `encoding/json` reads it; knows nothing of Tyk
//! - [`target`]: where an update goes: endpoints with their paths and queries, gateway versions
//! - [`session`]: what a key is: the table of members, [`SessionState`]
//! - [`report`]: issues, severities, fixes
//! - [`decode`]: bytes to [`Document`], and every shape problem on the way
//! - [`edit`]: patches that leave the rest of a text byte for byte as it was
//! - [`gateway`]: what a gateway does with a body: the two update handlers, policies, the text it stores
//! - [`rules`]: what a body means: the catalogue
//! - [`update`]: fixing, migrating, planning, merging, confirming and translating updates, timelines of keys
//! - [`request`]: requests, credentials, responses
//! - [`bulk`]: many keys at once: NDJSON or a JSON array, in chunks
//! - `wasm`: the calls of the npm package, the only room that knows JavaScript

pub mod bulk;
pub mod decode;
pub mod edit;
pub mod gateway;
pub mod json;
pub mod report;
pub mod request;
pub mod rules;
pub mod session;
pub mod target;
pub mod update;
#[cfg(any(target_arch = "wasm32", feature = "schema"))]
pub mod wasm;

pub use decode::{Arena, Document};
pub use gateway::{Context, Prediction, predict};
pub use session::SessionState;
pub use target::{Endpoint, Version};
