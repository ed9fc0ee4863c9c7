use super::members::members;
use super::{AccessDefinition, Any, List, Map, RateLimitSmoothing};
use crate::json::Time;

members! {
    /// A key of the gateway: what its bearer may do, how often, and how they prove who they are. Every update replaces
    /// all of it: a member that is left out becomes its zero value, and zero mostly means *unlimited*.
    SessionState in session_state, empty |_, _| false;

    /// No longer used by the gateway.
    last_check: i64, flags ReadOnly Volatile;
    /// Historic; the documentation wants it equal to `rate` for organisation keys. Without effect in current gateways.
    allowance: f64;
    /// Requests allowed in each period of `per` seconds. Zero or less: no limit.
    rate: f64;
    /// The period of `rate`, in seconds. Zero or less: no limit.
    per: f64;
    /// Seconds between the retries of a request that was refused by the rate limit. −1: no throttling. Keys only.
    throttle_interval: f64;
    /// How often a refused request is retried. −1: no throttling. Keys only.
    throttle_retry_limit: i64;
    /// The deepest GraphQL query allowed. Zero or less: no limit (but see `field_access_rights`).
    max_query_depth: i64;
    /// When the key was made, RFC 3339. The key endpoints keep the stored one.
    date_created: Time, flags ReadOnly Volatile;
    /// When the key expires, in Unix seconds. Zero or less: never. One in the past is replaced by the stored one (but 1
    /// is kept and ends the key at once). Not checked on organisation keys.
    expires: i64;
    /// Requests allowed in each quota period. Zero or less: no quota; −1 says so.
    quota_max: i64;
    /// When the counter restarts, in Unix seconds. Shown, not enforced: the counter's life in the store decides.
    quota_renews: i64, flags Volatile;
    /// Requests left in the period. Shown, not enforced: the gateway overwrites it.
    quota_remaining: i64, flags Volatile;
    /// Length of the quota period, in seconds. Zero or less with a quota: it never renews.
    quota_renewal_rate: i64;
    /// The APIs the key opens, by API id. On an organisation key every API that is not listed is closed.
    access_rights: Map<AccessDefinition>;
    /// The organisation the key belongs to. Not kept when left out; finds the key and its policies.
    org_id: String;
    /// The OAuth client that was given the key.
    oauth_client_id: String;
    /// OAuth tokens by client, kept by the gateway.
    oauth_keys: Map<String>, flags Secret;
    /// Id of the client certificate. Once set it can be changed, not removed.
    certificate: String, flags Secret;
    /// Ids of the certificates that may use the key on APIs with static mutual TLS; each begins with `org_id`.
    mtls_static_certificate_bindings: List<String>, since 5 12;
    /// Password for basic authentication.
    basic_auth_data: BasicAuthData;
    /// Secret for JSON Web Tokens.
    jwt_data: JwtData;
    /// Whether requests are signed with the shared secret in `hmac_string`.
    hmac_enabled: bool;
    /// Whether requests are signed with the certificate in `rsa_certificate_id` or the secret in `hmac_string`.
    enable_http_signature_validation: bool;
    /// The shared secret for signed requests; left out, the stored one is wiped.
    hmac_string: String, flags Secret;
    /// Id of the certificate for signed requests.
    rsa_certificate_id: String;
    /// Closes the key: its requests get 403. Ignored when policies apply.
    is_inactive: bool;
    /// One policy. Ignored once `apply_policies` holds anything.
    ///
    /// @deprecated Use `apply_policies`.
    apply_policy_id: String, flags Deprecated;
    /// The policies that apply, by id. What they set replaces the key's own values. Ignored on organisation keys.
    apply_policies: List<String>;
    /// How long analytics records are kept, in seconds. Organisation keys only.
    data_expires: i64;
    /// At which usage of the quota a notice is sent.
    monitor: Monitor;
    /// Another name of `enable_detailed_recording`; either one turns it on.
    ///
    /// @deprecated Use `enable_detailed_recording`.
    enable_detail_recording: bool, flags Deprecated;
    /// Records whole requests and answers in the analytics.
    enable_detailed_recording: bool;
    /// Free-form data; must be an object. `policies` and `rate_limit_pattern` in it have a meaning of their own. Its
    /// numbers become float64.
    meta_data: Map<Any>;
    /// Labels for analytics. The key endpoints remove repetitions and change the order.
    tags: List<String>;
    /// A name for people and analytics.
    alias: String;
    /// When the key was last changed: Unix seconds, in a string. Set by the gateway.
    last_updated: String, flags ReadOnly Volatile;
    /// Until when plugins may answer for the key from their cache, in Unix seconds.
    id_extractor_deadline: i64;
    /// After how many seconds without an update the store drops the key. Dangerous on organisation keys, which vanish
    /// with it.
    session_lifetime: i64;
    /// What happens to an expired key: `retain` or `delete`.
    post_expiry_action: String, since 5 13;
    /// For how many seconds an expired key is retained. −1: for ever.
    post_expiry_grace_period: i64, since 5 13;
    /// Smoothing of the rate.
    smoothing: Option<Box<RateLimitSmoothing>>, since 5 4;
}

impl SessionState {
    /// The ids of the policies that apply: `apply_policies`, or `apply_policy_id` if that holds nothing.
    pub fn policy_ids(&self) -> &[String] {
        match self.apply_policies.as_deref().unwrap_or_default() {
            [] if self.apply_policy_id.is_empty() => &[],
            [] => std::slice::from_ref(&self.apply_policy_id),
            several => several,
        }
    }
}

members! {
    /// Password for basic authentication.
    BasicAuthData in basic_auth_data, empty |data, _| data.password.is_empty() && data.hash_type.is_empty();

    /// The password, or its hash as the gateway stored it. Left out, the stored one is kept; GET answers without it.
    /// More than 72 bytes are stored in plain text.
    password: String, flags Secret;
    /// How the password is hashed; set by the gateway.
    hash_type: String, flags ReadOnly;
}

members! {
    /// Secret for JSON Web Tokens.
    JwtData in jwt_data, empty |data, _| data.secret.is_empty();

    /// The shared secret or public key, where the API has no central one.
    secret: String, flags Secret;
}

members! {
    /// At which usage of the quota a notice is sent.
    Monitor in monitor, empty |monitor, version| super::Typed::is_empty(&monitor.trigger_limits, version);

    /// Percentages of the quota, in descending order: the first that is reached counts.
    trigger_limits: List<f64>;
}
