#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::lifetime::DATE;
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::View;
use crate::json::Time;
use crate::report::Operation;
use crate::session::session_state;

/// When a key stops being valid.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "expires-in-past" Error KEYS;
        check Key(in_past) if expires;
        summary "`expires` is a time in the past";
        why "The gateway answers 200 and silently keeps the expiry that is stored, or none if none is stored: a key that was meant to end does not. Only 1 is stored as it is.";
        evidence [
            "recording expires-009 (5.13.0): 1718439136 is sent, 1500000000 was stored and stays",
            "recording random-049 (5.13.0): nothing was stored, and the key never expires",
            "recording expires-017 (5.13.0): a time that Go's clock cannot hold counts as past",
            "TykTechnologies/tyk issue 3038",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1718439136}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000}"#);
    },
    rule! {
        "expires-is-one" Warning KEYS;
        check Key(is_one) if expires;
        summary "`expires` is 1, which ends the key at once";
        why "Of all times in the past, 1 is the only one that is stored: from then on every request with the key gets 401.";
        evidence [
            "recording expires-005 (5.13.0): 1 is stored",
            "scenario `expires 1` (5.13.0): the next request gets 401, Key has expired",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":0}"#);
    },
    rule! {
        "expires-omitted-never" Warning KEYS;
        check Previous(omitted);
        summary "the stored key expires, and the update does not say when";
        why "An update replaces the whole key. Without `expires` the key never ends, although it did before.";
        evidence [
            "recording decode-193 (5.13.0): 1900000000 was stored, nothing is afterwards",
            "scenario `expires left out means never` (5.13.0)",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":50,"per":60,"expires":1900000000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":0}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":50,"per":60,"expires":1900000000}"#);
    },
    rule! {
        "expires-milliseconds" Error ALL;
        check Key(milliseconds) if expires;
        summary "`expires` is so large that it must be in milliseconds";
        why "The unit is seconds. A time in milliseconds lies tens of thousands of years ahead: the key never ends, even if the time that was meant is long past.";
        evidence [
            "recording expires-010 (5.13.0): 1718439136000 is stored as it is",
            "scenario `expires in milliseconds of the past` (5.13.0): the key still opens the API",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":1900000000000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":99999999999}"#);
    },
    rule! {
        "expires-looks-like-duration" Error KEYS;
        check Key(duration) if expires;
        summary "`expires` is so small that it must be a number of seconds from now";
        why "`expires` is a point in time, in seconds since 1970. A duration is a date of 2001 or earlier, so the gateway silently keeps the expiry that is stored, or none if none is stored.";
        evidence [
            "recording expires-022 (5.13.0): 2592000 is sent, 1900000000 was stored and stays",
            "recording expires-023 (5.13.0): nothing was stored, and the key never expires",
            "TykTechnologies/tyk issue 3038",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":2592000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1000000001}"#);
    },
    rule! {
        "expires-time-overflow" Warning ALL;
        check Key(overflow) if expires;
        summary "`expires` is a time that Go's clock cannot hold";
        why "Seconds beyond 9223371974719179007 turn negative inside the gateway: the largest numbers, meant as never, count as a time before everything. Only zero or less means never.";
        evidence [
            "recording expires-016 (5.13.0): 9223371974719179008 is sent, 1900000000 was stored and stays",
            "scenario `expires 9223371974719179007` (5.13.0): one second less is a future time",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":9223372036854775807}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":0}"#);
    },
    rule! {
        "expires-minus-one-ui" Info DASHBOARD_API;
        check Key(minus_one) if expires;
        summary "`expires` is −1, which the Dashboard may show as expired";
        why "For the gateway −1 is never, as 0 is. The Dashboard's list of keys has shown it as a date in the past.";
        evidence [
            "recording expires-002 (5.13.0): −1 is stored as it is",
            "scenario `expires -1` (5.13.0): the key opens the API",
            "Ataimo007/tyk-otel, scenario/setup.sh: the Dashboard shows −1 as Expired, so the script writes 0",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":-1}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":0}"#);
    },
    rule! {
        "expires-ignored-on-org" Warning ORGANISATIONS;
        check Key(on_organisation) if expires;
        summary "an organisation key is given an expiry, but cannot expire";
        why "The expiry of an organisation key is stored and never looked at: its limits stay in force, and nothing is closed. (A `post_expiry_action` makes the store drop the key then, and with it every limit.)";
        evidence [
            "recording member-065 (5.13.0): stored as it is",
            "scenario `org: expires is not looked at` (5.13.0): requests of an expired organisation are answered",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":1900000000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"is_inactive":true}"#);
    },
];

/// The first second that Go's clock cannot hold, which counts from the year 1.
const OVERFLOW: i64 = i64::MAX + Time::YEAR_1 + 1;

/// A number from here on is in milliseconds: as seconds it lies in the year 5138 or later.
pub(super) const MILLISECONDS: i64 = 100_000_000_000;

/// Where `expires` is written, with its number.
fn expires<'a>(subject: &Subject<'a>) -> Option<(View<'a>, i64)> {
    let view = subject.member(session_state::expires)?;
    Some((view, view.integer()?))
}

/// Whether no rule about `expires` of a key has anything to say: it is 0, or a time to come in seconds.
pub(super) fn is_fine(subject: &Subject<'_>) -> bool {
    let is_to_come = |seconds| subject.options.now.is_none_or(|now| now <= seconds);
    let is_fine = |seconds| {
        seconds == 0 || (!is_duration(seconds) && 1 < seconds && seconds < MILLISECONDS && is_to_come(seconds))
    };
    !subject.endpoint().is_organisation() && expires(subject).is_some_and(|(_, seconds)| is_fine(seconds))
}

/// Whether it is a number of seconds rather than a date.
fn is_duration(seconds: i64) -> bool {
    (2..DATE).contains(&seconds)
}

fn in_past(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, seconds)) = expires(subject) else { return };
    let is_over = subject.options.now.is_some_and(|now| 1 < seconds && seconds < now);
    if is_duration(seconds) || !(is_over || seconds >= OVERFLOW) {
        return;
    }
    out.add(view, "this time counts as past: the gateway keeps the stored expiry instead, and answers 200")
        .help("give a future time, or 0 for never; is_inactive closes a key")
        .param("expires", seconds);
}

fn is_one(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, 1)) = expires(subject) else { return };
    out.add(view, "1 ends the key at once: from now on its requests get 401")
        .help("is_inactive says so more clearly; 0 is for a key that never ends");
}

fn omitted(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(key), None) = (subject.key, subject.member(session_state::expires)) else { return };
    let Some(before) = subject.before(session_state::expires) else { return };
    let Some(seconds) = before.integer().filter(|seconds| *seconds > 0) else { return };
    let path = key.pointer().join("expires");
    out.add(
        Place::Missing(key, "expires"),
        format!("the stored key expires ({seconds}): with this update it never will"),
    )
    .help("repeat expires, or say 0 if it is to be never")
    .param("expires", seconds)
    .guess("keep the stored expiry", vec![Operation::Add { path, value: seconds.to_string() }]);
}

fn milliseconds(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, value)) = expires(subject) else { return };
    if !(MILLISECONDS..OVERFLOW).contains(&value) {
        return;
    }
    let seconds = value / 1000;
    let is_plain = subject.options.now.is_some_and(|now| now < seconds && seconds < MILLISECONDS);
    let patch = vec![Operation::Replace { path: view.pointer(), value: seconds.to_string() }];
    let issue = out.add(view, "as seconds this is thousands of years away: the key will never expire");
    issue.help("expires is in seconds, not in milliseconds").param("expires", value);
    if is_plain {
        issue.safe("write it in seconds", patch);
    } else {
        issue.guess("write it in seconds", patch);
    }
}

fn duration(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, seconds)) = expires(subject).filter(|(_, seconds)| is_duration(*seconds)) else { return };
    let issue =
        out.add(view, "as a date this is long past: the gateway keeps the stored expiry instead, and answers 200");
    issue.help("expires is a point in time: add the current Unix time to it").param("expires", seconds);
    if let Some(then) = subject.options.now.and_then(|now| now.checked_add(seconds)) {
        let value = then.to_string();
        issue.guess("count it from now", vec![Operation::Replace { path: view.pointer(), value }]);
    }
}

fn overflow(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, _)) = expires(subject).filter(|(_, seconds)| *seconds >= OVERFLOW) else { return };
    out.add(view, "this is more than the gateway's clock can hold and counts as a time long past, not as never")
        .help("write 0 for a key that never expires")
        .safe("set expires to 0", vec![Operation::Replace { path: view.pointer(), value: "0".to_owned() }]);
}

fn minus_one(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, -1)) = expires(subject) else { return };
    out.add(view, "the key never expires, but the Dashboard's list may show it as expired")
        .help("0 means never too, and is shown so")
        .safe("set expires to 0", vec![Operation::Replace { path: view.pointer(), value: "0".to_owned() }]);
}

fn on_organisation(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, seconds)) = expires(subject).filter(|(_, seconds)| *seconds > 0) else { return };
    out.add(view, "an organisation key does not expire: this is stored and never looked at")
        .help("to close the organisation's APIs set is_inactive when the time comes")
        .param("expires", seconds);
}
