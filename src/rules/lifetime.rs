#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::View;
use crate::report::{Operation, nearest};
use crate::session::session_state;

/// How long the store holds a key.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "post-expiry-action-unknown" Warning ALL;
        check Key(action_unknown) if post_expiry_action;
        summary "`post_expiry_action` is neither `retain` nor `delete`";
        why "The gateway knows these two, in lower case. Any other text is stored and ignored: the expired key is treated as if nothing had been said.";
        evidence [
            "recording decode-370 (5.13.0): `banana` is stored, and the key gets no time to live",
            "gateway 5.13.0, user/session.go: any other action falls through to session_lifetime",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"post_expiry_action":"Delete"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"post_expiry_action":""}"#);
    },
    rule! {
        "post-expiry-retain-without-grace" Info KEYS;
        check Key(retain_without_grace) if post_expiry_action;
        summary "an expired key is to be retained, but it is not said for how long";
        why "With a grace period of 0, `retain` means nothing: `session_lifetime` decides, and without one the key stays for ever.";
        evidence ["gateway 5.13.0, user/session.go: retain counts only with a grace period other than 0"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"post_expiry_action":"retain"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"post_expiry_action":"retain","post_expiry_grace_period":-1}"#);
    },
    rule! {
        "post-expiry-grace-negative" Error ALL;
        check Key(grace_negative) if post_expiry_grace_period;
        summary "the grace period is below −1, so the key is dropped before it expires";
        why "−1 retains an expired key for ever. Any other negative number is added to the time until `expires`: the store drops the key early, at worst one second after the update.";
        evidence ["scenario `key: grace below -1 shortens` (5.13.0): a key that expires in three years gets 1 second to live"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":1900000000,"post_expiry_action":"retain","post_expiry_grace_period":-3600}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":1900000000,"post_expiry_action":"retain","post_expiry_grace_period":-1}"#);
    },
    rule! {
        "post-expiry-without-expires" Info KEYS;
        check Key(delete_without_expires) if post_expiry_action;
        summary "the key is to be deleted when it expires, but it never does";
        why "`delete` has the store drop the key at `expires`. Without `expires` it has no effect.";
        evidence ["recording decode-367 (5.13.0): stored without a time to live"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"post_expiry_action":"delete"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"post_expiry_action":"delete"}"#);
    },
    rule! {
        "post-expiry-grace-orphan" Info KEYS;
        check Key(grace_orphan) if post_expiry_grace_period;
        summary "a grace period is given without `retain`";
        why "The gateway looks at the grace period only when `post_expiry_action` is `retain`.";
        evidence ["recording member-387 (5.13.0): stored without a time to live", "gateway 5.13.0, user/session.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"post_expiry_grace_period":60}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"post_expiry_action":"retain","post_expiry_grace_period":60}"#);
    },
    rule! {
        "org-session-gets-ttl" Error ORGANISATIONS;
        check Key(organisation_vanishes) if session_lifetime | post_expiry_action;
        summary "the organisation key gets a time to live, and vanishes when it is over";
        why "With every request the gateway writes the organisation key back, now with a time to live. When it is over, the key is gone, and with it every limit of the organisation: nothing restores it.";
        evidence [
            "scenario `org: session_lifetime makes the org key vanish` (5.13.0): gone 2 seconds after the first request",
            "scenario `org: post_expiry_action delete` (5.13.0): lives until expires, and no longer",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"session_lifetime":3600}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"expires":1900000000,"session_lifetime":3600,"post_expiry_action":"retain","post_expiry_grace_period":-1}"#);
    },
    rule! {
        "session-lifetime-before-expires" Warning KEYS;
        check Key(before_expires) if session_lifetime;
        summary "the store drops the key before it expires";
        why "`session_lifetime` is the time that the store holds the key after an update. When it is over, the key is gone, even if `expires` is later, unless the gateway or the API is set to respect the expiry of keys.";
        evidence [
            "scenario `key: session_lifetime` (5.13.0): 50 seconds to live",
            "recording member-380 (5.13.0): 2592000 becomes the time to live",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1900000000,"session_lifetime":3600}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"expires":1795003600,"session_lifetime":3600}"#);
    },
    rule! {
        "session-lifetime-looks-like-timestamp" Warning ALL;
        check Key(lifetime_is_time) if session_lifetime;
        summary "`session_lifetime` is so large that it must be a point in time";
        why "It is a number of seconds, although the documentation of plugins calls it a time: a date makes the store hold the key for half a century.";
        evidence ["recording member-376 (5.13.0): 1718439136 becomes a time to live of 54 years"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"session_lifetime":1900000000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"session_lifetime":0}"#);
    },
];

/// From here on a number of seconds is a date: 32 years, or September 2001.
pub(super) const DATE: i64 = 1_000_000_000;

/// The seconds of a year.
pub(super) const YEAR: i64 = 31_556_952;

/// What a key says of the time after it has expired, as the gateway reads it.
struct Afterlife<'a> {
    action: Option<View<'a>>,
    grace: i64,
    expires: i64,
}

impl<'a> Afterlife<'a> {
    fn of(subject: &Subject<'a>) -> Afterlife<'a> {
        let integer = |index| subject.member(index).and_then(View::integer).unwrap_or(0);
        Afterlife {
            action: subject.member(session_state::post_expiry_action),
            grace: integer(session_state::post_expiry_grace_period),
            expires: integer(session_state::expires),
        }
    }

    fn is(&self, action: &str) -> bool {
        self.action.and_then(View::text).is_some_and(|text| text == action)
    }

    /// Whether it has a say at all; otherwise `session_lifetime` decides.
    fn decides(&self) -> bool {
        self.is("delete") || (self.is("retain") && self.grace != 0)
    }

    /// Whether it gives the stored key a time to live.
    fn ends(&self) -> bool {
        self.decides() && self.expires > 0 && !(self.is("retain") && self.grace == -1)
    }
}

/// Where `session_lifetime` is written, if it decides.
fn lifetime<'a>(subject: &Subject<'a>, afterlife: &Afterlife<'a>) -> Option<(View<'a>, i64)> {
    let view = subject.member(session_state::session_lifetime)?;
    let seconds = view.integer().filter(|seconds| *seconds > 0 && !afterlife.decides())?;
    Some((view, seconds))
}

fn grace<'a>(subject: &Subject<'a>) -> Option<(View<'a>, i64)> {
    let view = subject.member(session_state::post_expiry_grace_period)?;
    Some((view, view.integer()?))
}

fn action_unknown(subject: &Subject<'_>, out: &mut Findings) {
    let Some(action) = subject.member(session_state::post_expiry_action) else { return };
    let Some(text) = action.text().filter(|text| !matches!(text.as_ref(), "" | "retain" | "delete")) else { return };
    let message =
        format!("{} is not an action and will be ignored: the key is treated as if it had none", action.shown());
    let issue = out.add(action, message).help("write retain or delete, in lower case");
    if let Some(meant) = nearest(text.trim(), ["retain", "delete"]) {
        let value = format!("\"{meant}\"");
        issue.guess(format!("write {meant}"), vec![Operation::Replace { path: action.pointer(), value }]);
    }
}

fn retain_without_grace(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(key), afterlife) = (subject.key, Afterlife::of(subject)) else { return };
    if !afterlife.is("retain") || afterlife.grace != 0 {
        return;
    }
    let place = grace(subject).map_or(Place::Missing(key, "post_expiry_grace_period"), |(view, _)| Place::Value(view));
    out.add(place, "retain without a grace period means nothing: session_lifetime decides when the key goes")
        .help("set post_expiry_grace_period: -1 for ever, or a number of seconds");
}

fn grace_negative(subject: &Subject<'_>, out: &mut Findings) {
    let afterlife = Afterlife::of(subject);
    let Some((view, seconds)) = grace(subject).filter(|(_, seconds)| *seconds < -1) else { return };
    if !afterlife.is("retain") || afterlife.expires <= 0 {
        return;
    }
    out.add(view, "the store will drop the key before it expires: this grace period counts backwards")
        .help("-1 retains an expired key for ever; else give the seconds after its expiry")
        .param("post_expiry_grace_period", seconds)
        .guess("retain it for ever", vec![Operation::Replace { path: view.pointer(), value: "-1".to_owned() }]);
}

fn delete_without_expires(subject: &Subject<'_>, out: &mut Findings) {
    let afterlife = Afterlife::of(subject);
    let Some(action) = afterlife.action.filter(|_| afterlife.is("delete") && afterlife.expires <= 0) else { return };
    out.add(action, "the key never expires, so it will not be deleted")
        .help("set expires, or leave post_expiry_action out");
}

fn grace_orphan(subject: &Subject<'_>, out: &mut Findings) {
    let Some((view, _)) = grace(subject).filter(|(_, seconds)| *seconds != 0) else { return };
    if Afterlife::of(subject).is("retain") {
        return;
    }
    out.add(view, "the grace period will be ignored: it counts only with post_expiry_action retain")
        .help("set post_expiry_action to retain, or leave the grace period out");
}

fn organisation_vanishes(subject: &Subject<'_>, out: &mut Findings) {
    let afterlife = Afterlife::of(subject);
    let life = lifetime(subject, &afterlife).map(|(view, _)| view);
    let Some(view) = life.or(afterlife.action.filter(|_| afterlife.ends())) else { return };
    let path = view.pointer();
    let title = format!("remove {}", view.shown_name());
    out.add(
        view,
        "the organisation key will vanish when this time is over, and all limits of the organisation with it",
    )
    .help("leave it out: without its key an organisation has no limits")
    .guess(title, vec![Operation::Remove { path }]);
}

fn before_expires(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(now), afterlife) = (subject.options.now, Afterlife::of(subject)) else { return };
    let Some((view, seconds)) = lifetime(subject, &afterlife) else { return };
    if now.saturating_add(seconds) >= afterlife.expires {
        return;
    }
    out.add(view, format!("the store will drop the key {seconds} seconds after this update, before it expires"))
        .help("leave session_lifetime out, or set session_lifetime_respects_key_expiration")
        .param("session_lifetime", seconds);
}

fn lifetime_is_time(subject: &Subject<'_>, out: &mut Findings) {
    let Some(view) = subject.member(session_state::session_lifetime) else { return };
    let Some(seconds) = view.integer().filter(|seconds| *seconds >= DATE) else { return };
    out.add(
        view,
        format!("the store will hold the key for {} years: this is a number of seconds, not a date", seconds / YEAR),
    )
    .help("give the seconds that the key is to live after an update, or use expires for a date")
    .param("session_lifetime", seconds);
}
