#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::deprecated::{Move, recording};
use super::findings::{Findings, Place};
use super::lifetime::{DATE, YEAR};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::View;
use crate::gateway::Inactivity;
use crate::report::Operation;
use crate::session::session_state;

/// Members that are the gateway's own, have another name by now, or mean something only elsewhere.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "read-only-field" Info ALL;
        check Key(read_only);
        summary "the update sends members that the gateway sets itself or does not read";
        why "`last_updated` is set with every update, `date_created` stays as stored at the key endpoints, `last_check` is read by no gateway, and `key_id` is not a member of a stored key at all. They come from a GET, do no harm and have no effect.";
        evidence [
            "recording member-796 (5.13.0): last_updated is overwritten",
            "recording previous-006 (5.13.0): date_created stays as stored",
            "recording member-820 (5.13.0): key_id is dropped",
            "recording decode-138 (5.13.0): at the organisation endpoints date_created is stored as sent",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"last_updated":"1715681746"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"date_created":"2024-05-14T13:15:46Z"}"#);
    },
    rule! {
        "detail-recording-deprecated" Warning ALL;
        check Key(detail_recording) if enable_detail_recording;
        summary "`enable_detail_recording` is the old name of `enable_detailed_recording`";
        why "Either one turns the recording of whole requests on. Whoever later turns off only the new one has not turned it off.";
        evidence [
            "recording member-611 (5.13.0): stored under the old name",
            "gateway 5.13.0, gateway/handler_success.go: one or the other",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"enable_detail_recording":true}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"enable_detailed_recording":true}"#);
    },
    rule! {
        "data-expires-on-user-key" Info DASHBOARD_API;
        check Key(data_expires) if data_expires;
        summary "`data_expires` is set on a key that is not an organisation's";
        why "How long analytics records are kept is looked up in the organisation key alone.";
        evidence [
            "recording random-203 (5.13.0): stored, without effect",
            "gateway 5.13.0, gateway/handler_success.go",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"data_expires":86400}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"data_expires":0}"#);
    },
    rule! {
        "data-expires-looks-like-timestamp" Warning ORGANISATIONS;
        check Key(data_expires_is_time) if data_expires;
        summary "`data_expires` is so large that it must be a point in time";
        why "It is the number of seconds for which analytics records are kept: a date keeps them for half a century.";
        evidence [
            "recording member-300 (5.13.0): stored as it is",
            "gateway 5.13.0, gateway/handler_success.go: counted from the time of the record",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"data_expires":1900000000}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"data_expires":86400}"#);
    },
    rule! {
        "inactive-lost-regression" Error KEYS;
        since 5 8 7;
        until 5 10 3;
        check Key(inactive_lost) if is_inactive;
        summary "gateways 5.8.7 to 5.8.9, 5.10.1 and 5.10.2 cannot make a key inactive";
        why "In these versions `is_inactive` of a key is reset to what its policies say, even when it has none: it is stored as false, and the key stays active. (With policies every later version does so too, see `inactive-ignored-with-policy`.)";
        evidence [
            "recording member-600 (5.8.9): true is sent, false is stored",
            "scenario `inactive key` (5.8.9): its requests are answered, with 5.13.0 they get 403",
            "TykTechnologies/tyk pull requests 7431 and 7642",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"is_inactive":true}"#).version("5.8.9");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"is_inactive":true}"#).version("5.8.10");
    },
];

fn read_only(subject: &Subject<'_>, out: &mut Findings) {
    let mut report = |view: View<'_>, message: &'static str| {
        let title = format!("remove {}", view.shown_name());
        out.add(Place::Name(view), message)
            .help("leave it out")
            .safe(title, vec![Operation::Remove { path: view.pointer() }]);
    };
    if let Some(view) = subject.member(session_state::last_updated) {
        report(view, "the gateway sets last_updated itself: this value is not kept");
    }
    if let Some(view) = subject.member(session_state::last_check) {
        report(view, "no gateway reads last_check");
    }
    if let Some(view) = subject.member(session_state::date_created).filter(|_| !subject.endpoint().is_organisation()) {
        report(view, "date_created stays as it is stored: this value is not kept");
    }
    let is_id = |member: &View<'_>| crate::json::same_name(&member.name(), "key_id");
    // Of every unknown member there is a problem.
    let key = subject.key.filter(|_| !subject.document.problems().is_empty());
    for view in key.into_iter().flat_map(View::unknown_members).filter(is_id) {
        report(view, "the gateway does not read key_id: the path says which key is updated");
    }
}

fn detail_recording(subject: &Subject<'_>, out: &mut Findings) {
    let Some(old) = subject.member(session_state::enable_detail_recording) else { return };
    if old.boolean() != Some(true) {
        return;
    }
    let issue =
        out.add(Place::Name(old), "this old name turns the recording on, whatever enable_detailed_recording says");
    issue.help("use enable_detailed_recording alone");
    if let Some(Move::Patch(patch)) = subject.key.and_then(recording) {
        issue.safe("move it to enable_detailed_recording", patch);
    }
}

fn data_expires(subject: &Subject<'_>, out: &mut Findings) {
    let Some(view) = subject.member(session_state::data_expires) else { return };
    if view.integer().is_none_or(|seconds| seconds <= 0) {
        return;
    }
    out.add(view, "data_expires has no effect here: it counts on organisation keys alone")
        .help("set it on the organisation key, or leave it out")
        .safe("remove data_expires", vec![Operation::Remove { path: view.pointer() }]);
}

fn data_expires_is_time(subject: &Subject<'_>, out: &mut Findings) {
    let Some(view) = subject.member(session_state::data_expires) else { return };
    let Some(seconds) = view.integer().filter(|seconds| *seconds >= DATE) else { return };
    let years = seconds / YEAR;
    out.add(view, format!("analytics records will be kept for {years} years: this is a number of seconds, not a date"))
        .help("give the seconds for which records are to be kept")
        .param("data_expires", seconds);
}

fn inactive_lost(subject: &Subject<'_>, out: &mut Findings) {
    let Some(view) = subject.member(session_state::is_inactive) else { return };
    let version = subject.options.version;
    let is_lost = Inactivity::of(version) == Inactivity::Replaced;
    if view.boolean() != Some(true) || !is_lost || !subject.policies().is_empty() {
        return;
    }
    out.add(view, format!("gateway {version} will store false: the key stays active, and its requests are answered"))
        .help("delete the key, or give it an inactive policy, or update the gateway");
}
