//! Where the rules about limits begin and end, and what their fixes leave as it is.

use proptest::prelude::*;

use super::{Options, RuleSet, check};
use crate::decode::Arena;
use crate::edit;
use crate::report::{Applicability, Report};
use crate::target::{Endpoint, Query};

fn report(endpoint: Endpoint, query: &str, previous: Option<&str>, body: &str) -> Report {
    let previous = previous.map(str::as_bytes);
    let options = Options { now: Some(1_795_000_000), query: Query(query), previous, ..Options::new(endpoint) };
    check(body.as_bytes(), &options, &mut Arena::default()).unwrap_or_default()
}

/// The pointers at which a rule has something to say, joined by spaces.
fn places(report: &Report, code: &str) -> String {
    let found = report.issues.iter().filter(|issue| issue.code == code);
    found.map(|issue| issue.pointer.as_str()).collect::<Vec<_>>().join(" ")
}

/// A rule, the members of a key or of the limit of an API, and the members at which it has something to say.
const BOUNDARIES: &[(&str, &str, &str)] = &[
    ("quota-max-zero-unlimited", r#""quota_renewal_rate":1"#, "quota_max"),
    ("quota-max-zero-unlimited", r#""quota_max":0,"quota_remaining":1"#, "quota_max"),
    ("quota-max-zero-unlimited", r#""quota_max":0,"quota_renewal_rate":-1,"quota_remaining":0"#, ""),
    ("quota-max-zero-unlimited", r#""quota_max":-1,"quota_renewal_rate":60"#, ""),
    ("quota-max-negative", r#""quota_max":-9223372036854775808"#, "quota_max"),
    ("quota-never-renews", r#""quota_max":1,"quota_renewal_rate":-1"#, "quota_renewal_rate"),
    ("quota-never-renews", r#""quota_max":1"#, "quota_renewal_rate"),
    ("quota-never-renews", r#""quota_max":-1"#, ""),
    ("quota-renewal-overflow", r#""quota_max":0,"quota_renewal_rate":9223372037"#, ""),
    ("quota-renewal-without-max", r#""quota_renewal_rate":1"#, "quota_renewal_rate"),
    ("quota-renewal-without-max", r#""quota_max":1,"quota_renewal_rate":1"#, ""),
    ("quota-renewal-looks-like-ms", r#""quota_renewal_rate":86401000"#, "quota_renewal_rate"),
    ("quota-renewal-looks-like-ms", r#""quota_renewal_rate":86400001"#, ""),
    ("quota-renewal-looks-like-ms", r#""quota_renewal_rate":315360001"#, "quota_renewal_rate"),
    ("quota-renewal-looks-like-ms", r#""quota_renewal_rate":9223372036"#, "quota_renewal_rate"),
    ("quota-renewal-looks-like-ms", r#""quota_renewal_rate":9223373000"#, ""),
    ("quota-max-looks-like-timestamp", r#""quota_max":1400000000"#, ""),
    ("quota-max-looks-like-timestamp", r#""quota_max":1400000001"#, "quota_max"),
    ("quota-max-looks-like-timestamp", r#""quota_max":2199999999"#, "quota_max"),
    ("quota-max-looks-like-timestamp", r#""quota_max":2200000000"#, ""),
    ("quota-max-looks-like-timestamp", r#""quota_max":1400000000000"#, ""),
    ("quota-max-looks-like-timestamp", r#""quota_max":2199999999999"#, "quota_max"),
    ("quota-remaining-ignored", r#""quota_max":5,"quota_remaining":0"#, "quota_remaining"),
    ("quota-remaining-ignored", r#""quota_max":5,"quota_remaining":null"#, ""),
    ("quota-remaining-ignored", r#""quota_remaining":0"#, ""),
    ("quota-remaining-above-max", r#""quota_max":-1,"quota_remaining":5"#, ""),
    ("quota-renews-ms", r#""quota_renews":100000000000"#, ""),
    ("quota-renews-ms", r#""quota_renews":100000000001"#, "quota_renews"),
    ("rate-without-per", r#""rate":1,"per":-1"#, "per"),
    ("rate-without-per", r#""rate":-1"#, ""),
    ("per-without-rate", r#""rate":0,"per":0.1"#, "rate"),
    ("per-without-rate", r#""rate":-1,"per":60"#, ""),
    ("rate-negative-not-minus-one", r#""rate":-0.5"#, "rate"),
    ("rate-negative-not-minus-one", r#""rate":-1.0"#, ""),
    ("rate-below-one", r#""rate":0.999,"per":1"#, "rate"),
    ("rate-below-one", r#""rate":-0.5,"per":1"#, ""),
    ("rate-fractional", r#""rate":1e2,"per":1"#, ""),
    ("rate-fractional", r#""rate":0.5,"per":1"#, "rate"),
    ("per-below-one-second", r#""rate":1,"per":0.999"#, "per"),
    ("per-below-one-second", r#""rate":1,"per":-0.5"#, ""),
    ("per-fractional", r#""rate":1,"per":0.5"#, ""),
    ("per-fractional", r#""rate":1,"per":1.001"#, "per"),
    ("throttle-busy-loop", r#""rate":1,"per":1,"throttle_interval":-1,"throttle_retry_limit":1"#, "throttle_interval"),
    ("throttle-busy-loop", r#""rate":1,"per":1,"throttle_interval":0.1,"throttle_retry_limit":1"#, ""),
    (
        "throttle-interval-without-retries",
        r#""rate":1,"per":1,"throttle_interval":1,"throttle_retry_limit":-1"#,
        "throttle_retry_limit",
    ),
    ("throttle-without-rate", r#""rate":-1,"throttle_interval":1,"throttle_retry_limit":1"#, "throttle_retry_limit"),
    ("throttle-hold-too-long", r#""throttle_interval":119.9,"throttle_retry_limit":1"#, ""),
    ("throttle-hold-too-long", r#""throttle_interval":0.5,"throttle_retry_limit":240"#, "throttle_interval"),
    ("throttle-hold-too-long", r#""throttle_interval":-60,"throttle_retry_limit":-60"#, ""),
    (
        "smoothing-invalid",
        r#""rate":9,"smoothing":{"enabled":true,"threshold":1,"trigger":0,"step":1,"delay":1}"#,
        "smoothing",
    ),
    ("smoothing-invalid", r#""rate":9,"smoothing":{"threshold":0}"#, ""),
    (
        "smoothing-threshold-not-below-rate",
        r#""rate":9.5,"smoothing":{"enabled":true,"threshold":10}"#,
        "smoothing/threshold",
    ),
    ("smoothing-threshold-not-below-rate", r#""rate":9.5,"smoothing":{"enabled":true,"threshold":9}"#, ""),
    ("smoothing-threshold-not-below-rate", r#""rate":9,"smoothing":{"threshold":10}"#, ""),
    ("smoothing-disabled-lost", r#""rate":9,"smoothing":{"enabled":null,"delay":-1}"#, "smoothing"),
    ("smoothing-disabled-lost", r#""rate":9,"smoothing":{}"#, ""),
    ("smoothing-without-rate", r#""rate":-1,"smoothing":{"enabled":true}"#, "smoothing"),
];

#[test]
fn limits_of_a_key_and_of_an_api_are_judged_alike_up_to_the_boundaries() {
    for (code, members, place) in BOUNDARIES {
        let expected = |parent: &str| if place.is_empty() { String::new() } else { format!("{parent}/{place}") };
        let said = |body: &str| places(&report(Endpoint::GatewayKey, "", None, body), code);
        assert_eq!(said(&format!("{{{members}}}")), expected(""), "{code}: {members}");
        let nested = format!(r#"{{"access_rights":{{"a/1":{{"limit":{{{members}}}}}}}}}"#);
        assert_eq!(said(&nested), expected("/access_rights/a~11/limit"), "{code}: {nested}");
    }
}

/// A rule, what the key limits, the limit of an API, and the place in that limit at which it has something to say.
const REPLACED: &[(&str, &str, &str, Option<&str>)] = &[
    ("limit-shadows-key-limits", r#""max_query_depth":5"#, r#""rate":1"#, Some("")),
    ("limit-shadows-key-limits", r#""max_query_depth":5"#, r#""rate":1,"max_query_depth":null"#, Some("")),
    ("limit-shadows-key-limits", r#""max_query_depth":5"#, r#""rate":1,"max_query_depth":0"#, None),
    ("limit-shadows-key-limits", r#""max_query_depth":-1"#, r#""rate":1"#, None),
    ("limit-shadows-key-limits", r#""throttle_interval":1"#, r#""rate":1,"throttle_retry_limit":-1"#, None),
    ("limit-shadows-key-limits", r#""quota_max":5"#, r#""rate":-1"#, Some("")),
    ("limit-shadows-key-limits", r#""quota_max":5,"max_query_depth":5"#, r#""rate":1"#, None),
    ("limit-shadows-key-limits", r#""max_query_depth":5"#, r#""quota_max":1"#, None),
    ("limit-shadows-key-limits", r#""max_query_depth":5"#, r#""rate":0"#, None),
    ("limit-rate-missing", r#""rate":1"#, r#""rate":0,"quota_max":-1"#, Some("/rate")),
    ("limit-rate-missing", r#""rate":1"#, r#""rate":-1"#, None),
    ("limit-rate-missing", r#""rate":1"#, r#""rate":0"#, None),
    ("limit-quota-missing", r#""quota_max":5"#, r#""rate":1,"quota_max":0"#, Some("/quota_max")),
    ("limit-quota-missing", r#""quota_max":5"#, r#""rate":1,"quota_max":-1"#, None),
    ("limit-quota-missing", r#""quota_max":-1"#, r#""rate":1"#, None),
    ("limit-quota-missing", r#""quota_max":5"#, r#""rate":-1"#, None),
    ("limit-all-zero", "", r#""rate":0,"smoothing":null"#, Some("")),
    ("limit-all-zero", "", r#""rate":0,"smoothing":{}"#, None),
    ("limit-smoothing-only", "", r#""per":0,"smoothing":{"enabled":true}"#, Some("")),
    ("limit-smoothing-only", "", r#""smoothing":{"enabled":false,"step":1}"#, None),
];

#[test]
fn what_the_limit_of_an_api_leaves_out_is_missed_unless_it_was_chosen() {
    for (code, key, limit, place) in REPLACED {
        let comma = if key.is_empty() { "" } else { "," };
        let body = format!(r#"{{{key}{comma}"access_rights":{{"a1":{{"limit":{{{limit}}}}}}}}}"#);
        let expected = place.map(|place| format!("/access_rights/a1/limit{place}")).unwrap_or_default();
        assert_eq!(places(&report(Endpoint::GatewayOrg, "", None, &body), code), expected, "{code}: {body}");
    }
}

#[test]
fn a_time_of_renewal_is_past_only_where_it_is_stored() {
    let key = r#"{"quota_max":5,"quota_renewal_rate":60,"quota_renews":1794999999}"#;
    let api = r#"{"access_rights":{"a1":{"limit":{"quota_max":5,"quota_renewal_rate":60,"quota_renews":1794999999}}}}"#;
    let at_api = "/access_rights/a1/limit/quota_renews";
    let other = Some(r#"{"access_rights":{"a2":{"limit":{"rate":5}}}}"#);
    let had_limit = Some(r#"{"access_rights":{"a1":{"limit":{"rate":5}}}}"#);
    for (endpoint, query, previous, body, place) in [
        (Endpoint::GatewayOrg, "", None, key, "/quota_renews"),
        (Endpoint::GatewayOrg, "reset_quota=1", None, key, ""),
        (Endpoint::DashboardAdminOrg, "", None, key, "/quota_renews"),
        (Endpoint::GatewayKey, "", None, key, ""),
        (Endpoint::GatewayKey, "suppress_reset=1", None, key, ""),
        (Endpoint::GatewayOrg, "reset_quota=1", None, api, at_api),
        (Endpoint::GatewayKey, "", None, api, at_api),
        (Endpoint::GatewayKey, "suppress_reset=1", other, api, at_api),
        (Endpoint::GatewayKey, "suppress_reset=1", had_limit, api, ""),
    ] {
        let found = places(&report(endpoint, query, previous, body), "quota-renews-past");
        assert_eq!(found, place, "{} {query} {body}", endpoint.name());
    }
}

fn limit() -> impl Strategy<Value = serde_json::Value> {
    let names = ["rate", "per", "throttle_retry_limit", "quota_max", "quota_remaining", "quota_renewal_rate"];
    let number = prop::sample::select(vec![-2, -1, 0, 1, 5, 60]);
    let members = prop::collection::btree_map(prop::sample::select(names.to_vec()), number, 0..6);
    members.prop_map(|members| serde_json::json!(members))
}

/// Whether the limit of an API counts: any of its numbers is not 0.
fn counts(body: &[u8]) -> bool {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let limit = body.pointer("/access_rights/a1/limit").and_then(serde_json::Value::as_object);
    limit.is_some_and(|limit| limit.values().any(|number| number.as_i64() != Some(0)))
}

proptest! {
    #[test]
    fn no_safe_fix_makes_another_limit_hold_for_an_api(key in limit(), limit in limit()) {
        let rights = serde_json::json!({"a1": {"limit": limit}});
        let members = key.as_object().cloned().unwrap_or_default();
        let body = serde_json::Value::from_iter(members.into_iter().chain([("access_rights".to_owned(), rights)]));
        let body = body.to_string();
        for issue in report(Endpoint::GatewayKey, "", None, &body).issues {
            let Some(fix) = issue.fix.filter(|fix| fix.applicability == Applicability::Safe) else { continue };
            let fixed = edit::apply(body.as_bytes(), &fix.patch).unwrap_or_default();
            prop_assert_eq!(counts(&fixed), counts(body.as_bytes()), "{} in {}", issue.code, &body);
        }
    }
}

/// Values around every boundary at which rules about limits and dates begin and end.
const VALUES: [&str; 20] = [
    "null",
    "-2",
    "-1",
    "0",
    "0.5",
    "1",
    "1.5",
    "2",
    "60",
    "3600",
    "86399999",
    "86400000",
    "31536000",
    "31536001",
    "999999999",
    "1000000000",
    "1795000000",
    "2000000000",
    "100000000000",
    "9223372036854775807",
];

/// Members in any order, each with one of the values.
fn members(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let member = (proptest::sample::select(names), proptest::sample::select(&VALUES[..]));
    proptest::collection::vec(member.prop_map(|(name, value)| format!("\"{name}\":{value}")), 0..7)
        .prop_map(|members| members.join(","))
}

const NAMES: &[&str] = &[
    "rate",
    "per",
    "throttle_interval",
    "throttle_retry_limit",
    "max_query_depth",
    "quota_max",
    "quota_renews",
    "quota_remaining",
    "quota_renewal_rate",
    "expires",
    "session_lifetime",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn what_counts_as_usual_is_what_no_rule_speaks_of(key in members(NAMES), limit in members(&NAMES[..9]), is_organisation: bool) {
        let body = format!("{{\"access_rights\":{{\"a1\":{{\"limit\":{{{limit}}}}}}},\"org_id\":\"o\",{key}}}").replace(",}", "}");
        let endpoint = if is_organisation { Endpoint::GatewayOrg } else { Endpoint::GatewayKey };
        let options = Options { now: Some(1_795_000_000), ..Options::new(endpoint) };
        let said = |choice: RuleSet| choice.check(body.as_bytes(), &options, &mut Arena::default());
        let chosen = || RuleSet::of(&options).unwrap_or_default();
        prop_assert_eq!(said(chosen()), said(chosen().asking_always()));
    }
}

#[test]
fn a_kept_counter_is_told_of_where_a_lower_quota_meets_what_is_used() {
    let counted = |most: u32, left: &str| format!(r#"{{"quota_max":{most}{left},"quota_renewal_rate":60}}"#);
    for (left, sent, message) in [
        (
            r#","quota_remaining":3"#,
            7,
            "the key may be refused at once: 7 requests were used when it was read, and still are",
        ),
        (r#","quota_remaining":3"#, 8, ""),
        // Nothing is lowered, or it is not known what is used.
        (r#","quota_remaining":0"#, 10, ""),
        (
            r#","quota_remaining":0"#,
            9,
            "the key may be refused at once: 10 requests, or none, were used when it was read, and still are",
        ),
        ("", 10, ""),
        ("", 1, ""),
    ] {
        let previous = counted(10, left);
        let report = report(Endpoint::GatewayKey, "suppress_reset=1", Some(&previous), &counted(sent, ""));
        let told = report.issues.iter().find(|issue| issue.code == "suppress-reset-lowers-quota");
        assert_eq!(told.map_or("", |issue| &issue.message), message, "{left} {sent}");
    }
}
