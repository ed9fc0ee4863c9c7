use super::super::change::{ChangeKind, Risk};
use super::{Side, Told, told};
use crate::decode::View;

/// Secrets and whatever else proves who somebody is; what they are is never told.
pub(super) fn tell(side: &Side<'_>) -> Told {
    let what = match side.name {
        "password" => "the password for basic authentication",
        "hash_type" => "the way the password is hashed",
        "secret" => "the secret for JSON Web Tokens",
        "hmac_string" => "the secret for signed requests",
        "certificate" => "the client certificate",
        "mtls_static_certificate_bindings" => "the certificates bound to the key",
        "rsa_certificate_id" => "the certificate for signed requests",
        "oauth_client_id" => "the OAuth client",
        "hmac_enabled" | "enable_http_signature_validation" => {
            let state = if side.is_on() { "on" } else { "off" };
            return told(
                ChangeKind::Credentials,
                Risk::Effect,
                format!("the check of signed requests is turned {state}"),
            );
        }
        "trigger_limits" => {
            let limits = side.after.map(View::compact).unwrap_or_default();
            let limits = limits.trim_matches(['[', ']']).replace(',', ", ");
            let sentence = if limits.is_empty() {
                "no notices of quota usage are sent".to_owned()
            } else {
                format!("notices are sent at {limits} % of the quota")
            };
            return told(ChangeKind::Analytics, Risk::Harmless, sentence);
        }
        other => other,
    };
    let zero = |view: Option<View<'_>>| view.is_none_or(View::is_zero);
    let is_list = side.name == "mtls_static_certificate_bindings";
    let (risk, verb) = match (zero(side.before), zero(side.after)) {
        (true, false) => (Risk::Effect, if is_list { "are set" } else { "is set" }),
        (false, true) if side.name == "password" => {
            return told(ChangeKind::Credentials, Risk::Harmless, "the password is left out: the stored one is kept");
        }
        (false, true) => (Risk::Loss, if is_list { "are removed" } else { "is removed" }),
        _ => (Risk::Effect, if is_list { "change" } else { "changes" }),
    };
    told(ChangeKind::Credentials, risk, format!("{what} {verb}"))
}
