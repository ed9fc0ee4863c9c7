#[cfg(not(target_arch = "wasm32"))]
use super::Example;
#[cfg(not(target_arch = "wasm32"))]
use crate::target::Endpoint;

use super::expiry::MILLISECONDS;
use super::findings::{Findings, Place};
use super::limits::{Field, Limits, Owner};
use super::replacing::Gone;
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::report::{Operation, Part};
use crate::session::{access_definition, session_state};
use crate::target::Parameter;

/// The counter behind a quota: what is used, when it restarts, and what an update does to it.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "quota-remaining-ignored" Info ALL;
        check Limits(remaining_ignored) if QuotaRemaining;
        summary "`quota_remaining` is written and differs from the quota";
        why "The gateway counts in its own store and never reads this number to decide about a request. GET shows a live one, so putting back what GET answered stores what was left at that moment.";
        evidence [
            "scenario `quota_remaining in the body is not enforced` (5.13.0)",
            "scenario `quota_remaining 0 in the body does not block` (5.13.0)",
            "recording query-001 (5.13.0): stored as sent",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":900}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":1000}"#);
    },
    rule! {
        "quota-remaining-above-max" Warning ALL;
        check Limits(remaining_above_max) if QuotaMax | QuotaRemaining;
        summary "more requests are left than the quota has";
        why "The number is stored, and monitors compute the usage from it: a negative one until the next request. This happens when a quota is lowered without its counter.";
        evidence ["TykTechnologies/tyk#265: 4999965 requests left of 10", "gateway 5.13.0, gateway/monitor.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":1001}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":1000}"#);
    },
    rule! {
        "quota-renews-overwritten" Info RESTARTING;
        check Key(renews_overwritten) if quota_renews;
        summary "`quota_renews` is written and will not be stored";
        why "An update that restarts the counter sets the time itself; one with `suppress_reset=1` keeps the stored time.";
        evidence [
            "recording member-105 (5.13.0): 1 becomes the time of the update",
            "recording member-107 (5.13.0): with suppress_reset=1 the stored time stays",
            "recording member-128 (5.13.0): with reset_quota=1 at the organisation endpoint",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":1900000000}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":1900000000}"#).at(Endpoint::GatewayOrg);
    },
    rule! {
        "quota-renews-past" Warning ALL;
        check Limits(renews_past) if QuotaRenews;
        summary "`quota_renews` is in the past and will be stored as it is";
        why "Monitors stay silent while the time is in the past, and the header X-RateLimit-Reset shows it. Up to 5.5 a quota that was used up began again at once.";
        evidence [
            "recording query-010 (5.13.0): the organisation endpoint stores it as sent",
            "recording limit-014 (5.13.0): the key endpoint stores that of an API's limit as sent",
            "gateway 5.13.0, gateway/monitor.go",
            "TykTechnologies/tyk#1986",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":1715847135}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":1795000000}"#);
    },
    rule! {
        "quota-renews-ms" Warning ALL;
        check Limits(renews_in_milliseconds) if QuotaRenews;
        summary "`quota_renews` looks as if it were in milliseconds";
        why "The unit is Unix seconds: a time in milliseconds lies tens of thousands of years ahead.";
        evidence ["recording member-128 (5.13.0): read as seconds"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":1718439136000}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_renews":100000000000}"#);
    },
    rule! {
        "put-resets-quota" Info KEYS;
        check Key(restarts_counter);
        summary "the update restarts the quota counter";
        why "Unless the query says `suppress_reset=1`, the counter is deleted: whoever has used up their quota has all of it again.";
        evidence ["scenario `a PUT resets the counter` (5.13.0)", "scenario `suppress_reset=1 keeps the counter` (5.13.0)"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600}"#).query("suppress_reset=1");
    },
    rule! {
        "suppress-reset-lowers-quota" Warning KEYS;
        check Previous(lowers_quota);
        summary "the counter is kept, and the new quota is already used up";
        why "With `suppress_reset=1` the counter goes on from where it is, so the next request is refused.";
        evidence [
            "scenario `suppress_reset=1 and a quota lowered below what is used` (5.13.0): 403 at once",
            "scenario `GET answers the same of an untouched quota and of one that is used up` (5.13.0)",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":900,"quota_renewal_rate":3600}"#)
            .query("suppress_reset=1")
            .previous(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":100}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":901,"quota_renewal_rate":3600}"#)
            .query("suppress_reset=1")
            .previous(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"quota_remaining":100}"#);
    },
    rule! {
        "suppress-reset-rate-change" Warning KEYS;
        check Previous(changes_rate);
        summary "the rate changes while `suppress_reset=1` keeps the old one in force";
        why "The default limiter keeps a bucket for the key and its `last_updated`, which `suppress_reset=1` keeps too. While requests keep coming, the old bucket with the old rate is used.";
        evidence ["scenario `a new rate under suppress_reset=1 after an ordinary PUT` (5.13.0)", "scenario `a new rate after a PUT` (5.13.0)"];
        triggers Example::body(r#"{"rate":200,"per":60}"#).query("suppress_reset=1").previous(r#"{"rate":100,"per":60}"#);
        passes Example::body(r#"{"rate":1e2,"per":60.0}"#).query("suppress_reset=1").previous(r#"{"rate":100,"per":60}"#);
    },
];

fn remaining_ignored(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(remaining) = limits.get(Field::QuotaRemaining) else { return };
    // 0 counts too: GET shows it of a quota that is used up, and it looks as if it blocked the key.
    if remaining.integer().is_some_and(|remaining| remaining != limits.integer(Field::QuotaMax)) {
        let (title, patch) = ("remove quota_remaining", vec![Operation::Remove { path: remaining.pointer() }]);
        let issue = out.add(remaining, "quota_remaining is not enforced: the gateway counts for itself");
        issue.help("remove it; to give somebody the whole quota again, reset the counter");
        if limits.depends_on(Field::QuotaRemaining) {
            issue.guess(title, patch);
        } else {
            issue.safe(title, patch);
        }
    }
}

fn remaining_above_max(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(remaining) = limits.get(Field::QuotaRemaining) else { return };
    let max = limits.integer(Field::QuotaMax);
    if max > 0 && remaining.integer().is_some_and(|remaining| remaining > max) {
        out.add(remaining, "more requests are left than the quota has: monitors compute a negative usage")
            .help("remove quota_remaining: the gateway counts for itself")
            .guess("set quota_remaining to the quota", vec![limits.set(Field::QuotaRemaining, max.to_string())]);
    }
}

fn renews_overwritten(subject: &Subject<'_>, out: &mut Findings) {
    let Some(renews) = subject.member(session_state::quota_renews).filter(|renews| !renews.is_zero()) else { return };
    let message = match (subject.endpoint().is_organisation(), subject.resets_quota) {
        (true, false) => return,
        (_, true) => "quota_renews will be overwritten: the counter restarts now, and the gateway sets the time",
        (false, false) => "quota_renews will be ignored: suppress_reset=1 keeps the stored time",
    };
    out.add(renews, message)
        .help("remove it")
        .safe("remove quota_renews", vec![Operation::Remove { path: renews.pointer() }]);
}

fn renews_past(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let (Some(now), Some(view)) = (subject.options.now, limits.get(Field::QuotaRenews)) else { return };
    let is_past = view.integer().is_some_and(|renews| 0 < renews && renews < now);
    if !is_past || limits.integer(Field::QuotaMax) <= 0 || !keeps_renews(subject, limits) {
        return;
    }
    let issue = out.add(view, "monitors of this quota stay silent until the next request: quota_renews is in the past");
    issue.help("remove it, or set it to the time at which the quota renews, in Unix seconds");
    let renewal = limits.integer(Field::QuotaRenewalRate);
    if let Some(renews) = now.checked_add(renewal).filter(|_| renewal > 0) {
        issue.guess("set it to now and one period", vec![limits.set(Field::QuotaRenews, renews.to_string())]);
    }
}

/// Whether `quota_renews` is stored as sent. At the key endpoints it is only in an API's limit, unless
/// `suppress_reset=1` keeps the time that the API's limit had before.
fn keeps_renews(subject: &Subject<'_>, limits: Limits<'_>) -> bool {
    if subject.endpoint().is_organisation() {
        return limits.owner == Owner::Api || !subject.resets_quota;
    }
    limits.owner == Owner::Api && !(subject.options.query.is_on(Parameter::SuppressReset) && had_limit(subject, limits))
}

fn had_limit(subject: &Subject<'_>, limits: Limits<'_>) -> bool {
    let (Some(right), Some(rights)) = (limits.object.parent(), subject.before(session_state::access_rights)) else {
        return false;
    };
    let before = rights.children().find(|before| before.name() == right.name());
    let limit = before.and_then(|before| before.member(access_definition::limit)).filter(|limit| limit.is_object());
    limit.is_some_and(|object| !Limits { object, owner: Owner::Api }.is_empty())
}

fn renews_in_milliseconds(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some((view, renews)) = limits.get(Field::QuotaRenews).and_then(|view| Some((view, view.integer()?))) else {
        return;
    };
    if renews > MILLISECONDS {
        let seconds = (renews / 1000).to_string();
        out.add(view, "quota_renews lies thousands of years ahead: it is in seconds; this looks like milliseconds")
            .help("divide it by 1000, or remove it: the gateway sets it when the quota renews")
            .guess("divide it by 1000", vec![limits.set(Field::QuotaRenews, seconds)]);
    }
}

fn restarts_counter(subject: &Subject<'_>, out: &mut Findings) {
    if subject.resets_quota && subject.quotas().any(|limits| limits.integer(Field::QuotaMax) > 0) {
        out.add(
            Place::Part(Part::Query),
            "the quota counter restarts with this update: the whole quota is available again",
        )
        .help("add suppress_reset=1 to the query to keep what is used");
    }
}

fn lowers_quota(subject: &Subject<'_>, out: &mut Findings) {
    let before = |index| subject.before(index).and_then(|view| view.integer());
    // While nothing is counted GET answers the stored number, mostly 0, which is left out since 5.12. Of a quota that
    // is used up 0 are left too.
    let counted = (before(session_state::quota_max), before(session_state::quota_remaining));
    let (Some(max), (Some(most), Some(left))) = (subject.member(session_state::quota_max), counted) else { return };
    let used = most.saturating_sub(left);
    let is_lower = max.integer().is_some_and(|max| 0 < max && max < most && max <= used);
    if subject.options.query.is_on(Parameter::SuppressReset) && is_lower && !Gone::of(subject).has(Field::QuotaMax) {
        let of_what = if left == 0 { ", or none," } else { "" };
        let message = format!(
            "the key may be refused at once: {used} requests{of_what} were used when it was read, and still are"
        );
        out.add(max, message)
            .help("leave suppress_reset out to restart the counter, or allow more requests than are used")
            .param("used", used);
    }
}

fn changes_rate(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(limits), Some(before)) = (subject.limits(), subject.previous) else { return };
    let before = Limits { object: before, owner: Owner::Key };
    let differs = |field| limits.number(field) != before.number(field);
    let differs = differs(Field::Rate) || differs(Field::Per);
    if subject.options.query.is_on(Parameter::SuppressReset) && differs && !Gone::of(subject).has(Field::Rate) {
        let issue = out.add(
            limits.place(Field::Rate),
            "the old rate stays in force as long as requests keep coming: suppress_reset=1 keeps it",
        );
        issue.help("leave suppress_reset out, or expect the new rate after ten minutes without a request");
    }
}
