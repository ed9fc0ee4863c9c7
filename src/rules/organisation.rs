#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::json::quote;
use crate::report::{Operation, Severity};
use crate::session::session_state;
use crate::target::Endpoint;

/// The organisation that a key belongs to.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "org-id-missing" Warning ALL;
        check Key(missing);
        summary "the key does not say which organisation it belongs to";
        why "The gateway does not keep the stored `org_id`: the key is stored without one. Policies belong to an organisation since 5.12 and are not found for such a key, unless one of its APIs tells which it is.";
        evidence ["gateway 5.13.0, internal/policy/apply.go", "recording decode-181 (5.13.0): stored without org_id",
            "recording policy-008 (5.13.0): the organisation of a loaded API is used"];
        triggers Example::body(r#"{"access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60}"#).at(Endpoint::GatewayKey);
        passes Example::body(r#"{"access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60}"#)
            .at(Endpoint::GatewayKey)
            .context(r#"{"apis":{"a1":{}}}"#);
    },
    rule! {
        "org-id-mismatch" Error ORGANISATIONS;
        check Key(mismatch) if org_id;
        summary "`org_id` names another organisation than the path";
        why "The Dashboard refuses it. The gateway stores it without a word, under the organisation of the path, and then looks for settings of the other one.";
        evidence ["recording member-631 (5.13.0): stored"];
        triggers Example::body(r#"{"org_id":"ffffffffffffffffffffffff","rate":100,"per":60}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#);
    },
];

fn missing(subject: &Subject<'_>, out: &mut Findings) {
    let written = subject.member(session_state::org_id);
    let is_given = written.and_then(|id| id.text()).is_some_and(|id| !id.trim().is_empty());
    let Some(key) = subject.key.filter(|_| !is_given) else { return };
    let place = written.map_or(Place::Missing(key, "org_id"), Place::Value);
    if !subject.endpoint().is_organisation() {
        let apis = subject.options.context.and_then(|context| context.apis.as_ref());
        let mut rights = subject.member(session_state::access_rights).into_iter().flat_map(|rights| rights.children());
        if !rights.any(|right| apis.is_some_and(|apis| apis.get(&right.name()).is_some())) {
            out.add(place, "the key is stored without its organisation, and its policies may not be found")
                .help("write the org_id that the key has now");
        }
        return;
    }
    let issue = out.add(place, "the key of the organisation is stored without org_id");
    issue.severity(Severity::Info).help("write the id that is in the path: the gateway looks up data_expires under it");
    let is_plain = written.is_none_or(|written| subject.repetitions.lead_to(written));
    if let Some(id) = subject.options.key_id.filter(|id| is_plain && !id.trim().is_empty()) {
        let path = written.map_or_else(|| key.pointer().join("org_id"), |written| written.pointer());
        issue.safe("write the organisation of the path", vec![Operation::Add { path, value: quote(id) }]);
    }
}

fn mismatch(subject: &Subject<'_>, out: &mut Findings) {
    let Some(key_id) = subject.options.key_id.filter(|id| !id.is_empty()) else { return };
    let other = |id: &str| !id.trim().is_empty() && id != key_id;
    let Some(written) = subject.member(session_state::org_id).filter(|id| id.text().is_some_and(|id| other(&id)))
    else {
        return;
    };
    let is_admin = subject.endpoint() == Endpoint::DashboardAdminOrg;
    let (message, severity) = if is_admin {
        (
            "the update fails with 500: the Dashboard lets nobody change the org_id of an organisation key",
            Severity::Error,
        )
    } else {
        ("the key is stored for the organisation in the path, with the org_id of another one", Severity::Warning)
    };
    let issue = out.add(written, message).severity(severity).help("write the id that is in the path");
    if subject.repetitions.lead_to(written) {
        let value = quote(key_id);
        issue.guess("write the organisation of the path", vec![Operation::Replace { path: written.pointer(), value }]);
    }
}
