use super::world::{Order, World};
use super::{Context, dashboard, difference, key, organisation};
use crate::session::Entries;
use crate::target::{Endpoint, Query, Version};

/// An update as it comes to the gateway, with what is known of the gateway.
#[derive(Clone, Copy, Debug)]
pub struct Update<'u> {
    /// Where it is sent.
    pub endpoint: Endpoint,
    /// The gateway's version.
    pub version: Version,
    /// The query of the URL.
    pub query: Query<'u>,
    /// The second in which it is handled, in Unix seconds.
    pub now: i64,
    /// The text of the key in the store, if it is there.
    pub previous: Option<&'u str>,
    /// The bytes that are sent.
    pub body: &'u [u8],
    /// The id in the path; the Dashboard compares it with the organisation in the body.
    pub key_id: Option<&'u str>,
    /// What is known of the gateway.
    pub context: &'u Context,
}

/// What the gateway will do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Prediction {
    /// The status of its answer.
    pub status: u16,
    /// The message of its answer, unless it is 200.
    pub message: Option<String>,
    /// The text in the store afterwards, as the gateway writes it.
    pub stored: Option<String>,
    /// For how many seconds the store keeps it, if it was written; −1: for ever.
    pub ttl: Option<i64>,
    /// Whether the quota counters start again; otherwise what was used stays used.
    pub resets_counters: bool,
    /// What GET answers afterwards, as long as no request was counted: the key with its policies.
    pub effective: Option<String>,
    /// Pointers into `stored` and `effective` to what the gateway leaves to chance: hashes with a salt, and what
    /// depends on the order in which Go walks a map.
    pub undetermined: Vec<String>,
    /// What matters here and the context does not say, such as `policy p1`, `certificate c`, `kind of api a`.
    pub depends_on: Vec<String>,
    /// How well it is known.
    pub certainty: Certainty,
}

/// How well a prediction is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum Certainty {
    /// It follows recordings of nine gateways of the lines 5.7 to 5.14; for the versions between them also Tyk's source,
    /// which says when things changed.
    Recorded,
    /// The gateway's part follows recordings, the Dashboard's its documentation.
    Documented,
    /// The gateway is taken to work as 5.7 does. Older ones put the policies of a key together in other ways, and wrote
    /// some members in another order.
    Assumed,
}

impl Certainty {
    pub(super) fn of(endpoint: Endpoint, version: Version) -> Certainty {
        match endpoint {
            _ if version < Version::FIRST_RECORDED => Certainty::Assumed,
            Endpoint::GatewayOrg | Endpoint::GatewayKey => Certainty::Recorded,
            Endpoint::DashboardAdminOrg | Endpoint::DashboardApi => Certainty::Documented,
        }
    }
}

/// An answer other than 200.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Refusal {
        Refusal { status, message: message.into() }
    }

    /// The body does not read.
    pub(super) fn malformed() -> Refusal {
        Refusal::new(400, "Request malformed")
    }

    pub(super) fn is_malformed(&self) -> bool {
        self.message == "Request malformed"
    }
}

/// Says what the gateway will do with an update.
///
/// ```
/// use tyk_session::gateway::Update;
/// use tyk_session::target::Query;
/// use tyk_session::{Context, Endpoint, Version, predict};
///
/// let prediction = predict(&Update {
///     endpoint: Endpoint::GatewayOrg,
///     version: Version::DEFAULT,
///     query: Query::default(),
///     now: 1_795_000_000,
///     previous: None,
///     body: br#"{"rate":"100"}"#,
///     key_id: None,
///     context: &Context::default(),
/// });
/// assert_eq!((prediction.status, prediction.message.as_deref()), (400, Some("Request malformed")));
/// ```
pub fn predict(update: &Update<'_>) -> Prediction {
    let mut prediction = run(update, Order::Likely);
    if !update.endpoint.is_organisation() {
        // What Go leaves to the order of its maps comes out differently.
        let other = run(update, Order::Reversed);
        let mut pointers: Entries<()> = prediction.undetermined.drain(..).map(|pointer| (pointer, ())).collect();
        for (one, other) in [(&prediction.stored, &other.stored), (&prediction.effective, &other.effective)] {
            difference::between(one.as_deref(), other.as_deref(), update.version, &mut pointers);
        }
        prediction.undetermined = pointers.into_names();
    }
    prediction
}

fn run(update: &Update<'_>, order: Order) -> Prediction {
    let stored = update.previous.map(str::to_owned);
    let mut world = World::new(update.version, update.now, update.context, order, stored);
    let is_organisation = update.endpoint.is_organisation();
    let put = if is_organisation { organisation::put } else { key::put };
    let pass_on = |refusal| dashboard::translate(update.endpoint, refusal);
    let outcome = dashboard::check(&world, update).and_then(|()| put(&mut world, update).map_err(pass_on));
    let (stored, ttl) = (world.stored.clone(), world.ttl);
    let effective = if is_organisation { organisation::get(&mut world) } else { key::get(&mut world) };
    let mut undetermined = Vec::new();
    if world.hashed && ttl.is_some() {
        undetermined.push("/basic_auth_data/password".to_owned());
    }
    let (status, message) = match outcome {
        Ok(()) => (200, None),
        Err(refusal) => (refusal.status, Some(refusal.message)),
    };
    Prediction {
        status,
        message,
        stored,
        ttl,
        resets_counters: world.resets_counters,
        effective,
        undetermined,
        depends_on: world.depends_on.into_names(),
        certainty: Certainty::of(update.endpoint, update.version),
    }
}
