use super::flaw::{Flaw, Part};
use super::{Endpoint, Endpoints};

/// A parameter of an endpoint's query. Each is a switch: absent is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    /// `suppress_reset=1` keeps the quota counters of the key, and the old rate while requests keep coming.
    SuppressReset,
    /// `reset_quota=1` starts the quota counter of the organisation again.
    ResetQuota,
    /// `hashed=1`: the id in the path is the hash of the key.
    Hashed,
    /// `username=true`: the id in the path is a user name of basic authentication.
    Username,
    /// `auto_guess=true`: the Dashboard finds out whether the id is a hash.
    AutoGuess,
}

/// What there is to know of a parameter.
struct Row {
    name: &'static str,
    /// The value that switches it on.
    on: &'static str,
    endpoints: Endpoints,
    /// Whether GET has it too.
    on_read: bool,
}

impl Parameter {
    /// All of them, in the order in which they are written.
    pub const ALL: [Parameter; 5] =
        [Parameter::AutoGuess, Parameter::Hashed, Parameter::Username, Parameter::SuppressReset, Parameter::ResetQuota];

    const fn row(self) -> Row {
        let (name, on, endpoints, on_read) = match self {
            Parameter::SuppressReset => ("suppress_reset", "1", Endpoints::KEYS, false),
            Parameter::ResetQuota => ("reset_quota", "1", Endpoints::GATEWAY_ORG, false),
            Parameter::Hashed => ("hashed", "1", Endpoints::KEYS, true),
            Parameter::Username => ("username", "true", Endpoints::DASHBOARD_API, true),
            Parameter::AutoGuess => ("auto_guess", "true", Endpoints::DASHBOARD_API, true),
        };
        Row { name, on, endpoints, on_read }
    }

    /// Its name in the URL.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The parameter of that name.
    pub fn parse(name: &str) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|parameter| parameter.name() == name)
    }

    /// The one value that is sure to switch it on.
    pub const fn on(self) -> &'static str {
        self.row().on
    }

    /// The endpoints that have it.
    pub const fn endpoints(self) -> Endpoints {
        self.row().endpoints
    }

    /// Whether it means something on GET too. The others change what an update does.
    pub const fn on_read(self) -> bool {
        self.row().on_read
    }

    /// Why this value of the parameter, as written in the URL, does not do what it seems to, if it does not (codes
    /// `suppress-reset-literal`, `reset-quota-literal`, `username-literal`, `hashed-false-means-true`).
    pub fn flaw(self, endpoint: Endpoint, value: &str) -> Option<Flaw> {
        if !self.endpoints().contains(endpoint) {
            return None;
        }
        let literal = value == self.on();
        let (code, message, help) = match self {
            Parameter::SuppressReset if !literal => (
                "suppress-reset-literal",
                "only suppress_reset=1 counts, any other value is ignored: the quota counters of this key start again",
                "write suppress_reset=1, or leave it out to reset the counters",
            ),
            Parameter::ResetQuota if !literal => (
                "reset-quota-literal",
                "only reset_quota=1 counts, any other value is ignored: the quota counter of the organisation keeps running",
                "write reset_quota=1, or leave it out to keep the counter",
            ),
            Parameter::Username if !literal => (
                "username-literal",
                "only username=true counts, any other value is ignored: the id is taken for the id of a key",
                "write username=true, or leave it out",
            ),
            // Recorded from gateway 5.13.0: hashed=false finds a key by its hash, as hashed=1 does.
            Parameter::Hashed if means_no(value) => (
                "hashed-false-means-true",
                "hashed means yes whatever its value: the id is taken for a hash, and a key given by its id is not found",
                "leave hashed out",
            ),
            _ => return None,
        };
        Some(Flaw::new(code, Part::Query, message, help))
    }
}

fn means_no(value: &str) -> bool {
    ["0", "f", "false", "n", "no", "off"].iter().any(|no| value.eq_ignore_ascii_case(no))
}

#[cfg(test)]
mod tests {
    use super::Parameter;
    use crate::target::Endpoint::{self, DashboardApi, GatewayKey, GatewayOrg};

    #[test]
    fn a_value_that_does_not_do_what_it_seems_to_is_named() {
        let cases: &[(Parameter, Endpoint, &str, Option<&str>)] = &[
            (Parameter::SuppressReset, DashboardApi, "1", None),
            (Parameter::SuppressReset, DashboardApi, "true", Some("suppress-reset-literal")),
            (Parameter::SuppressReset, GatewayKey, "", Some("suppress-reset-literal")),
            (Parameter::SuppressReset, GatewayOrg, "true", None),
            (Parameter::ResetQuota, GatewayOrg, "1", None),
            (Parameter::ResetQuota, GatewayOrg, "true", Some("reset-quota-literal")),
            (Parameter::ResetQuota, GatewayKey, "true", None),
            (Parameter::Hashed, GatewayKey, "1", None),
            (Parameter::Hashed, GatewayKey, "yes", None),
            (Parameter::Hashed, GatewayKey, "", None),
            (Parameter::Hashed, DashboardApi, "False", Some("hashed-false-means-true")),
            (Parameter::Hashed, GatewayKey, "0", Some("hashed-false-means-true")),
            (Parameter::Username, DashboardApi, "true", None),
            (Parameter::Username, DashboardApi, "1", Some("username-literal")),
            (Parameter::Username, GatewayKey, "1", None),
            (Parameter::AutoGuess, DashboardApi, "1", None),
        ];
        for (parameter, endpoint, value, code) in cases {
            let flaw = parameter.flaw(*endpoint, value);
            assert_eq!(flaw.map(|flaw| flaw.code), *code, "{parameter:?}={value}");
        }
    }
}
