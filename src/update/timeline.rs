use super::apply::with_key;
use super::words::{counted, moment, number, of, period};
use crate::gateway::{Context, Update, predict};
use crate::session::entries::sorted;
use crate::session::{SessionState, Typed};
use crate::target::{Endpoint, Query, Version};

/// The time to look at, and the load assumed in it.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// Its beginning, when the key is updated, in Unix seconds.
    pub from: i64,
    /// Its end, in Unix seconds.
    pub until: i64,
    /// How many requests come each second, evenly; none if not given.
    pub requests_per_second: Option<f64>,
}

/// Something that happens to a key.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Event {
    /// When, in Unix seconds.
    pub at: i64,
    /// What.
    pub kind: EventKind,
    /// In words.
    pub sentence: String,
}

/// What can happen to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum EventKind {
    /// More requests come than the rate allows: some get 429.
    RateLimited,
    /// The quota is used up: requests get 403.
    OutOfQuota,
    /// The quota starts again.
    Renewed,
    /// The key has expired: requests get 401.
    Expired,
    /// The store drops the key: requests are refused as with an unknown key.
    Deleted,
}

impl EventKind {
    /// As it is written, such as `outOfQuota`.
    pub const fn name(self) -> &'static str {
        match self {
            EventKind::RateLimited => "rateLimited",
            EventKind::OutOfQuota => "outOfQuota",
            EventKind::Renewed => "renewed",
            EventKind::Expired => "expired",
            EventKind::Deleted => "deleted",
        }
    }
}

/// More events than anybody reads: what comes later is left out.
const LIMIT: usize = 1_000;

/// What happens to a consumer's key after an update, in order: when it would be throttled, out of quota, renewed,
/// expired, deleted. The key's own limits count, with its policies as they are in `text`, which is what GET answers;
/// the quota starts with the first request and full. A text that is not a key has no events.
///
/// ```
/// use tyk_session::update::{EventKind, Period, timeline};
/// use tyk_session::{Context, Version};
///
/// let key = br#"{"rate":10,"per":1,"quota_max":60,"quota_renewal_rate":3600}"#;
/// let hour = Period { from: 1_795_000_000, until: 1_795_003_600, requests_per_second: Some(1.0) };
/// let events = timeline(key, hour, Version::DEFAULT, &Context::default());
/// assert_eq!((events[0].kind, events[0].at - hour.from), (EventKind::OutOfQuota, 60));
/// ```
pub fn timeline(text: &[u8], span: Period, version: Version, context: &Context) -> Vec<Event> {
    let Some(key) = with_key(text, |key| SessionState::read(key)) else { return Vec::new() };
    let end = ending(text, &key, span, version, context);
    let last = end.as_ref().map_or(span.until, |event| event.at.min(span.until));
    let mut events = Vec::new();
    let each = span.requests_per_second.filter(|each| *each > 0.0 && each.is_finite());
    if let Some(each) = each {
        let passing = throttled(&key, each, span, &mut events);
        quota(&key, passing, Period { until: last, ..span }, &mut events);
    }
    events.retain(|event| event.at < last);
    events.extend(end.filter(|event| event.at <= span.until));
    sorted(events, |one, other| one.at.cmp(&other.at))
}

/// How the key ends, if it does: by its own date, or because the store drops it first.
fn ending(text: &[u8], key: &SessionState, span: Period, version: Version, context: &Context) -> Option<Event> {
    let stored = predict(&Update {
        endpoint: Endpoint::GatewayKey,
        version,
        query: Query::default(),
        now: span.from,
        previous: std::str::from_utf8(text).ok(),
        body: text,
        key_id: None,
        context,
    });
    let deleted = stored.ttl.filter(|life| *life > 0).map(|life| span.from.saturating_add(life));
    // A gateway refuses a key once the second after its end has begun.
    let expired = (key.expires > 0).then(|| key.expires.saturating_add(1).max(span.from));
    let event = |at: i64, kind, what: &str| Some(Event { at, kind, sentence: format!("{} {what}", moment(at)) });
    match (expired, deleted) {
        (Some(expired), Some(deleted)) if deleted < expired => event(deleted, EventKind::Deleted, DELETED),
        (None, Some(deleted)) => event(deleted, EventKind::Deleted, DELETED),
        (Some(expired), _) => event(expired, EventKind::Expired, "the key has expired: requests get 401"),
        (None, None) => None,
    }
}

const DELETED: &str = "the store drops the key: requests are refused as with an unknown key";

/// Notes when the rate is exceeded, and gives how many requests a second get through.
fn throttled(key: &SessionState, each: f64, span: Period, events: &mut Vec<Event>) -> f64 {
    // The default limiter counts whole seconds; a rate without a period is no limit.
    let per = key.per.trunc();
    if key.rate <= 0.0 || per <= 0.0 || each * per <= key.rate {
        return each;
    }
    let at = span.from.saturating_add((key.rate / each).floor() as i64);
    let sentence = format!(
        "{} the rate of {} per {} is exceeded: about {} of {} a second get 429 from then on",
        moment(at),
        of(&number(key.rate), "request"),
        period(per),
        number(((each - key.rate / per) * 10.0).round() / 10.0),
        of(&number(each), "request"),
    );
    events.push(Event { at, kind: EventKind::RateLimited, sentence });
    key.rate / per
}

/// Notes when the quota is used up and when it starts again.
fn quota(key: &SessionState, each: f64, span: Period, events: &mut Vec<Event>) {
    if key.quota_max <= 0 {
        return;
    }
    let used_up = (key.quota_max as f64 / each).ceil() as i64;
    let renews = key.quota_renewal_rate;
    let mut start = span.from;
    while start < span.until && events.len() < LIMIT {
        let at = start.saturating_add(used_up);
        if at < span.until && (renews <= 0 || used_up < renews) {
            let used = counted(key.quota_max, "request");
            let sentence = format!("{} the quota of {used} is used up: requests get 403", moment(at));
            events.push(Event { at, kind: EventKind::OutOfQuota, sentence });
        }
        if renews <= 0 {
            return;
        }
        start = start.saturating_add(renews);
        let sentence = format!("{} the quota of {} starts again", moment(start), counted(key.quota_max, "request"));
        events.push(Event { at: start, kind: EventKind::Renewed, sentence });
    }
}
