//! Plans, and what always holds of updates.

use proptest::prelude::*;

use super::apply::with_key;
use super::difference::differences;
use super::{Change, Period, Plan, ReadBack, Risk, apply_changes, confirm, merge, plan, timeline, translate};
use crate::decode::View;
use crate::gateway::Context;
use crate::rules::Options;
use crate::target::{Endpoint, Query, Version};

pub(super) const NOW: i64 = 1_795_000_000;
const ORGANISATION: &str = "5e9d9544a1dcd60001d0ed20";

fn context() -> Context {
    let text = r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apis":{"a1":{"kind":"http"},"a2":{"kind":"http"}},"certificates":[],
        "policies":{"p1":{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":1,"quota_max":100,"quota_renewal_rate":60,"active":true,
        "access_rights":{"a1":{"api_id":"a1","versions":["Default"]}}},
        "p2":{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":1,"quota_max":100,"quota_renewal_rate":60,"active":true,"tags":["gold"],
        "access_rights":{"a1":{"api_id":"a1","versions":["Default"]}}}}}"#;
    Context::parse(text.as_bytes(), Version::DEFAULT).unwrap_or_default()
}

pub(super) fn planned(endpoint: Endpoint, query: &'static str, base: &str, edited: &str) -> Plan {
    let options = Options {
        now: Some(NOW),
        query: Query(query),
        key_id: Some(if endpoint.is_organisation() { ORGANISATION } else { "5e9d9544a1dcd60001d0ed20k1" }),
        api_id: Some("a1"),
        ..Options::new(endpoint)
    };
    plan(base.as_bytes(), edited.as_bytes(), &options, &context()).unwrap()
}

fn sentences(plan: &Plan) -> Vec<&str> {
    plan.changes.iter().map(|change| change.sentence.as_str()).collect()
}

pub(super) const KEY: &str = r#"{"rate":100,"per":60,"quota_max":1000,"quota_renews":1795003600,"quota_remaining":77,"quota_renewal_rate":3600,"access_rights":{"a1":{"api_id":"a1","api_name":"Orders","versions":["Default"]}},"org_id":"5e9d9544a1dcd60001d0ed20","last_updated":"1794990000","x":9223372036854775808}"#;

#[test]
fn an_edit_is_told_with_what_becomes_of_the_counter() {
    let edited = KEY.replace("\"rate\":100", "\"rate\":1000");
    let reset = planned(Endpoint::GatewayKey, "", KEY, &edited);
    assert_eq!(
        sentences(&reset),
        ["rate 100 → 1,000 requests per minute", "the quota counter restarts: all 1,000 requests are available again"]
    );
    let kept = planned(Endpoint::DashboardApi, "suppress_reset=1", KEY, &edited);
    let rate = "the counter is kept, and so is the old rate while requests keep coming";
    assert_eq!(sentences(&kept).last(), Some(&rate));
    let body = String::from_utf8_lossy(&kept.body);
    assert!(body.contains("\"rate\":1000") && body.contains("\"x\":9223372036854775808"));
    for volatile in ["quota_remaining", "quota_renews", "last_updated"] {
        assert!(!body.contains(volatile), "{volatile} is sent back");
    }
}

#[test]
fn a_plan_without_an_edit_sends_the_same_bytes_and_says_what_even_that_does() {
    for (endpoint, query, counter) in [
        (
            Endpoint::GatewayKey,
            "",
            "nothing is changed, and yet this update restarts the quota counter: all 1,000 requests are available again",
        ),
        (Endpoint::DashboardApi, "suppress_reset=1", "the quota counter is kept"),
        (
            Endpoint::GatewayOrg,
            "reset_quota=1",
            "nothing is changed, and yet this update restarts the quota counter: all 1,000 requests are available again",
        ),
        (Endpoint::DashboardAdminOrg, "", "the quota counter is kept: this endpoint has no switch for it"),
    ] {
        let plan = planned(endpoint, query, KEY, KEY);
        assert!(plan.unchanged);
        assert_eq!(plan.body, KEY.as_bytes());
        assert_eq!(sentences(&plan), [counter]);
    }
}

#[test]
fn a_key_that_is_not_there_yet_is_planned_and_confirmed_from_nothing() {
    let edited = r#"{"rate":7,"per":1,"quota_remaining":5,"org_id":"5e9d9544a1dcd60001d0ed20"}"#;
    let new = planned(Endpoint::GatewayOrg, "", "", edited);
    assert!(!new.unchanged);
    assert_eq!(new.body, edited.as_bytes());
    assert!(sentences(&new).contains(&"rate limited to 7 requests per second (was unlimited)"));
    let found = |text| confirm(&new.sent(), &[ReadBack { text: Some(text), after: 11.0 }]).verdict();
    assert_eq!(new.prediction.stored.as_deref().map(|stored| found(stored.as_bytes())), Some("kept"));
    assert_eq!((found(b"{}"), found(b"{\"rate\":9}")), ("lost", "altered"));
    assert_eq!(planned(Endpoint::DashboardAdminOrg, "", "", edited).prediction.status, 404);
}

#[test]
fn a_text_that_is_no_key_is_no_plan_without_an_edit() {
    let broken = planned(Endpoint::GatewayKey, "", KEY, "{ broken");
    assert!(!broken.unchanged && broken.changes.is_empty());
    assert_eq!((broken.body.as_slice(), broken.prediction.status), ("{ broken".as_bytes(), 400));
}

#[test]
fn what_a_policy_sets_is_not_sent_back_and_an_edit_of_it_is_said_to_have_no_effect() {
    let base = r#"{"rate":10,"per":1,"quota_max":100,"quota_renewal_rate":60,"access_rights":{"a1":{"versions":["Default"]}},"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"alias":"a"}"#;
    let renamed = planned(Endpoint::GatewayKey, "", base, &base.replace("\"alias\":\"a\"", "\"alias\":\"b\""));
    let body = String::from_utf8_lossy(&renamed.body).into_owned();
    assert_eq!(body, r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"alias":"b"}"#);
    let tagged = base.replace("p1", "p2").replace("\"alias\":\"a\"", "\"alias\":\"a\",\"tags\":[\"gold\"]");
    let renamed = planned(Endpoint::GatewayKey, "", &tagged, &tagged.replace("\"alias\":\"a\"", "\"alias\":\"b\""));
    assert!(!String::from_utf8_lossy(&renamed.body).contains("gold"), "the tags of the policy are sent back");
    let faster = planned(Endpoint::GatewayKey, "", base, &base.replace("\"rate\":10", "\"rate\":99"));
    let change = faster.changes.first();
    assert_eq!(change.map(|change| change.risk), Some(Risk::Overwritten));
    assert_eq!(change.and_then(|change| change.note.as_deref()), Some("the new rate has no effect: policy p1 sets it"));
}

/// The risks of the changes, and what is noted at them.
#[test]
fn of_an_update_that_is_refused_nothing_is_left_out() {
    let edited = KEY.replace("\"x\":", "\"apply_policies\":[\"nowhere\"],\"x\":");
    let refused = planned(Endpoint::GatewayKey, "", KEY, &edited);
    assert_eq!(refused.prediction.status, 500);
    let body = String::from_utf8_lossy(&refused.body);
    for member in ["\"rate\":100", "\"quota_max\":1000", "\"access_rights\""] {
        assert!(body.contains(member), "{member} is left out of {body}");
    }
}

#[test]
fn to_leave_out_what_the_gateway_keeps_by_itself_is_no_change() {
    let edited = KEY.replace("\"quota_renews\":1795003600,\"quota_remaining\":77,", "");
    assert!(planned(Endpoint::GatewayKey, "", KEY, &edited).unchanged);
    assert!(planned(Endpoint::DashboardApi, "", KEY, &edited).unchanged);
    // An organisation endpoint stores the time as it is sent.
    let organisation = planned(Endpoint::GatewayOrg, "", KEY, &edited);
    let pointers: Vec<_> = organisation.changes.iter().map(|change| change.pointer.as_str()).collect();
    assert!(pointers.contains(&"/quota_renews") && !pointers.contains(&"/quota_remaining"), "{pointers:?}");
}

#[test]
fn a_change_of_an_organisation_is_told_as_what_it_does_to_all() {
    let base = r#"{"rate":100,"per":60}"#;
    let edited = r#"{"rate":100,"per":60,"is_inactive":true,"expires":1900000000,"access_rights":{"a1":{}}}"#;
    let plan = planned(Endpoint::GatewayOrg, "", base, edited);
    assert!(sentences(&plan).contains(&"the organisation is closed: requests to its APIs get 403"));
    let closes = "API a1 is listed: as long as any is, the organisation key closes all others";
    assert!(sentences(&plan).contains(&closes), "{:?}", sentences(&plan));
}

#[test]
fn a_key_whose_policies_keep_it_open_is_not_said_to_be_closed() {
    let base = KEY.replace("\"x\":", "\"apply_policies\":[\"p1\"],\"x\":");
    let plan = planned(Endpoint::GatewayKey, "", &base, &base.replace("\"x\":", "\"is_inactive\":true,\"x\":"));
    assert!(sentences(&plan).contains(&"the key stays as open as its policies have it"), "{:?}", sentences(&plan));
}

fn notes(query: &'static str, base: &str, edited: &str) -> Vec<(&'static str, String)> {
    let plan = planned(Endpoint::GatewayKey, query, base, edited);
    let noted = |change: Change| Some((change.risk.name(), change.note?));
    plan.changes.into_iter().filter_map(noted).collect()
}

#[test]
fn what_the_gateway_overwrites_is_noted_in_words_that_fit() {
    let base = r#"{"rate":10,"per":1,"quota_max":100,"quota_renewal_rate":60,"access_rights":{"a1":{"versions":["Default"]}},"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"tags":["a"],"expires":1900000000}"#;
    for (from, to, risk, note) in [
        (r#""rate":10"#, r#""rate":99"#, "overwritten", "the new rate has no effect: policy p1 sets it"),
        (r#""rate":10,"#, "", "overwritten", "leaving rate out has no effect: policy p1 sets it"),
        (r#"["Default"]"#, r#"["v1"]"#, "overwritten", "the new versions have no effect: policy p1 sets them"),
        (
            r#"{"a1":"#,
            r#"{"a2":{"versions":["Default"]},"a1":"#,
            "overwritten",
            "the new access right has no effect: policy p1 sets it",
        ),
        (
            "1900000000",
            "1700000000",
            "overwritten",
            "the new expires has no effect: an expiry in the past is ignored: the stored one is kept",
        ),
    ] {
        assert_eq!(notes("", base, &base.replace(from, to)), [(risk, note.to_owned())], "{from} → {to}");
    }
    let own = base.replace(r#","apply_policies":["p1"]"#, "");
    for (tags, risk, note) in [
        (r#"["a","a"]"#, "overwritten", "the new tags have no effect: repetitions are removed"),
        (r#"["b","b"]"#, "harmless", "it is not stored as it is sent: repetitions are removed"),
    ] {
        assert_eq!(notes("", &own, &own.replace(r#"["a"]"#, tags)), [(risk, note.to_owned())]);
    }
    let tagged = base.replace("p1", "p2").replace(r#"["a"]"#, r#"["a","gold"]"#);
    for (tags, risk, note) in [
        (r#"["a"]"#, "overwritten", "the new tags have no effect: policy p2 sets them"),
        (r#"["b"]"#, "harmless", "it is not stored as it is sent: policy p2 sets them"),
    ] {
        assert_eq!(notes("", &tagged, &tagged.replace(r#"["a","gold"]"#, tags)), [(risk, note.to_owned())]);
    }
}

#[test]
fn an_end_in_the_past_is_said_to_be_lost() {
    let base = KEY.replace("\"rate\":100", "\"expires\":1900000000,\"rate\":100");
    let plan = planned(Endpoint::GatewayKey, "", &base, &base.replace("1900000000", "1700000000"));
    let lost: Vec<_> =
        plan.lost.iter().map(|loss| (loss.pointer.as_str(), loss.stored.as_deref(), loss.reason.as_str())).collect();
    assert!(
        lost.contains(&("/expires", Some("1900000000"), "an expiry in the past is ignored: the stored one is kept")),
        "{lost:?}"
    );
}

/// Bodies of keys, with what is unknown, exact or laid out in some way in them.
fn key() -> impl Strategy<Value = String> {
    let member = prop_oneof![
        (0..3u8).prop_map(|n| format!("\"rate\": {n}")),
        (1..3u8).prop_map(|n| format!("\"per\":{n}0")),
        (0..4u8).prop_map(|n| format!("\"quota_max\":900719925474099{n}")),
        (1..3u8).prop_map(|n| format!("\"quota_renewal_rate\": {n}00")),
        "[ab]{1,2}".prop_map(|name| format!("\"alias\":\"{name}\"")),
        proptest::sample::subsequence(vec!["\"a\"", "\"b\"", "\"c\""], 0..=3).prop_map(|tags| format!("\"tags\":[{}]", tags.join(", "))),
        (0..3u8, 0..2u8).prop_map(|(n, m)| format!("\"meta_data\":{{\"n\":{n}, \"m{m}\":[1.0]}}")),
        (0..3u8).prop_map(|n| format!("\"unknown\": {{ \"deep\":9223372036854775808{n} }}")),
        (0..3u8, 0..3u8).prop_map(|(n, m)| format!(
            "\"access_rights\":{{\"a1\":{{\"versions\":[\"v{n}\"],\"limit\":{{\"rate\":{m},\"per\":1}}}},\"a{n}x\":{{}}}}"
        )),
        (0..3u8).prop_map(|n| format!("\"jwt_data\":{{\"secret\":\"s{n}\"}}")),
        proptest::bool::ANY.prop_map(|on| format!("\"is_inactive\":{on}")),
        (0..3u8).prop_map(|n| format!("\"expires\":190000000{n}")),
    ];
    (proptest::collection::vec(member, 0..7), proptest::bool::ANY).prop_map(|(members, pretty)| {
        let mut unique: Vec<String> = Vec::new();
        for member in members {
            let name = member.split(':').next().unwrap_or_default().to_owned();
            if !unique.iter().any(|other| other.starts_with(&name)) {
                unique.push(member);
            }
        }
        let separator = if pretty { ",\n  " } else { "," };
        format!("{{{}}}", unique.join(separator))
    })
}

fn compare(before: &[u8], after: &[u8]) -> Vec<Change> {
    let compared = |before: View<'_>, after: View<'_>| differences(before, after, None);
    with_key(before, |before| with_key(after, |after| compared(before, after))).flatten().unwrap_or_default()
}

proptest! {
    #[test]
    fn the_changes_make_the_edited_key_of_the_base(base in key(), edited in key()) {
        let changes = compare(base.as_bytes(), edited.as_bytes());
        let made = apply_changes(base.as_bytes(), &changes);
        prop_assert!(made.is_ok());
        prop_assert_eq!(compare(&made.unwrap_or_default(), edited.as_bytes()), []);
    }

    #[test]
    fn merging_with_the_base_is_the_other(base in key(), other in key()) {
        let (base, other) = (base.as_bytes(), other.as_bytes());
        let mine = merge(base, other, base);
        prop_assert_eq!(mine.map(|merged| (merged.text, merged.conflicts)), Ok((other.to_vec(), vec![])));
        let theirs = merge(base, base, other).map(|merged| compare(&merged.text, other));
        prop_assert_eq!(theirs, Ok(vec![]));
    }

    #[test]
    fn merging_is_the_same_from_both_sides_where_nothing_conflicts(base in key(), mine in key(), theirs in key()) {
        let one = merge(base.as_bytes(), mine.as_bytes(), theirs.as_bytes());
        let other = merge(base.as_bytes(), theirs.as_bytes(), mine.as_bytes());
        if let (Ok(one), Ok(other)) = (one, other) && one.conflicts.is_empty() {
            prop_assert!(other.conflicts.is_empty());
            let differ: Vec<_> = compare(&one.text, &other.text).into_iter().filter(|change| !change.sentence.contains("the order of")).collect();
            prop_assert_eq!(differ, []);
        }
    }

    #[test]
    fn an_update_that_does_what_was_foreseen_is_kept(base in key(), edited in key()) {
        for endpoint in Endpoint::ALL {
            let plan = planned(endpoint, "", &base, &edited);
            if plan.prediction.status == 200 {
                let text = plan.prediction.effective.as_deref().map(str::as_bytes);
                prop_assert_eq!(confirm(&plan.sent(), &[ReadBack { text, after: 20.0 }]).verdict(), "kept");
            }
        }
    }

    #[test]
    fn a_plan_without_an_edit_is_unchanged(base in key()) {
        let plan = planned(Endpoint::GatewayKey, "", &base, &base);
        prop_assert!(plan.unchanged);
        prop_assert_eq!(plan.body, base.into_bytes());
    }
}

fn other(plan: &Plan, endpoint: Endpoint) -> super::Translation {
    translate(plan.endpoint, Query(&plan.query), &plan.body, endpoint)
}

#[test]
fn the_same_edit_is_told_for_the_other_endpoints() {
    let edited = KEY.replace("\"rate\":100", "\"rate\":1000");
    let plan = planned(Endpoint::DashboardApi, "hashed=1&suppress_reset=1", KEY, &edited);
    let gateway = other(&plan, Endpoint::GatewayKey);
    assert!(gateway.same_key && gateway.body == plan.body);
    assert_eq!(gateway.query, "hashed=1&suppress_reset=1");
    assert_eq!(
        gateway.differences,
        ["the secret goes in the header x-tyk-authorization", "success is answered with {action, key, status}"]
    );
    let organisation = other(&plan, Endpoint::DashboardAdminOrg);
    assert!(!organisation.same_key && organisation.query.is_empty());
    assert!(!String::from_utf8_lossy(&organisation.body).contains("access_rights"));
    assert!(organisation.differences.iter().any(|text| text.contains("whole organisation")));
    let kept_for = KEY.replace("\"rate\":100", "\"rate\":100,\"data_expires\":86400");
    let key = other(&planned(Endpoint::GatewayOrg, "", KEY, &kept_for), Endpoint::GatewayKey);
    assert_eq!(
        key.differences,
        [
            "it sets the limits of one key, not those of the organisation",
            "data_expires has no effect there: it counts on organisation keys alone",
            "suppress_reset=1 does the same with the quota counter",
            "success is answered with {action, key, status}"
        ]
    );
    let reset = other(&planned(Endpoint::GatewayKey, "", KEY, &edited), Endpoint::GatewayOrg);
    assert_eq!(reset.query, "reset_quota=1");
    let none = other(&planned(Endpoint::GatewayKey, "", KEY, &edited), Endpoint::DashboardAdminOrg);
    assert!(none.differences.iter().any(|text| text == "it has no switch for the quota counter, which is kept"));
}

fn told(text: &str, until: i64, each: Option<f64>) -> Vec<(i64, &'static str)> {
    let span = Period { from: NOW, until: NOW + until, requests_per_second: each };
    let events = timeline(text.as_bytes(), span, Version::DEFAULT, &context());
    events.into_iter().map(|event| (event.at - NOW, event.kind.name())).collect()
}

#[test]
fn a_timeline_says_when_a_key_is_throttled_out_of_quota_renewed_and_gone() {
    let rights = r#""access_rights":{"a1":{"versions":["Default"]}},"org_id":"5e9d9544a1dcd60001d0ed20""#;
    let key = format!("{{\"rate\":10,\"per\":60,\"quota_max\":100,\"quota_renewal_rate\":3600,{rights}}}");
    assert_eq!(told(&key, 3_700, None), []);
    assert_eq!(told(&key, 3_700, Some(1.0)), [(10, "rateLimited"), (600, "outOfQuota"), (3_600, "renewed")]);
    assert_eq!(told(&key, 3_600, Some(0.01)), []);
    let once = format!("{{\"quota_max\":5,{rights}}}");
    assert_eq!(told(&once, 100_000, Some(1.0)), [(5, "outOfQuota")]);
    let ends = format!("{{\"expires\":{},\"quota_max\":5,{rights}}}", NOW + 3);
    assert_eq!(told(&ends, 100, Some(1.0)), [(4, "expired")]);
    let dropped = format!("{{\"session_lifetime\":50,{rights}}}");
    assert_eq!(told(&dropped, 100, None), [(50, "deleted")]);
    assert_eq!(told("[]", 100, None), []);
}
