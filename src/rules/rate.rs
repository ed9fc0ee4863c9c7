#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::{Field, Limits};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::View;
use crate::report::{Operation, Severity};
use crate::session::session_state;

/// The rate: so many requests in so many seconds.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "rate-without-per" Warning ALL;
        check Limits(rate_without_per) if Rate;
        summary "there is a rate, but no period for it";
        why "The limiter's bucket refills at once when `per` is 0 or less, and the limiter of an organisation's key is off: nobody is ever refused.";
        evidence ["scenario `rate without per` (5.13.0)", "scenario `rate 2 per -1` (5.13.0)", "scenario `org: rate without per` (5.13.0)"];
        triggers Example::body(r#"{"rate":100}"#);
        passes Example::body(r#"{"rate":100,"per":60}"#);
    },
    rule! {
        "per-without-rate" Warning ALL;
        check Limits(per_without_rate) if Per;
        summary "there is a period, but no rate";
        why "The limiter is skipped when the rate is 0. A team put back what GET had shown and ended up with 139 keys at a rate of 0: all of them unlimited.";
        evidence ["scenario `per without rate` (5.13.0)"];
        triggers Example::body(r#"{"per":60}"#);
        passes Example::body(r#"{"rate":1,"per":60}"#);
    },
    rule! {
        "rate-negative-not-minus-one" Info ALL;
        check Limits(rate_negative) if Rate;
        summary "the rate is below zero and not −1";
        why "Every rate of 0 or less is unlimited; −1 is the number that people and documentation use for it.";
        evidence ["scenario `rate -1 per 60` (5.13.0)", "gateway 5.13.0, gateway/session_manager.go: the limiter is skipped at 0 and below"];
        triggers Example::body(r#"{"rate":-2}"#);
        passes Example::body(r#"{"rate":-1}"#);
    },
    rule! {
        "rate-below-one" Warning ALL;
        check Limits(rate_below_one) if Rate;
        summary "the rate is above 0 and below 1";
        why "The default limiter allows one request per period, the rolling Redis limiter none.";
        evidence ["scenario `rate 0.5 per 60` (5.13.0): one request, then 429", "gateway 5.13.0, gateway/session_manager.go"];
        triggers Example::body(r#"{"rate":0.5,"per":60}"#);
        passes Example::body(r#"{"rate":1,"per":60}"#);
    },
    rule! {
        "rate-fractional" Info ALL;
        check Limits(rate_fractional) if Rate;
        summary "the rate is not a whole number";
        why "The limiters count in whole requests and cut off the fraction.";
        evidence ["scenario `rate 2.9 per 60` (5.13.0): two requests, then 429"];
        triggers Example::body(r#"{"rate":2.9,"per":60}"#);
        passes Example::body(r#"{"rate":100.0,"per":60}"#);
    },
    rule! {
        "per-below-one-second" Warning ALL;
        check Limits(per_below_one) if Per;
        summary "the period is shorter than a second";
        why "The default limiter counts whole seconds: a period below one becomes 0, and nobody is ever refused.";
        evidence ["scenario `rate 2 per 0.5` (5.13.0): six requests, none refused"];
        triggers Example::body(r#"{"rate":2,"per":0.5}"#);
        passes Example::body(r#"{"rate":2,"per":1}"#);
    },
    rule! {
        "per-fractional" Info ALL;
        check Limits(per_fractional) if Per;
        summary "the period is not a whole number of seconds";
        why "The default limiter cuts off the fraction: 1.5 counts as 1.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: per is made a whole number"];
        triggers Example::body(r#"{"rate":2,"per":1.5}"#);
        passes Example::body(r#"{"rate":2,"per":60.0}"#);
    },
    rule! {
        "allowance-differs-from-rate" Warning ALL;
        check Key(allowance_differs) if allowance;
        summary "`allowance` is written and differs from the rate";
        why "Tyk's documentation wants them equal for organisation keys. Current gateways do not use it; older ones with `legacy_enable_allowance_countdown` do.";
        evidence ["Gateway API 5.13, description of PUT /tyk/org/keys/{keyID}", "recording random-006 (5.13.0): stored as sent"];
        triggers Example::body(r#"{"rate":100,"per":60,"allowance":50}"#);
        passes Example::body(r#"{"rate":100,"per":60,"allowance":100}"#);
    },
];

/// The limits' rate and period; 0 where they are not written.
fn rate_and_per(limits: Limits<'_>) -> (f64, f64) {
    (limits.number(Field::Rate), limits.number(Field::Per))
}

/// A whole number as JSON, if it is one that a person could have meant.
fn whole(number: f64) -> Option<String> {
    (number.fract() == 0.0 && (1.0..=1e9).contains(&number)).then(|| (number as i64).to_string())
}

fn rate_without_per(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (rate, per) = rate_and_per(limits);
    if rate > 0.0 && per <= 0.0 {
        let whom = limits.whom(subject);
        out.add(limits.place(Field::Per), format!("{whom} will have no rate limit: the rate needs a per above 0"))
            .help("set per to the length of the period in seconds, such as 60; a rate of -1 is unlimited");
    }
}

fn per_without_rate(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (rate, per) = rate_and_per(limits);
    if per > 0.0 && rate == 0.0 {
        let whom = limits.whom(subject);
        let zero = if limits.get(Field::Rate).is_some() { "a rate of 0" } else { "without rate it" };
        out.add(limits.place(Field::Rate), format!("{whom} will have no rate limit: {zero} is unlimited"))
            .help("set rate to the requests allowed in each period, or to -1 to say that it is unlimited");
    }
}

fn rate_negative(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(view) = limits.get(Field::Rate).filter(|view| view.number().is_some_and(|rate| rate < 0.0)) else {
        return;
    };
    if view.number() != Some(-1.0) {
        let whom = limits.whom(subject);
        out.add(view, format!("{whom} will have no rate limit: a rate of {} is unlimited", view.shown()))
            .help("-1 is the usual number for unlimited")
            .safe("set rate to -1", vec![limits.set(Field::Rate, "-1")]);
    }
}

fn rate_below_one(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (rate, per) = rate_and_per(limits);
    let Some(view) = limits.get(Field::Rate).filter(|_| 0.0 < rate && rate < 1.0) else { return };
    let issue = out.add(view, format!("a rate of {} lets one request per period through, or none", view.shown()));
    issue.help("set rate to 1 and make the period longer: which limiter the gateway uses decides between one and none");
    if let Some(per) = whole(per / rate) {
        let patch = vec![limits.set(Field::Rate, "1"), limits.set(Field::Per, per.clone())];
        issue.guess(format!("1 request in {per} seconds"), patch);
    }
}

fn rate_fractional(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some((view, rate)) = fractional(limits.get(Field::Rate)) else { return };
    let issue = out.add(view, format!("the fraction of a rate of {} does not count", view.shown()));
    issue.help("set rate to a whole number, and per to the period that goes with it");
    if let Some(rate) = whole(rate.trunc()) {
        issue.guess(format!("set rate to {rate}"), vec![limits.set(Field::Rate, rate)]);
    }
}

fn per_below_one(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (rate, per) = rate_and_per(limits);
    let Some(view) = limits.get(Field::Per).filter(|_| 0.0 < per && per < 1.0) else { return };
    let whom = limits.whom(subject);
    let issue =
        out.add(view, format!("{whom} will have no rate limit: a period of {} seconds counts as 0", view.shown()));
    issue.help("set per to 1 or more, and rate to the requests that go with it");
    if let Some(rate) = whole(rate / per) {
        let patch = vec![limits.set(Field::Rate, rate.clone()), limits.set(Field::Per, "1")];
        issue.guess(format!("{rate} requests in 1 second"), patch);
    }
}

fn per_fractional(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some((view, per)) = fractional(limits.get(Field::Per)).filter(|(_, per)| *per > 1.0) else { return };
    let issue = out.add(view, format!("the fraction of a period of {} seconds does not count", view.shown()));
    issue.help("set per to a whole number of seconds");
    if let Some(per) = whole(per.trunc()) {
        issue.guess(format!("set per to {per}"), vec![limits.set(Field::Per, per)]);
    }
}

/// A number with something behind its point.
fn fractional(view: Option<View<'_>>) -> Option<(View<'_>, f64)> {
    let view = view?;
    view.number().filter(|number| number.fract() != 0.0).map(|number| (view, number))
}

fn allowance_differs(subject: &Subject<'_>, out: &mut Findings) {
    let Some(allowance) = subject.member(session_state::allowance) else { return };
    let rate = subject.member(session_state::rate).filter(|rate| rate.number().is_some());
    if allowance.number().is_none_or(|allowance| allowance == rate.and_then(View::number).unwrap_or(0.0)) {
        return;
    }
    let issue = out.add(allowance, "allowance has no effect: only the rate limits, and the two should be equal");
    issue.help("set allowance to the rate, or leave it out");
    let path = allowance.pointer();
    match rate {
        Some(rate) => {
            let value = rate.literal().into_owned();
            issue.safe("set allowance to the rate", vec![Operation::Replace { path, value }])
        }
        None => issue.safe("remove allowance", vec![Operation::Remove { path }]),
    };
    if !subject.endpoint().is_organisation() {
        issue.severity(Severity::Info);
    }
}
