//! What a gateway does with an update: the two handlers, policies, lifetimes, the text it stores and what GET answers
//! from it. Everything is worked out from the arguments: no clock, no network, no store of its own. It never judges a
//! body; what a person should know about one is for the rules to say.

mod context;
mod dashboard;
mod difference;
mod effective;
mod inline;
mod json;
mod key;
mod lifetime;
mod merge;
mod organisation;
mod origin;
mod partitions;
mod policies;
mod predict;
mod quote;
mod world;

pub(crate) use context::LONGEST_PASSWORD;
pub use context::{Api, Context, ContextError, LocalSessionCache, Settings};
pub use context::{api, context_members, local_session_cache, settings};
pub use effective::{Effective, effective};
pub(crate) use json::Names;
pub use origin::{Origin, Source};
pub(crate) use policies::Inactivity;
pub use predict::{Certainty, Prediction, Update, predict};
pub(crate) use world::Known;
