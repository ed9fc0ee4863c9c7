use super::members::members;
use super::{AccessDefinition, Any, ApiLimit, List, Map, RateLimitSmoothing};

members! {
    /// A policy: limits and access rights that keys share. Which of them it sets on a key depends on its `partitions`.
    Policy in policy_members, empty |_, _| false;

    /// The database's id.
    database_id = "_id": Any;
    /// The id by which keys name it.
    id: String;
    /// A name for people.
    name: String;
    /// The organisation whose keys may use it.
    org_id: String;
    /// Requests allowed in each period of `per` seconds.
    rate: f64;
    /// The period of `rate`, in seconds.
    per: f64;
    /// Requests allowed in each quota period; −1: no quota, which beats every number.
    quota_max: i64;
    /// Length of the quota period, in seconds.
    quota_renewal_rate: i64;
    /// Seconds between the retries of a request that was refused by the rate limit.
    throttle_interval: f64;
    /// How often a refused request is retried.
    throttle_retry_limit: i64;
    /// The deepest GraphQL query allowed; −1: no limit, which beats every number.
    max_query_depth: i64;
    /// The APIs it opens, by API id.
    access_rights: Map<AccessDefinition>;
    /// Turns on signatures with a shared secret.
    hmac_enabled: bool;
    /// Turns on signatures with a certificate.
    enable_http_signature_validation: bool;
    /// Kept by the gateway, never looked at.
    active: bool;
    /// Closes the keys it applies to.
    is_inactive: bool;
    /// Labels that its keys get.
    tags: List<String>;
    /// Gives new keys an end, so many seconds after they are made.
    key_expires_in: i64;
    /// What happens to expired keys: `retain` or `delete`.
    post_expiry_action: String, since 5 13;
    /// For how many seconds an expired key is retained. −1: for ever.
    post_expiry_grace_period: i64, since 5 13;
    /// Which of its parts it sets.
    partitions: PolicyPartitions;
    /// When it was last changed.
    last_updated: String;
    /// Free-form data that its keys get.
    meta_data: Map<Any>;
    /// Without effect.
    graphql_access_rights: Map<Any>;
    /// Smoothing of the rate.
    smoothing: Option<Box<RateLimitSmoothing>>, since 5 4;
}

members! {
    /// Which parts of a policy apply. None: all of them.
    PolicyPartitions in policy_partitions, empty |_, _| false;

    /// The quota.
    quota: bool;
    /// The rate limit, smoothing and throttling.
    rate_limit: bool;
    /// The depth of GraphQL queries.
    complexity: bool;
    /// The access rights.
    acl: bool;
    /// Each API has limits of its own; not to be mixed with the others.
    per_api: bool;
}

impl Policy {
    /// Its limits, as those of one API.
    pub fn limit(&self) -> ApiLimit {
        ApiLimit {
            rate: self.rate,
            per: self.per,
            smoothing: self.smoothing.clone(),
            throttle_interval: self.throttle_interval,
            throttle_retry_limit: self.throttle_retry_limit,
            max_query_depth: self.max_query_depth,
            quota_max: self.quota_max,
            quota_renewal_rate: self.quota_renewal_rate,
            ..ApiLimit::default()
        }
    }
}

impl PolicyPartitions {
    /// Whether only some parts apply.
    pub fn is_enabled(&self) -> bool {
        self.quota || self.rate_limit || self.acl || self.complexity
    }
}
