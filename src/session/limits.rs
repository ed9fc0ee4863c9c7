use super::members::members;

members! {
    /// The limits of one API inside a key. When any number in it is not zero, it replaces *all* of the key's own limits
    /// for that API: what is left out here is unlimited there.
    ApiLimit in api_limit, empty |limit, _| limit.is_zero();

    /// Requests allowed in each period of `per` seconds. Zero or less: no limit.
    rate: f64;
    /// The period of `rate`, in seconds. Zero or less: no limit.
    per: f64;
    /// Smoothing of the rate; dropped on writing when it is the only thing in the limit.
    smoothing: Option<Box<RateLimitSmoothing>>, since 5 4, written FilledAlways;
    /// Seconds between the retries of a request that was refused by the rate limit. −1: no throttling.
    throttle_interval: f64;
    /// How often a refused request is retried. −1: no throttling.
    throttle_retry_limit: i64;
    /// The deepest GraphQL query allowed. Zero or less: no limit (but see `field_access_rights`).
    max_query_depth: i64;
    /// Requests allowed in each quota period. Zero or less: no quota; −1 says so.
    quota_max: i64;
    /// When the counter restarts, in Unix seconds. Shown, not enforced: the counter's life in the store decides.
    quota_renews: i64, flags Volatile;
    /// Requests left in the period. Shown, not enforced: the gateway overwrites it.
    quota_remaining: i64, flags Volatile;
    /// Length of the quota period, in seconds. Zero or less with a quota: it never renews.
    quota_renewal_rate: i64;
}

impl ApiLimit {
    /// Whether every number in it is zero, which is what the gateway takes for no limit; smoothing does not count.
    pub fn is_zero(&self) -> bool {
        let floats = [self.rate, self.per, self.throttle_interval];
        let integers = [
            self.throttle_retry_limit,
            self.max_query_depth,
            self.quota_max,
            self.quota_renews,
            self.quota_remaining,
            self.quota_renewal_rate,
        ];
        floats == [0.0; 3] && integers == [0; 6]
    }
}

members! {
    /// The rate limit of one method of an endpoint. It knows no quota and no throttling.
    EndpointLimit in endpoint_limit, empty |limit, _| limit.rate == 0.0 && limit.per == 0.0 && limit.smoothing.is_none();

    /// Requests allowed in each period of `per` seconds. Zero or less: this endpoint is unlimited.
    rate: f64;
    /// The period of `rate`, in seconds.
    per: f64;
    /// Read and kept, but never used for endpoints.
    smoothing: Option<Box<RateLimitSmoothing>>, since 5 4, written FilledAlways;
}

members! {
    /// Smoothing lets the rate rise in steps from `threshold` to the full `rate`. In force only with the Redis rate
    /// limiter and `enable_rate_limit_smoothing` in the gateway's settings, and only when `step`, `delay`, `threshold`
    /// ≥ 1 and `trigger` > 0; otherwise it is silently off. Since 5.12.0 it is dropped on writing unless `enabled`.
    RateLimitSmoothing in rate_limit_smoothing, empty |_, _| false;

    /// Whether smoothing is on.
    enabled: bool, written Always;
    /// Requests in the period from which smoothing begins; should be below the rate.
    threshold: i64, written Always;
    /// The fraction of a step at which the allowance moves.
    trigger: f64, written Always;
    /// How many requests a step adds or takes away.
    step: i64, written Always;
    /// Seconds between two steps.
    delay: i64, written Always;
}

/// One that is not enabled is dropped by gateways since 5.12.0; older ones write it.
impl super::Typed for Option<Box<RateLimitSmoothing>> {
    const KIND: super::Kind = super::Kind::Pointer(RateLimitSmoothing::TABLE);

    fn read(source: impl super::Source) -> Self {
        (!source.is_null()).then(|| Box::new(RateLimitSmoothing::read(source)))
    }

    fn write(&self, out: &mut String, version: crate::target::Version) {
        match self {
            Some(smoothing) => smoothing.write(out, version),
            None => out.push_str("null"),
        }
    }

    fn is_empty(&self, version: crate::target::Version) -> bool {
        let dropped =
            |smoothing: &RateLimitSmoothing| version >= crate::target::Version::OMITS_ZEROS && !smoothing.enabled;
        self.as_deref().is_none_or(dropped)
    }

    fn is_nil(&self) -> bool {
        self.is_none()
    }
}
