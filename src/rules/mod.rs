//! What a body means: the catalogue of rules, one file a family, each rule with its code, severity, words, examples and
//! evidence in one place. It reads documents and changes nothing; a fix is a patch for somebody else to apply.

mod allowed_urls;
mod api_limits;
mod body;
mod check;
mod counter;
mod credentials;
pub(crate) mod deprecated;
mod endpoints;
#[cfg(not(target_arch = "wasm32"))]
mod example;
mod expiry;
mod expression;
mod fields;
mod findings;
mod gateway;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gateway_tests;
mod graphql;
mod lifetime;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod limit_tests;
mod limits;
mod mcp;
mod members;
mod monitor;
mod numbers;
mod organisation;
mod overridden;
mod path;
mod policies;
mod previous;
mod quota;
mod rate;
mod replacing;
mod request;
mod rights;
mod rule;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod secret_tests;
mod shape;
mod smoothing;
mod subject;
#[cfg(test)]
mod tests;
mod throttle;
mod types;

pub use check::{RuleSet, UnknownCode, check};
pub(crate) use deprecated::Move;
#[cfg(not(target_arch = "wasm32"))]
pub use example::Example;
#[cfg(not(target_arch = "wasm32"))]
pub use rule::About;
pub use rule::{Check, Family, Rule};
pub(crate) use subject::known_policies;
pub use subject::{Options, Overrides};

/// Every rule there is, by family.
pub static CATALOGUE: &[Family] = &[
    Family { name: "decode", rules: &[body::RULES, members::RULES, types::RULES, numbers::RULES] },
    Family { name: "quota", rules: &[quota::RULES, counter::RULES, api_limits::RULES, monitor::RULES] },
    Family { name: "rate, throttle, smoothing", rules: &[rate::RULES, throttle::RULES, smoothing::RULES] },
    Family { name: "expiry and lifetime", rules: &[expiry::RULES, lifetime::RULES] },
    Family { name: "policies", rules: &[policies::RULES, overridden::RULES, organisation::RULES] },
    Family {
        name: "access rights",
        rules: &[rights::RULES, allowed_urls::RULES, endpoints::RULES, graphql::RULES, mcp::RULES],
    },
    Family { name: "credentials and read-only fields", rules: &[credentials::RULES, previous::RULES, fields::RULES] },
    Family { name: "request construction", rules: &[request::RULES] },
    Family { name: "gateway", rules: &[gateway::RULES] },
];

/// Every rule there is, in the order of the catalogue.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CATALOGUE.iter().flat_map(|family| family.rules.iter().copied().flatten())
}
