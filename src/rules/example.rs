use super::check;
use super::rule::{Check, Rule};
use super::subject::Options;
use crate::decode::Arena;
use crate::gateway::Context;
use crate::report::Report;
use crate::target::{Endpoint, Flaw, Query, Version, bearer_flaw, secret_flaw};

/// A request to try a rule on.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The body.
    pub body: &'static str,
    /// The endpoint; the first one of the rule if not given.
    pub endpoint: Option<Endpoint>,
    /// The gateway version; the usual one if not given.
    pub version: Option<&'static str>,
    /// The query.
    pub query: &'static str,
    /// The id in the path.
    pub key_id: &'static str,
    /// The API in the path.
    pub api_id: &'static str,
    /// The key as it was.
    pub previous: Option<&'static str>,
    /// What else is known of the gateway.
    pub context: Option<&'static str>,
    /// The secret that the request is built with.
    pub secret: Option<&'static str>,
}

impl Example {
    /// The time at which examples are tried: 18 November 2026.
    pub const NOW: i64 = 1_795_000_000;
    /// The organisation of the examples.
    pub const ORGANISATION: &'static str = "5e9d9544a1dcd60001d0ed20";

    /// A body, sent to the first endpoint of the rule.
    pub const fn body(body: &'static str) -> Example {
        Example {
            body,
            endpoint: None,
            version: None,
            query: "",
            key_id: Example::ORGANISATION,
            api_id: "a1",
            previous: None,
            context: None,
            secret: None,
        }
    }

    /// Sent to that endpoint.
    #[must_use]
    pub const fn at(self, endpoint: Endpoint) -> Example {
        Example { endpoint: Some(endpoint), ..self }
    }

    /// Sent to a gateway of that version.
    #[must_use]
    pub const fn version(self, version: &'static str) -> Example {
        Example { version: Some(version), ..self }
    }

    /// Sent with that query.
    #[must_use]
    pub const fn query(self, query: &'static str) -> Example {
        Example { query, ..self }
    }

    /// Sent for that id.
    #[must_use]
    pub const fn key_id(self, key_id: &'static str) -> Example {
        Example { key_id, ..self }
    }

    /// Sent for a key of that API.
    #[must_use]
    pub const fn api_id(self, api_id: &'static str) -> Example {
        Example { api_id, ..self }
    }

    /// Sent for a key that was so before.
    #[must_use]
    pub const fn previous(self, previous: &'static str) -> Example {
        Example { previous: Some(previous), ..self }
    }

    /// Sent to a gateway of which that is known.
    #[must_use]
    pub const fn context(self, context: &'static str) -> Example {
        Example { context: Some(context), ..self }
    }

    /// Sent with that secret.
    #[must_use]
    pub const fn secret(self, secret: &'static str) -> Example {
        Example { secret: Some(secret), ..self }
    }
}

impl Rule {
    /// What is said about an example of this rule when its body is this one.
    pub fn report(&self, example: &Example, body: &[u8]) -> Report {
        let usual = self.endpoints.iter().next().unwrap_or(Endpoint::GatewayKey);
        let version = example.version.and_then(Version::parse).unwrap_or(Version::DEFAULT);
        let context = example.context.and_then(|text| Context::parse(text.as_bytes(), version).ok());
        let options = Options {
            version,
            context: context.as_ref(),
            now: Some(Example::NOW),
            query: Query(example.query),
            key_id: Some(example.key_id),
            api_id: Some(example.api_id),
            previous: example.previous.map(str::as_bytes),
            ..Options::new(example.endpoint.unwrap_or(usual))
        };
        check(body, &options, &mut Arena::default()).unwrap_or_default()
    }

    /// What is said about the secret of an example, if this rule judges secrets.
    pub fn secret_flaw(&self, example: &Example) -> Option<Flaw> {
        let secret = example.secret.filter(|_| matches!(self.check, Check::Secret))?;
        let flaws = [secret_flaw(secret), bearer_flaw(secret)];
        flaws.into_iter().flatten().find(|flaw| flaw.code == self.code)
    }

    /// Whether this rule notices an example.
    pub fn notices(&self, example: &Example) -> bool {
        let is_issue = self.report(example, example.body.as_bytes()).issues.iter().any(|issue| issue.code == self.code);
        is_issue || self.secret_flaw(example).is_some()
    }
}
