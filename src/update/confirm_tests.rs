//! What a read-back says of a plan.

use super::tests::{KEY, NOW, planned};
use super::{Deviation, Plan, ReadBack, confirm};
use crate::gateway::Context;
use crate::rules::Options;
use crate::target::Endpoint;

#[test]
fn a_key_read_back_is_kept_lost_or_altered() {
    let edited = KEY.replace("\"rate\":100", "\"rate\":1000");
    let verdict = |plan: &Plan, text: Option<&str>| {
        confirm(&plan.sent(), &[ReadBack { text: text.map(str::as_bytes), after: 1.0 }]).verdict()
    };
    let plan = planned(Endpoint::GatewayOrg, "", KEY, &edited);
    assert_eq!(verdict(&plan, plan.prediction.stored.as_deref()), "kept");
    assert_eq!(verdict(&plan, Some(KEY)), "lost");
    assert_eq!(verdict(&plan, Some(&KEY.replace("\"rate\":100", "\"rate\":7"))), "altered");
    assert_eq!((verdict(&plan, None), verdict(&plan, Some("<html>"))), ("unknown", "unknown"));
    let lost = confirm(&plan.sent(), &[ReadBack { text: Some(KEY.as_bytes()), after: 1.0 }]);
    assert_eq!(lost.finding().sentence, "answered 200, but the old key is back");
    for words in
        ["about 10 s", "disable_cached_session_state", "a reload does not help", "neither does DELETE before PUT"]
    {
        assert!(lost.deviation().is_some_and(|Deviation { advice, .. }| advice.contains(words)), "{words}");
    }
}

#[test]
fn metadata_is_not_taken_for_what_the_gateway_changes_by_itself_whatever_its_name() {
    let with = |data: &str| KEY.replace("\"x\":", &format!("\"meta_data\":{{\"last_updated\":{data}}},\"x\":"));
    let plan = planned(Endpoint::GatewayKey, "", &with("1"), &with("2"));
    let confirmation = confirm(&plan.sent(), &[ReadBack { text: Some(with("1").as_bytes()), after: 1.0 }]);
    assert_eq!(confirmation.verdict(), "lost");
}

#[test]
fn what_is_altered_is_told_with_what_was_found_and_why() {
    let base = r#"{"rate":10,"per":1,"access_rights":{"a1":{"versions":["Default"]}},"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"alias":"a"}"#;
    let edited = base.replace("\"alias\":\"a\"", "\"alias\":\"b\"").replace("\"rate\":10", "\"rate\":99");
    let plan = planned(Endpoint::GatewayKey, "", base, &edited);
    let stored = plan.prediction.stored.clone().unwrap_or_default();
    let found = |text: &str| confirm(&plan.sent(), &[ReadBack { text: Some(text.as_bytes()), after: 1.0 }]);
    for (from, to, note) in [
        (r#""rate":10"#, r#""rate":99"#, "as it was sent, which was predicted to be overwritten"),
        (r#""alias":"b""#, r#""alias":"a""#, "the old value"),
        (r#""alias":"b""#, r#""alias":"c""#, "neither what was there before nor what was sent"),
    ] {
        let altered = found(&stored.replacen(from, to, 1));
        assert_eq!(altered.verdict(), "altered", "{stored}");
        assert_eq!(
            altered.deviation().and_then(|deviation| deviation.differences.first()?.note.as_deref()),
            Some(note)
        );
    }
    let altered = found(&stored.replacen("\"b\"", "\"c\"", 1));
    assert_eq!(altered.finding().sentence, "the key is not as predicted: /alias differs");
    assert!(
        altered
            .deviation()
            .is_some_and(|Deviation { advice, .. }| advice.starts_with("somebody else may have saved it since"))
    );
    let options = Options { now: Some(NOW), ..Options::new(Endpoint::GatewayKey) };
    let unknown = super::plan(base.as_bytes(), edited.as_bytes(), &options, &Context::default()).unwrap();
    let doubts: Vec<_> =
        unknown.changes.iter().map(|change| (change.pointer.as_str(), change.note.as_deref())).collect();
    assert!(doubts.contains(&("/rate", Some("policy p1 may replace it, and is not known here"))), "{doubts:?}");
    assert!(doubts.contains(&("/alias", None)), "{doubts:?}");
    let altered = confirm(&unknown.sent(), &[ReadBack { text: Some(stored.as_bytes()), after: 1.0 }]);
    assert_eq!(
        altered.deviation().map(|deviation| deviation.advice.as_str()),
        Some("what is stored depends on policy p1, which the plan did not know")
    );
}

#[test]
fn a_read_back_at_once_proves_little_for_an_organisation() {
    let plan = planned(Endpoint::GatewayOrg, "", KEY, &KEY.replace("\"per\":60", "\"per\":6"));
    let read = |after| ReadBack { text: plan.prediction.stored.as_deref().map(str::as_bytes), after };
    assert!(confirm(&plan.sent(), &[read(1.0)]).finding().proof.contains("little is proved"));
    assert!(confirm(&plan.sent(), &[read(1.0), read(11.0)]).finding().proof.contains("has expired"));
}
