#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::{Field, Limits};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::report::Operation;

/// Throttling: a request that the rate limit refuses is held and tried again.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "throttle-busy-loop" Warning KEYS;
        check Limits(busy_loop) if ThrottleRetryLimit;
        summary "refused requests are retried without a pause";
        why "The gateway waits `throttle_interval` seconds between two retries. At 0 or less it does not wait: it uses up all retries at once, and processor time with them.";
        evidence ["gateway 5.13.0, gateway/mw_rate_limiting.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"throttle_retry_limit":3}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":1,"throttle_retry_limit":3}"#);
    },
    rule! {
        "throttle-interval-without-retries" Warning KEYS;
        check Limits(interval_without_retries) if ThrottleInterval;
        summary "there is a pause between retries, but no number of retries";
        why "Throttling is on only while `throttle_retry_limit` is above 0.";
        evidence ["gateway 5.13.0, gateway/mw_rate_limiting.go", "recording member-546 (5.11.1): stored as sent"];
        triggers Example::body(r#"{"rate":100,"per":60,"throttle_interval":10}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":10,"throttle_retry_limit":1}"#);
    },
    rule! {
        "throttle-without-rate" Info KEYS;
        check Limits(without_rate) if ThrottleRetryLimit;
        summary "there is throttling, but no rate limit";
        why "Only what the rate limit refuses is retried. At a rate of 0 or less it refuses nothing.";
        evidence ["gateway 5.13.0, gateway/mw_rate_limiting.go"];
        triggers Example::body(r#"{"throttle_interval":1,"throttle_retry_limit":3}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":1,"throttle_retry_limit":3}"#);
    },
    rule! {
        "throttle-hold-too-long" Warning KEYS;
        check Limits(hold_too_long) if ThrottleInterval;
        summary "a refused request may be held for two minutes or more";
        why "The gateway gives up writing an answer after 120 seconds, unless its settings say otherwise: whoever waited gets no answer at all.";
        evidence ["gateway 5.13.0, gateway/proxy_muxer.go", "scenario `throttle waits` (5.13.0)"];
        triggers Example::body(r#"{"rate":100,"per":60,"throttle_interval":40,"throttle_retry_limit":3}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":39,"throttle_retry_limit":3}"#);
    },
    rule! {
        "throttle-on-org-key" Info ORGANISATIONS;
        check Key(on_organisation);
        summary "an organisation key has throttling";
        why "The limiter of organisation keys refuses and never retries: throttling works for consumers' keys alone.";
        evidence ["gateway 5.13.0, gateway/mw_organisation_activity.go", "recording member-550 (5.13.0): stored as sent"];
        triggers Example::body(r#"{"rate":100,"per":60,"throttle_interval":1,"throttle_retry_limit":3}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":0,"throttle_retry_limit":-1}"#);
    },
];

/// After how many seconds the gateway gives up writing an answer, when its settings do not say.
const WRITE_TIMEOUT: f64 = 120.0;

/// The seconds between two tries, and the number of tries; 0 where they are not written.
fn interval_and_retries(limits: Limits<'_>) -> (f64, f64) {
    (limits.number(Field::ThrottleInterval), limits.number(Field::ThrottleRetryLimit))
}

fn busy_loop(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (interval, retries) = interval_and_retries(limits);
    if retries > 0.0 && interval <= 0.0 {
        out.add(limits.place(Field::ThrottleInterval), "refused requests are retried at once, without a pause")
            .help("set throttle_interval to 1 second or more");
    }
}

fn interval_without_retries(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (interval, retries) = interval_and_retries(limits);
    if interval > 0.0 && retries <= 0.0 {
        out.add(limits.place(Field::ThrottleRetryLimit), "refused requests are not retried: throttling is off")
            .help("set throttle_retry_limit to the number of retries, or leave throttle_interval out");
    }
}

fn without_rate(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(retries) = limits.get(Field::ThrottleRetryLimit) else { return };
    if retries.integer().is_some_and(|retries| retries > 0) && limits.number(Field::Rate) <= 0.0 {
        out.add(retries, "nothing is ever retried: there is no rate limit to refuse a request")
            .help("set rate and per, or leave throttling out");
    }
}

fn hold_too_long(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (interval, retries) = interval_and_retries(limits);
    if interval > 0.0 && retries > 0.0 && interval * retries >= WRITE_TIMEOUT {
        out.add(
            limits.place(Field::ThrottleInterval),
            "refused requests may be held for two minutes or more, then the connection is cut without an answer",
        )
        .help("keep throttle_interval times throttle_retry_limit below 120 seconds");
    }
}

fn on_organisation(subject: &Subject<'_>, out: &mut Findings) {
    let Some(limits) = subject.limits() else { return };
    for field in [Field::ThrottleInterval, Field::ThrottleRetryLimit] {
        if let Some(view) = limits.get(field).filter(|view| view.number().is_some_and(|number| number > 0.0)) {
            let name = field.name();
            out.add(view, format!("{name} does nothing: requests of an organisation are refused, never retried"))
                .help("remove it")
                .safe(format!("remove {name}"), vec![Operation::Remove { path: view.pointer() }]);
        }
    }
}
