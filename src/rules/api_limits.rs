#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::{Field, Limits};
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::View;
use crate::report::Operation;
use crate::session::{access_definition, rate_limit_smoothing};

/// The limit of one API: when any number in it is not 0, it replaces all of the key's own limits for that API.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "limit-shadows-key-limits" Warning ALL;
        check Right(shadows) if limit;
        summary "the limit of an API leaves out what the key limits";
        why "A limit that is not empty replaces all of the key's limits for its API, not only those it names. What it leaves out is unlimited there.";
        evidence ["scenario `a per-API limit with quota_max -1 only shadows` (5.13.0)", "gateway 5.13.0, gateway/session_manager.go", "TykTechnologies/tyk#2217"];
        triggers Example::body(r#"{"rate":100,"per":60,"throttle_interval":1,"throttle_retry_limit":3,"access_rights":{"a1":{"limit":{"rate":10,"per":60}}}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"throttle_interval":1,"throttle_retry_limit":3,"access_rights":{"a1":{"limit":{"rate":10,"per":60,"throttle_interval":-1,"throttle_retry_limit":-1}}}}"#);
    },
    rule! {
        "limit-rate-missing" Warning ALL;
        check Right(rate_missing) if limit;
        summary "the limit of an API has no rate";
        why "A limit that is not empty replaces the key's rate too: without one of its own the API has no rate limit at all.";
        evidence ["scenario `a per-API limit with quota but no rate removes the key's rate` (5.13.0): five requests at a rate of 2, none refused"];
        triggers Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"limit":{"quota_max":100,"quota_renewal_rate":3600}}}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"limit":{"rate":-1,"quota_max":100,"quota_renewal_rate":3600}}}}"#);
    },
    rule! {
        "limit-quota-missing" Warning ALL;
        check Right(quota_missing) if limit;
        summary "the limit of an API has a rate but no quota, while the key has one";
        why "A limit that is not empty replaces the key's quota too: requests to this API are not counted and never refused for it.";
        evidence ["scenario `a per-API limit without quota shadows the key's quota` (5.13.0): five requests on a quota of 2, none refused"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"access_rights":{"a1":{"limit":{"rate":10,"per":60}}}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"access_rights":{"a1":{"limit":{"rate":10,"per":60,"quota_max":-1}}}}"#);
    },
    rule! {
        "limit-all-zero" Info ALL;
        check Right(all_zero) if limit;
        summary "the limit of an API is empty";
        why "A limit in which every number is 0 counts as none: the key's own limits hold. Gateways since 5.12 do not even store it.";
        evidence ["scenario `a per-API limit of zeros does not shadow` (5.13.0)", "recording decode-335 (5.13.0): not stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"limit":{"rate":0,"per":0}}}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"limit":{"rate":-1}}}}"#);
    },
    rule! {
        "limit-smoothing-only" Error ALL;
        since 5 12 0;
        check Right(smoothing_only) if limit;
        summary "the limit of an API has nothing but smoothing";
        why "Whether a limit is empty is decided by its numbers alone, and an empty one is dropped when the key is written, with its smoothing.";
        evidence ["recording decode-332 (5.13.0): not stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"limit":{"smoothing":{"enabled":true,"threshold":5,"trigger":0.5,"step":1,"delay":1}}}}}"#);
        passes Example::body(r#"{"access_rights":{"a1":{"limit":{"rate":10,"per":60,"smoothing":{"enabled":true,"threshold":5,"trigger":0.5,"step":1,"delay":1}}}}}"#);
    },
    rule! {
        "limit-mixed-scope" Info KEYS;
        check Right(scope_overwritten) if allowance_scope;
        summary "`allowance_scope` is written beside a limit of the API";
        why "Without policies the gateway gives an API with a limit counters of its own, under the API's id, whatever the scope was.";
        evidence ["recording definition-056 (5.13.0): `mine` becomes `a1`", "recording definition-031 (5.13.0): kept without a limit"];
        triggers Example::body(r#"{"access_rights":{"a1":{"limit":{"rate":10,"per":60},"allowance_scope":"mine"}}}"#);
        passes Example::body(r#"{"access_rights":{"a1":{"allowance_scope":"mine"}}}"#);
    },
];

/// What a key can limit besides the rate, as a message says it, with its members.
const LIMITED: [(&str, &[Field]); 3] = [
    ("quota", &[Field::QuotaMax]),
    ("throttling", &[Field::ThrottleInterval, Field::ThrottleRetryLimit]),
    ("query depth", &[Field::MaxQueryDepth]),
];

/// The key's own limits and those of the API, when those replace them.
#[inline]
fn replaced<'a>(subject: &Subject<'a>, right: Right<'a>) -> Option<(Limits<'a>, Limits<'a>)> {
    let limit = right.limits().filter(|limit| !limit.is_empty())?;
    Some((subject.limits()?, limit))
}

#[inline]
fn lacks_rate(limit: Limits<'_>) -> bool {
    limit.number(Field::Rate) == 0.0
}

fn lacks_quota(key: Limits<'_>, limit: Limits<'_>) -> bool {
    limit.number(Field::Rate) > 0.0 && limit.integer(Field::QuotaMax) == 0 && key.integer(Field::QuotaMax) > 0
}

fn shadows<'a>(subject: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some((key, limit)) = replaced(subject, right) else { return };
    if lacks_rate(limit) || lacks_quota(key, limit) {
        return;
    }
    let is_lost = |field: &Field| key.number(*field) > 0.0 && limit.get(*field).is_none_or(View::is_null);
    // A number below zero says that the API is to have none of it.
    let is_chosen = |fields: &[Field]| fields.iter().any(|field| limit.number(*field) < 0.0);
    let lost: Vec<_> = LIMITED.iter().filter(|(_, fields)| fields.iter().any(is_lost) && !is_chosen(fields)).collect();
    if lost.is_empty() {
        return;
    }
    let names = lost.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let fields: Vec<_> = lost.iter().flat_map(|(_, fields)| fields.iter().copied()).filter(is_lost).collect();
    out.add(limit.object, format!("the key's {names} will not hold for this API: its limit replaces all of the key's"))
        .help("say in the limit of the API everything that is to hold there; -1 is unlimited")
        .guess("copy what is missing from the key", copied(key, limit, &fields));
}

fn rate_missing<'a>(subject: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some((key, limit)) = replaced(subject, right).filter(|(_, limit)| lacks_rate(*limit)) else { return };
    let issue = out.add(
        limit.place(Field::Rate),
        "this API will have no rate limit: its limit replaces all of the key's and has no rate",
    );
    issue.help("give the limit a rate and per, or a rate of -1 to say that it is unlimited");
    if key.number(Field::Rate) > 0.0 {
        issue.guess("copy rate and per from the key", copied(key, limit, &[Field::Rate, Field::Per]));
    }
}

fn quota_missing<'a>(subject: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some((key, limit)) = replaced(subject, right).filter(|(key, limit)| lacks_quota(*key, *limit)) else { return };
    let Some(quota) = key.get(Field::QuotaMax) else { return };
    out.add(
        limit.place(Field::QuotaMax),
        "the key's quota will not hold for this API: its limit replaces all of the key's and has no quota",
    )
    .help("give the limit a quota, or a quota_max of -1 to say that it is unlimited")
    .related(quota, "the key's quota")
    .guess("copy the quota from the key", copied(key, limit, &[Field::QuotaMax, Field::QuotaRenewalRate]));
}

/// Members of the key's own limits, taken over into the limit of an API.
fn copied(key: Limits<'_>, limit: Limits<'_>, fields: &[Field]) -> Vec<Operation> {
    let copy = |field: &Field| Some(limit.set(*field, key.get(*field)?.literal()));
    fields.iter().filter_map(copy).collect()
}

fn all_zero<'a>(_: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some(limit) = right.limits() else { return };
    if limit.is_empty() && limit.get(Field::Smoothing).is_none_or(View::is_null) {
        out.add(limit.object, "this limit counts as none: the key's own limits hold for the API")
            .help("remove it, or give it the numbers that are to hold there; -1 is unlimited")
            .safe("remove the limit", vec![Operation::Remove { path: limit.object.pointer() }]);
    }
}

fn smoothing_only<'a>(subject: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some(limit) = right.limits().filter(|limit| limit.is_empty()) else { return };
    let enabled = limit.get(Field::Smoothing).and_then(|smoothing| smoothing.member(rate_limit_smoothing::enabled));
    if enabled.and_then(View::boolean) != Some(true) {
        return;
    }
    let issue = out.add(limit.object, "this smoothing will be lost: a limit without any number in it is not stored");
    issue.help("give the limit a rate and per");
    if let Some(key) = subject.limits().filter(|key| key.number(Field::Rate) > 0.0) {
        issue.guess("copy rate and per from the key", copied(key, limit, &[Field::Rate, Field::Per]));
    }
}

fn scope_overwritten<'a>(subject: &Subject<'a>, right: Right<'a>, out: &mut Findings) {
    let Some(scope) = right.member(access_definition::allowance_scope) else { return };
    let is_other = scope.text().is_some_and(|text| !text.trim().is_empty() && text != right.id());
    let has_limit = right.limits().is_some_and(|limit| !limit.is_empty());
    if is_other && has_limit && subject.policies().is_empty() {
        out.add(scope, "allowance_scope will become the id of the API: its limit has counters of its own")
            .help("remove it")
            .safe("remove allowance_scope", vec![Operation::Remove { path: scope.pointer() }]);
    }
}
