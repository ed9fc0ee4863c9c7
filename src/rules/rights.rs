#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::View;
use crate::report::Operation;
use crate::session::{access_definition, session_state};

/// Which APIs a key opens.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "no-access-rights" Error KEYS;
        check Key(no_rights);
        summary "the key names neither an API nor a policy";
        why "The gateway refuses such a key with 500 and \"Failed to create key, ensure security settings are correct.\". Where `allow_master_keys` is set, it takes it, and the key opens every API.";
        evidence ["recording decode-023 (5.13.0)", "gateway 5.13.0, gateway/api.go: doAddOrUpdate"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"access_rights":{}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"apply_policies":["p1"]}"#);
    },
    rule! {
        "org-access-rights-block-others" Error ORGANISATIONS;
        check Key(organisation_rights) if access_rights;
        summary "an organisation key has `access_rights`";
        why "An organisation key without access rights limits every API of the organisation. With some, it closes all others: their requests get 403 with the text of a rate limit, whichever keys they carry.";
        evidence ["recorded with traffic (5.13.0): an organisation key that lists one API, 403 for the other", "gateway 5.13.0, gateway/mw_organisation_activity.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"access_rights":{"a1":{"api_id":"a1"}}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"access_rights":{}}"#);
    },
    rule! {
        "access-right-key-mismatch" Error ALL;
        check Right(mismatch) if api_id;
        summary "`api_id` is not the name of the access right";
        why "Only the name of the entry counts; `api_id` is for people. Where they differ, an API that somebody meant to open may stay closed.";
        evidence ["recorded with traffic (5.13.0): `zz` with the api_id `a1`, 403 for a1", "an example in the specification of the Gateway API has this mistake"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"orders":{"api_id":"a1","versions":["Default"]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"api_id":"a1","versions":["Default"]}}}"#);
    },
    rule! {
        "access-right-blank-key" Error KEYS;
        check Key(blank_name) if access_rights;
        summary "an access right has a blank name";
        why "The name is the id of the API. No API has a blank one: the entry is stored and opens nothing, but it makes the gateway take a key that would otherwise be refused for lack of access rights.";
        evidence ["recording decode-193 (5.13.0)"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"":{"versions":["Default"]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}"#);
    },
    rule! {
        "access-right-not-for-path-api" Warning DASHBOARD_API;
        check Key(other_api) if access_rights;
        summary "the API in the path is not among the access rights";
        why "The path says which API the key is looked up for; the body alone says what it opens. Without policies, the key will not open the API in the path.";
        evidence ["Dashboard API: the path takes the id that the gateway has, or the Dashboard's own", "gateway 5.13.0, gateway/mw_access_rights.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}"#).api_id("a2");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}"#);
    },
    rule! {
        "versions-empty" Info KEYS;
        check Right(versions) if versions;
        summary "`versions` is written, but names none";
        why "An API that is not versioned opens all the same. A versioned one answers 403 with \"Access to this API has been disallowed\" unless the list holds the version that is asked for.";
        evidence ["recorded with traffic (5.13.0): without versions, 200 for an API that is not versioned", "gateway 5.13.0, gateway/mw_access_rights.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":[]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}"#);
    },
];

fn no_rights(subject: &Subject<'_>, out: &mut Findings) {
    let rights = subject.member(session_state::access_rights);
    let Some(key) = subject.key.filter(|_| rights.is_none_or(View::is_zero) && !subject.has_policies()) else { return };
    let place = rights.map_or(Place::Missing(key, "access_rights"), Place::Value);
    if subject.allows_master_keys() {
        out.add(place, "this key will open every API: it has no access rights and no policies")
            .help("name the APIs in access_rights, or apply a policy");
    } else {
        out.add(place, "the gateway will refuse this key with 500: it has no access rights and no policies").help(
            "name the APIs in access_rights, or apply a policy; with allow_master_keys set, the key would open every API",
        );
    }
}

fn organisation_rights(subject: &Subject<'_>, out: &mut Findings) {
    let Some(rights) = subject.member(session_state::access_rights).filter(|rights| !rights.is_zero()) else { return };
    out.add(rights, "this organisation key closes every API it does not list: requests to them get 403")
        .help("remove access_rights: an organisation key does not need it")
        .guess("remove access_rights", vec![Operation::Remove { path: rights.pointer() }]);
}

fn mismatch(subject: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let Some(id) = right.member(access_definition::api_id).filter(|id| !id.repeats_name_of(right.object)) else {
        return;
    };
    let Some(text) = id.text().filter(|text| !text.is_empty() && *text != right.id()) else { return };
    let message = format!("this does not open {}: only the entry's name counts, not api_id", id.shown());
    let issue = out.add(id, message).help("name the entry after the API's id");
    issue.param("api_id", text.as_ref()).param("name", right.id().as_ref());
    let rights = subject.member(session_state::access_rights);
    if let Some(patch) = rights.and_then(|rights| renamed(rights, right.object, &text)) {
        issue.guess("name the entry after its api_id", patch);
    }
}

/// Gives an access right another name, if that is free.
fn renamed(rights: View<'_>, right: View<'_>, name: &str) -> Option<Vec<Operation>> {
    let is_free = !name.trim().is_empty() && rights.children().all(|other| other.name() != name);
    is_free.then(|| vec![Operation::Move { from: right.pointer(), path: rights.pointer().join(name) }])
}

fn blank_name(subject: &Subject<'_>, out: &mut Findings) {
    let Some(rights) = subject.member(session_state::access_rights) else { return };
    for right in rights.children().filter(|right| is_blank(*right)) {
        let issue =
            out.add(Place::Bytes(Some(rights), right.name_span()), "this entry opens nothing: no API has a blank id");
        issue.help("name the entry after the API's id, or remove it");
        let id = right.member(access_definition::api_id).and_then(View::text);
        match id.and_then(|id| renamed(rights, right, &id)) {
            Some(patch) => issue.guess("name the entry after its api_id", patch),
            None => issue.guess("remove the entry", vec![Operation::Remove { path: right.pointer() }]),
        };
    }
}

fn is_blank(right: View<'_>) -> bool {
    let begins_with_letter = |name: &[u8]| matches!(name, [b'"', b'!' | b'#'..=b'[' | b']'..=b'~', ..]);
    !begins_with_letter(right.name_span().of(right.document().text())) && right.name().trim().is_empty()
}

fn other_api(subject: &Subject<'_>, out: &mut Findings) {
    let Some(id) = subject.options.api_id.filter(|_| !subject.has_policies()) else { return };
    let Some(rights) = subject.member(session_state::access_rights).filter(|rights| !rights.is_zero()) else { return };
    if rights.children().all(|right| right.name() != id) {
        out.add(rights, "this key will not open the API in the path: its access rights do not name it")
            .help("name it there by the id that the gateway has; the path takes the Dashboard's own id too")
            .param("api_id", id);
    }
}

fn versions(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let Some(versions) = right.member(access_definition::versions).filter(|versions| versions.is_array()) else {
        return;
    };
    let names_one = |version: View<'_>| version.plain_text().is_some_and(|text| !text.is_empty());
    if !versions.children().any(names_one) && versions.children().all(View::is_zero) {
        let value = r#"["Default"]"#.to_owned();
        out.add(versions, "no version is named here: a versioned API will answer 403")
            .help("an API that is not versioned does not look at it; the first version is usually called Default")
            .guess("name the version Default", vec![Operation::Replace { path: versions.pointer(), value }]);
    }
}
