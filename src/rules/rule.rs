#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::Limits;
use super::subject::{Options, Right, Subject};
use crate::decode::Problem;
use crate::report::Severity;
use crate::target::{Endpoints, Flaw, Version};

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
    /// The members of which one has to be written for it to have anything to say, a bit for each: of the key, of the
    /// access right, or of limits. Where policies replace one of these limits, it has nothing to say.
    pub needs: u64,
    /// What is to be said about it; not carried in the Wasm.
    #[cfg(not(target_arch = "wasm32"))]
    pub about: About,
}

/// What a rule looks at, and how it judges that.
#[derive(Debug)]
pub enum Check {
    /// Each shape problem. With `Request`, the only kind that runs on a refused body.
    Problem(fn(&Subject<'_>, &Problem, &mut Findings)),
    /// The request around the body: query, path, headers.
    Request(fn(&Options<'_>) -> Vec<Flaw>),
    /// The key beside the one that is stored, where that is known.
    Previous(fn(&Subject<'_>, &mut Findings)),
    /// The key.
    Key(fn(&Subject<'_>, &mut Findings)),
    /// The key's own limits, those of each of its APIs, and those of endpoints.
    Limits(fn(&Subject<'_>, Limits<'_>, &mut Findings)),
    /// Each access right that is written as an object.
    Right(fn(&Subject<'_>, Right<'_>, &mut Findings)),
    /// The secret that a request is built with. A check never sees one: whoever builds the request judges it.
    Secret,
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

/// A rule of the catalogue: `code Severity endpoints;` and then its rows. `check Right(function) if limit | endpoints;`
/// is for one that has nothing to say unless one of these members is written.
macro_rules! rule {
    (
        $code:literal $severity:ident $endpoints:ident;
        $(since $since_major:literal $since_minor:literal $since_patch:literal;)?
        $(until $until_major:literal $until_minor:literal $until_patch:literal;)?
        check $check:ident $(($function:path))? $(if $($member:ident)|+)?;
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
            check: crate::rules::Check::$check $(($function))?,
            needs: crate::rules::rule::needs!($check $($($member)+)?),
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

macro_rules! needs {
    ($check:ident) => {
        u64::MAX
    };
    (Key $($member:ident)+) => {
        0 $(| 1 << crate::session::session_state::$member)+
    };
    (Right $($member:ident)+) => {
        0 $(| 1 << crate::session::access_definition::$member)+
    };
    (Limits $($member:ident)+) => {
        0 $(| 1 << crate::rules::limits::Field::$member as u64)+
    };
}

pub(super) use {needs, rule, version};
