use std::borrow::Cow;

#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::deprecated::has_moved;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::{Subject, lacks_text};
use crate::decode::View;
use crate::report::Operation;
use crate::session::{AccessDefinition, Flag, Member, access_definition, jwt_data, session_state};

/// What the stored key has and the update leaves out. These rules need the stored key.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "certificate-removed" Error KEYS;
        check Previous(certificate);
        summary "the stored key has a client certificate, and the update has none";
        why "A certificate can be replaced, not removed: the gateway answers 400 and stores nothing.";
        evidence ["recording previous-020 (5.13.0): 400, Key cannot be used without a certificate"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"certificate":"5e9d9544a1dcd60001d0ed20abc"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"certificate":"5e9d9544a1dcd60001d0ed20abc"}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"certificate":"5e9d9544a1dcd60001d0ed20abc"}"#);
    },
    rule! {
        "oauth-client-removed" Error KEYS;
        check Previous(oauth_client);
        summary "the stored key belongs to an OAuth client, and the update names none";
        why "The gateway looks for the client of a token with every request. A token without one is refused.";
        evidence [
            "recording previous-021 (5.13.0): the client is gone",
            "gateway 5.13.0, gateway/mw_oauth2_key_exists.go: a token whose client is not found is refused",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"oauth_client_id":"portal"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"oauth_client_id":"mobile"}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"oauth_client_id":"portal"}"#);
    },
    rule! {
        "jwt-secret-removed" Error KEYS;
        check Previous(jwt_secret);
        summary "the stored key has a secret for JSON Web Tokens, and the update has none";
        why "An update wipes the secret that it does not repeat. Tokens that were signed with it are refused on every API without a central secret of its own.";
        evidence [
            "recording previous-039 (5.13.0): the secret is gone",
            "gateway 5.13.0, gateway/mw_jwt.go: the key's own secret is used where the API has no central source",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"jwt_data":{"secret":"s3cret"}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"jwt_data":{"secret":"s3cret"}}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"jwt_data":{"secret":"s3cret"}}"#);
    },
    rule! {
        "reactivates-key" Info ALL;
        check Previous(reactivates);
        summary "the stored key is inactive, and the update makes it active";
        why "Left out, `is_inactive` is false: whoever was shut out is let in again. Somebody may have had a reason.";
        evidence ["recording previous-051 (5.13.0): inactive before, active afterwards"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":50,"per":60,"is_inactive":true}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"is_inactive":true}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":50,"per":60,"is_inactive":true}"#);
    },
    rule! {
        "field-dropped-since-previous" Info ALL;
        check Previous(dropped);
        summary "the stored key has something that the update leaves out";
        why "An update replaces the whole key: what it leaves out becomes zero, and zero mostly means unlimited. What the gateway keeps or sets itself does not count, nor does what has moved from a deprecated member.";
        evidence [
            "recording decode-193 (5.13.0): alias, tags and limits are gone",
            "recording previous-009 (5.13.0): of basic_auth_data the key endpoints keep what is left out",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":50,"per":60,"alias":"mobile"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"alias":"web","apply_policies":["p1"]}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":50,"per":60,"alias":"mobile","last_updated":"1715681746","apply_policy_id":"p1"}"#);
    },
];

fn certificate(subject: &Subject<'_>, out: &mut Findings) {
    let index = session_state::certificate;
    if let Some(place) = removed(subject, index, "certificate") {
        out.add(place, "the update will be refused with 400: a certificate can be replaced, not removed")
            .help("repeat the certificate, or give the id of another");
    }
}

fn oauth_client(subject: &Subject<'_>, out: &mut Findings) {
    let index = session_state::oauth_client_id;
    if let Some(place) = removed(subject, index, "oauth_client_id") {
        out.add(place, "the token will lose its OAuth client: its requests will be refused")
            .help("repeat oauth_client_id");
    }
}

/// Where a text is blank that the stored key has.
fn removed<'a>(subject: &Subject<'a>, index: usize, name: &'a str) -> Option<Place<'a>> {
    let (key, view) = (subject.key?, subject.member(index));
    let is_removed = lacks_text(view) && !lacks_text(subject.before(index));
    is_removed.then_some(view.map_or(Place::Missing(key, name), Place::Value))
}

fn jwt_secret(subject: &Subject<'_>, out: &mut Findings) {
    let secret = |data: View<'_>| !lacks_text(data.member(jwt_data::secret));
    let (Some(key), data) = (subject.key, subject.member(session_state::jwt_data)) else { return };
    if !subject.before(session_state::jwt_data).is_some_and(secret) || data.is_some_and(secret) {
        return;
    }
    let place = match data.map(|data| (data, data.member(jwt_data::secret))) {
        None => Place::MissingIn(key, "jwt_data", "secret"),
        Some((data, None)) => Place::Missing(data, "secret"),
        Some((_, Some(secret))) => Place::Value(secret),
    };
    out.add(place, "the stored secret will be wiped: JSON Web Tokens signed with it will be refused")
        .help("repeat jwt_data with every update");
}

fn reactivates(subject: &Subject<'_>, out: &mut Findings) {
    let index = session_state::is_inactive;
    let was_inactive = subject.before(index).and_then(View::boolean) == Some(true);
    let is_inactive = subject.member(index).and_then(View::boolean) == Some(true);
    let Some(key) = subject.key.filter(|_| was_inactive && !is_inactive) else { return };
    let message = if subject.endpoint().is_organisation() {
        "the organisation is shut out and will be let in again: its requests will be answered"
    } else if subject.policies().is_empty() {
        "the key is inactive and will be active again: its requests will be answered"
    } else {
        "the key is inactive and will be active again, unless one of its policies is inactive"
    };
    out.add(subject.member(index).map_or(Place::Missing(key, "is_inactive"), Place::Value), message)
        .help("set is_inactive to true if it is to stay shut out");
}

fn dropped(subject: &Subject<'_>, out: &mut Findings) {
    if let (Some(key), Some(before)) = (subject.key, subject.previous) {
        dropped_members(subject, key, before, out);
    }
}

/// Says what an object has lost, and the objects in it.
fn dropped_members(subject: &Subject<'_>, now: View<'_>, before: View<'_>, out: &mut Findings) {
    let Some(table) = now.table() else { return };
    for (index, member) in table.members.iter().enumerate() {
        let Some(stored) = before.member(index).filter(|stored| !stored.is_zero()) else { continue };
        if member.flags.has(Flag::Volatile) || is_kept(subject, table.name, index) {
            continue;
        }
        match now.member(index) {
            None if now.parent().is_none() && has_moved(now, index, stored) => {}
            None => lost(now, member, stored, out),
            Some(view) if index == session_state::access_rights && view.is_object() && now.parent().is_none() => {
                dropped_rights(subject, view, stored, out);
            }
            Some(view) => dropped_members(subject, view, stored, out),
        }
    }
}

fn dropped_rights(subject: &Subject<'_>, now: View<'_>, before: View<'_>, out: &mut Findings) {
    for stored in before.children() {
        let id = stored.name();
        match now.children().find(|right| right.name() == id) {
            Some(right) => dropped_members(subject, right, stored, out),
            None => {
                let message = format!(
                    "the stored access right for API {} is not in this update, and will be lost",
                    stored.shown_name()
                );
                let path = now.pointer().join(&id);
                out.add(Place::Missing(now, &id), message)
                    .help("an update replaces the whole key: repeat what is to stay")
                    .guess(
                        "keep the stored access right",
                        vec![Operation::Add { path, value: stored.literal().into_owned() }],
                    );
            }
        }
    }
}

/// Whether the key endpoints keep a member that is left out, or set it themselves.
fn is_kept(subject: &Subject<'_>, table: &str, index: usize) -> bool {
    let is_password = table == "SessionState" && index == session_state::basic_auth_data;
    let is_scope = table == AccessDefinition::TABLE.name && index == access_definition::allowance_scope;
    !subject.endpoint().is_organisation() && (is_password || is_scope)
}

fn lost(object: View<'_>, member: &Member, stored: View<'_>, out: &mut Findings) {
    let of = if stored.is_object() || stored.is_array() || stored.is_secret() {
        Cow::Borrowed("")
    } else {
        Cow::Owned(format!(" of {}", stored.shown()))
    };
    let message = format!("the stored {}{of} will be lost: what is left out becomes zero", member.name);
    let issue = out.add(Place::Missing(object, member.name), message);
    issue.help("an update replaces the whole key: repeat what is to stay").param("member", member.name);
    // What holds a secret is not repeated in a report.
    if !stored.is_secret() && !stored.children().any(View::is_secret) {
        let (path, value) = (object.pointer().join(member.name), stored.literal().into_owned());
        issue.guess(format!("keep the stored {}", member.name), vec![Operation::Add { path, value }]);
    }
}
