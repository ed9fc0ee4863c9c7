use super::findings::Findings;
use super::limits::Limits;
use super::subject::{Right, Subject};
use crate::decode::Problem;
use crate::report::Severity;
use crate::target::{Endpoints, Version};

/// Rules about one thing.
#[derive(Debug)]
pub struct Family {
    /// Its name, such as `quota`.
    pub name: &'static str,
    /// Its rules, one list a file.
    pub rules: &'static [&'static [Rule]],
}

/// Something that goes wrong with updates of keys, and how to notice it before the request is sent.
#[derive(Debug)]
pub struct Rule {
    /// The stable name of the rule.
    pub code: &'static str,
    /// How bad its issues are, unless the endpoint or the caller says otherwise.
    pub severity: Severity,
    /// Where it holds.
    pub endpoints: Endpoints,
    /// The first gateway version for which it holds.
    pub since: Option<Version>,
    /// The first gateway version for which it holds no more.
    pub until: Option<Version>,
    /// What it looks at.
    pub check: Check,
    /// What is to be said about it; not carried in the Wasm.
    #[cfg(not(target_arch = "wasm32"))]
    pub about: About,
}

/// What a rule looks at, and how it judges that.
#[derive(Debug)]
pub enum Check {
    /// Each shape problem. The only kind that runs on a body that the gateway refuses.
    Problem(fn(&Subject<'_>, &Problem, &mut Findings<'_>)),
    /// The request around the body: query, path, headers.
    Request(fn(&Subject<'_>, &mut Findings<'_>)),
    /// The key.
    Key(fn(&Subject<'_>, &mut Findings<'_>)),
    /// The key's own limits, those of each of its APIs, and those of endpoints.
    Limits(fn(&Subject<'_>, Limits<'_>, &mut Findings<'_>)),
    /// Each access right that is written as an object.
    Right(fn(&Subject<'_>, Right<'_>, &mut Findings<'_>)),
}

/// What is to be said about a rule.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct About {
    /// What it notices, in one sentence.
    pub summary: &'static str,
    /// Why it matters: what the gateway does and who feels it.
    pub why: &'static str,
    /// How that is known: ids of recordings, gateway versions, reports of people it has hurt.
    pub evidence: &'static [&'static str],
    /// A request that it notices.
    pub triggers: Example,
    /// One that looks alike and is fine.
    pub passes: Example,
}

/// A request to try a rule on.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The body.
    pub body: &'static str,
    /// The endpoint; the first one of the rule if not given.
    pub endpoint: Option<crate::target::Endpoint>,
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
}

#[cfg(not(target_arch = "wasm32"))]
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
        }
    }

    /// Sent to that endpoint.
    #[must_use]
    pub const fn at(self, endpoint: crate::target::Endpoint) -> Example {
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
}

/// A rule of the catalogue: `code Severity endpoints;` and then its rows.
macro_rules! rule {
    (
        $code:literal $severity:ident $endpoints:ident;
        $(since $since_major:literal $since_minor:literal $since_patch:literal;)?
        $(until $until_major:literal $until_minor:literal $until_patch:literal;)?
        check $check:ident($function:path);
        summary $summary:literal;
        why $why:literal;
        evidence [$($evidence:literal),* $(,)?];
        triggers $triggers:expr;
        passes $passes:expr;
    ) => {
        crate::rules::Rule {
            code: $code,
            severity: crate::report::Severity::$severity,
            endpoints: crate::target::Endpoints::$endpoints,
            since: crate::rules::rule::version!($($since_major $since_minor $since_patch)?),
            until: crate::rules::rule::version!($($until_major $until_minor $until_patch)?),
            check: crate::rules::Check::$check($function),
            #[cfg(not(target_arch = "wasm32"))]
            about: crate::rules::About {
                summary: $summary,
                why: $why,
                evidence: &[$($evidence),*],
                triggers: $triggers,
                passes: $passes,
            },
        }
    };
}

macro_rules! version {
    () => {
        None
    };
    ($major:literal $minor:literal $patch:literal) => {
        Some(crate::target::Version::new($major, $minor, $patch))
    };
}

pub(super) use {rule, version};
