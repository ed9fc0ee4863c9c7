use super::apply::{set, with_key};
use super::words::listed;
use crate::decode::View;
use crate::json::Pointer;
use crate::session::session_state;
use crate::target::{Endpoint, Parameter, Query};

/// The same edit as another endpoint wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Translation {
    /// The other endpoint.
    pub endpoint: Endpoint,
    /// Its query.
    pub query: String,
    /// Its body.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub body: Vec<u8>,
    /// Whether it is the same key that changes, and not the limits of its organisation or the other way round.
    pub same_key: bool,
    /// What differs, in sentences.
    pub differences: Vec<String>,
}

/// Members that an organisation key does not use, or that would close it or take it away.
const KEYS_ONLY: [&str; 22] = [
    "access_rights",
    "apply_policies",
    "apply_policy_id",
    "expires",
    "throttle_interval",
    "throttle_retry_limit",
    "max_query_depth",
    "session_lifetime",
    "post_expiry_action",
    "post_expiry_grace_period",
    "id_extractor_deadline",
    "basic_auth_data",
    "jwt_data",
    "hmac_enabled",
    "hmac_string",
    "enable_http_signature_validation",
    "rsa_certificate_id",
    "certificate",
    "mtls_static_certificate_bindings",
    "oauth_client_id",
    "oauth_keys",
    "is_inactive",
];

/// Says how an update, planned for one endpoint with a query and a body, would be made through another.
///
/// ```
/// use tyk_session::Endpoint;
/// use tyk_session::target::Query;
/// use tyk_session::update::translate;
///
/// let query = Query("suppress_reset=1");
/// let translation = translate(Endpoint::DashboardApi, query, br#"{"rate":100,"per":60}"#, Endpoint::GatewayOrg);
/// assert!(!translation.same_key);
/// ```
pub fn translate(from: Endpoint, query: Query<'_>, body: &[u8], endpoint: Endpoint) -> Translation {
    let same_key = from.is_organisation() == endpoint.is_organisation();
    let mut body = body.to_vec();
    let mut differences = Vec::new();
    if from.secret_header() != endpoint.secret_header() {
        differences.push(format!("the secret goes in the header {}", endpoint.secret_header()));
    }
    if !same_key && endpoint.is_organisation() {
        differences.push("it sets the limits of the whole organisation, not those of this key".to_owned());
        let left_out = with_key(&body, written).unwrap_or_default();
        for name in &left_out {
            body = set(&body, &Pointer::root().join(name), None).unwrap_or(body);
        }
        if !left_out.is_empty() {
            differences.push(format!(
                "left out, because organisation keys do not use it or are closed by it: {}",
                listed(&left_out)
            ));
        }
    } else if !same_key {
        differences.push("it sets the limits of one key, not those of the organisation".to_owned());
        if with_key(&body, |key| key.member(session_state::data_expires).is_some_and(|days| !days.is_zero()))
            == Some(true)
        {
            differences.push("data_expires has no effect there: it counts on organisation keys alone".to_owned());
        }
        let opens = with_key(&body, |key| {
            let given = |index| key.member(index).is_some_and(|member| !member.is_zero());
            given(session_state::access_rights)
                || given(session_state::apply_policies)
                || given(session_state::apply_policy_id)
        });
        if opens != Some(true) {
            differences
                .push("a key needs access_rights or policies: without them the update is answered with 500".to_owned());
        }
    }
    let query = translated(from, query, endpoint, &mut differences);
    differences.push(format!("success is answered with {}", answer(endpoint)));
    Translation { endpoint, query, body, same_key, differences }
}

/// The members of [`KEYS_ONLY`] that are written in a key.
fn written(key: View<'_>) -> Vec<String> {
    key.children().map(|member| member.name().into_owned()).filter(|name| KEYS_ONLY.contains(&name.as_str())).collect()
}

/// The query that means the same, as far as the endpoint has it.
fn translated(from: Endpoint, wanted: Query<'_>, endpoint: Endpoint, differences: &mut Vec<String>) -> String {
    let mut pairs: Vec<String> = Vec::new();
    for parameter in [Parameter::AutoGuess, Parameter::Hashed, Parameter::Username] {
        let Some(value) = wanted.get(parameter.name()) else { continue };
        if parameter.endpoints().contains(endpoint) {
            pairs.push(format!("{}={value}", parameter.name()));
        } else {
            differences.push(format!("it does not know {}", parameter.name()));
        }
    }
    let resets = wanted.resets_quota(from);
    let switch = match (endpoint, resets) {
        (Endpoint::DashboardApi | Endpoint::GatewayKey, false) => Some(Parameter::SuppressReset),
        (Endpoint::GatewayOrg, true) => Some(Parameter::ResetQuota),
        _ => None,
    };
    pairs.extend(switch.map(|switch| format!("{}={}", switch.name(), switch.on())));
    let query = pairs.join("&");
    if Query(&query).resets_quota(endpoint) != resets {
        differences.push("it has no switch for the quota counter, which is kept".to_owned());
    } else if let Some(switch) = switch.filter(|switch| wanted.get(switch.name()).is_none()) {
        differences.push(format!("{}={} does the same with the quota counter", switch.name(), switch.on()));
    }
    query
}

const fn answer(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::DashboardAdminOrg => "{Status, Message, Meta}",
        Endpoint::DashboardApi => "{api_model, data, key_hash, key_id}",
        Endpoint::GatewayOrg | Endpoint::GatewayKey => "{action, key, status}",
    }
}
