//! Requests, credentials, responses: what is sent to which endpoint, how it is shown without its secrets, and what an
//! answer means. It sends nothing, and it prints no secret.

mod answers;
mod build;
mod credential;
mod response;
#[cfg(test)]
mod response_tests;
mod secrets;
mod show;
#[cfg(test)]
mod tests;
mod url;

pub use build::{HttpRequest, Method, Options, request};
pub use credential::{Credential, MASK, Scheme};
pub use response::{Failure, Outcome, Parts, read_parts};
pub use secrets::{Secret, secrets};
pub use show::{Form, show};
pub use url::Origin;
