use crate::json::Pointer;

/// One difference between the key as it was and as it is to be.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), tsify(rename = "MemberChange"))]
pub struct Change {
    /// Where.
    #[cfg_attr(feature = "schema", serde(flatten))]
    pub pointer: Pointer,
    /// The value before as JSON text; nothing when it was not there.
    pub before: Option<String>,
    /// The value afterwards as JSON text; nothing when it is gone.
    pub after: Option<String>,
    /// What it is about.
    #[cfg_attr(feature = "schema", tsify(type = "Exclude<ChangeKind, \"counter\">"))]
    pub kind: ChangeKind,
    /// What it does to whoever uses the key.
    pub risk: Risk,
    /// All of it in words, with units.
    pub sentence: String,
    /// What else happens, such as a policy that overwrites it.
    pub note: Option<String>,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum ChangeKind {
    /// Rate, period, smoothing.
    Rate,
    /// Quota and its period.
    Quota,
    /// The counter of the quota, which no member holds.
    Counter,
    /// Retries of refused requests.
    Throttle,
    /// When the key ends, and what becomes of it then.
    Expiry,
    /// APIs, versions, paths, fields.
    Access,
    /// Policies.
    Policies,
    /// Whether the key works at all.
    Activity,
    /// Passwords, secrets, certificates.
    Credentials,
    /// The organisation.
    Organisation,
    /// Analytics: alias, tags, recording, notices.
    Analytics,
    /// Free-form data.
    Metadata,
    /// What the gateway keeps by itself.
    Bookkeeping,
    /// Members that the gateway does not know.
    Unknown,
}

impl ChangeKind {
    /// As it is written, such as `rate`.
    pub const fn name(self) -> &'static str {
        match self {
            ChangeKind::Rate => "rate",
            ChangeKind::Quota => "quota",
            ChangeKind::Counter => "counter",
            ChangeKind::Throttle => "throttle",
            ChangeKind::Expiry => "expiry",
            ChangeKind::Access => "access",
            ChangeKind::Policies => "policies",
            ChangeKind::Activity => "activity",
            ChangeKind::Credentials => "credentials",
            ChangeKind::Organisation => "organisation",
            ChangeKind::Analytics => "analytics",
            ChangeKind::Metadata => "metadata",
            ChangeKind::Bookkeeping => "bookkeeping",
            ChangeKind::Unknown => "unknown",
        }
    }
}

/// What a change does to whoever uses the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum Risk {
    /// It takes something away.
    Loss,
    /// It changes what the key may do.
    Effect,
    /// The gateway will overwrite it.
    Overwritten,
    /// It has no effect on requests.
    Harmless,
}

impl Risk {
    /// As it is written, such as `loss`.
    pub const fn name(self) -> &'static str {
        match self {
            Risk::Loss => "loss",
            Risk::Effect => "effect",
            Risk::Overwritten => "overwritten",
            Risk::Harmless => "harmless",
        }
    }
}
