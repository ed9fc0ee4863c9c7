use super::{AccessDefinition, Any, ApiLimit, SessionState};

/// Builds a key member by member; what is not named stays out of the body.
///
/// ```
/// use tyk_session::SessionState;
///
/// let key = SessionState::builder().organisation("5e9d9544a1dcd60001d0ed20").rate(100.0, 60.0).allow("a1").build();
/// assert_eq!(key.rate, 100.0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SessionBuilder(SessionState);

/// An API that a key opens, with what is different there.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    api: String,
    definition: AccessDefinition,
}

impl From<&str> for Allowed {
    /// The whole API, its `Default` version.
    fn from(api: &str) -> Allowed {
        let definition = AccessDefinition {
            api_id: api.to_owned(),
            versions: Some(vec!["Default".to_owned()]),
            ..AccessDefinition::default()
        };
        Allowed { api: api.to_owned(), definition }
    }
}

impl Allowed {
    /// Only these versions of the API.
    #[must_use]
    pub fn versions(mut self, versions: impl IntoIterator<Item = impl Into<String>>) -> Allowed {
        self.definition.versions = Some(versions.into_iter().map(Into::into).collect());
        self
    }

    /// Limits of its own, which replace all of the key's limits for this API.
    #[must_use]
    pub fn limit(mut self, limit: ApiLimit) -> Allowed {
        self.definition.limit = limit;
        self
    }
}

impl SessionState {
    /// Begins a key.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
    }
}

impl SessionBuilder {
    /// The organisation the key belongs to (`org_id`).
    #[must_use]
    pub fn organisation(mut self, id: impl Into<String>) -> SessionBuilder {
        self.0.org_id = id.into();
        self
    }

    /// At most `rate` requests in `per` seconds. `allowance` is set with it, since the documentation wants them equal.
    #[must_use]
    pub fn rate(mut self, rate: f64, per: f64) -> SessionBuilder {
        self.0.rate = rate;
        self.0.allowance = rate;
        self.0.per = per;
        self
    }

    /// At most `max` requests in each period of `renews_every` seconds.
    #[must_use]
    pub fn quota(mut self, max: i64, renews_every: i64) -> SessionBuilder {
        self.0.quota_max = max;
        self.0.quota_renewal_rate = renews_every;
        self
    }

    /// No quota, said plainly (`quota_max: -1`).
    #[must_use]
    pub fn unlimited_quota(mut self) -> SessionBuilder {
        self.0.quota_max = -1;
        self
    }

    /// Opens an API.
    #[must_use]
    pub fn allow(mut self, api: impl Into<Allowed>) -> SessionBuilder {
        let Allowed { api, definition } = api.into();
        self.0.access_rights.get_or_insert_default().insert(api, definition);
        self
    }

    /// The policies that apply. What they set replaces the key's own values.
    #[must_use]
    pub fn policies(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> SessionBuilder {
        self.0.apply_policies = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// When the key expires, in Unix seconds.
    #[must_use]
    pub fn expires(mut self, at: i64) -> SessionBuilder {
        self.0.expires = at;
        self
    }

    /// Says that the key never expires (`expires: 0`, which every Tyk version and page shows as never).
    #[must_use]
    pub fn never_expires(mut self) -> SessionBuilder {
        self.0.expires = 0;
        self
    }

    /// A name for people and analytics.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<String>) -> SessionBuilder {
        self.0.alias = alias.into();
        self
    }

    /// Labels for analytics.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> SessionBuilder {
        self.0.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// One entry of `meta_data`, its value as JSON text.
    #[must_use]
    pub fn metadata(mut self, name: impl Into<String>, value: Any) -> SessionBuilder {
        self.0.meta_data.get_or_insert_default().insert(name.into(), value);
        self
    }

    /// Closes the key.
    #[must_use]
    pub fn inactive(mut self) -> SessionBuilder {
        self.0.is_inactive = true;
        self
    }

    /// The key.
    pub fn build(self) -> SessionState {
        self.0
    }
}
