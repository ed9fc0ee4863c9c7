#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::credentials::{has_prefix, new_bindings};
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::{Subject, lacks_text};
use crate::decode::View;
use crate::gateway::Known;
use crate::report::Severity;
use crate::session::{GraphqlType, List, Policy, session_state};
use crate::target::{Parameter, Part};

/// What depends on the gateway that the update goes to. These rules need the context, or the stored key.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "org-key-lost-update" Info ORGANISATIONS;
        check Key(lost_update);
        summary "this gateway may overwrite the update of an organisation key from its cache";
        why "With `hash_keys` on, the update clears the wrong entry of the session cache, and every request writes the cached key back: while requests keep coming, the update is answered with 200 and lost. It stays when no request comes for twelve seconds, or with `local_session_cache.disable_cached_session_state`.";
        evidence [
            "scenario `org: a PUT while requests keep coming, hash_keys true, session cache on (the default)` (5.13.0): the old key is back, 11 seconds later too",
            "scenario `org: a PUT while requests keep coming, hash_keys false, session cache on (the default)` (5.13.0): the new key stays",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).context(r#"{"gateway_config":{"hash_keys":true}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#)
            .context(r#"{"gateway_config":{"hash_keys":true,"local_session_cache":{"disable_cached_session_state":true}}}"#);
    },
    rule! {
        "org-key-not-seen-by-other-apis" Info ORGANISATIONS;
        check Key(not_seen);
        summary "a new organisation key counts for one API only, until the gateway restarts";
        why "Each API remembers that there was no organisation key when its first request came. Making the key clears that memory for one API of the organisation; the others go on without the key, and a reload does not help.";
        evidence [
            "scenario `org: an organisation key first made after traffic counts for one API only, a reload does not help` (5.13.0)",
            "scenario `org: an organisation key that is there before the first request counts for every API` (5.13.0)",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).previous("");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":50,"per":60}"#);
    },
    rule! {
        "key-id-end-ignored" Warning KEYS;
        check Key(end_ignored);
        summary "the gateway takes ids that differ only at their end for one key";
        why "With `hash_keys` on and no `hash_key_function`, a key is stored under a hash that is worked out four bytes at a time and leaves out what remains. Ids that differ only there are one key: each of them is let in, they share limits and counters, and an update of one is an update of all. It does not happen where the organisation's id and the key's have together a length that is divisible by four.";
        evidence [
            "scenario `ids that differ only at their end are one key, hash_keys true without hash_key_function` (5.13.0)",
            "gateway 5.13.0, internal/crypto/hash.go, with TykTechnologies/murmur3, murmur32.go: `Sum` leaves the last bytes out",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .key_id("5e9d9544a1dcd60001d0ed20customer-1")
            .context(r#"{"gateway_config":{"hash_keys":true}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#)
            .key_id("5e9d9544a1dcd60001d0ed20customer-001")
            .context(r#"{"gateway_config":{"hash_keys":true}}"#);
    },
    rule! {
        "certificate-unknown" Error KEYS;
        check Key(certificate_unknown) if certificate | mtls_static_certificate_bindings;
        summary "the key is bound to a certificate that the gateway does not have";
        why "The gateway looks for every new certificate of a key in its store, and refuses the whole update with 400 if it is not there.";
        evidence [
            "recording member-670 (5.13.0): 400, Key must be used with an existent certificate",
            "recording previous-005 (5.13.0): 400, certificate not found",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"certificate":"5e9d9544a1dcd60001d0ed20abc"}"#)
            .context(r#"{"certificates":["5e9d9544a1dcd60001d0ed20def"]}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"certificate":"5e9d9544a1dcd60001d0ed20abc"}"#)
            .context(r#"{"certificates":["5e9d9544a1dcd60001d0ed20abc"]}"#);
    },
    rule! {
        "policy-unknown" Error KEYS;
        check Key(policy_unknown) if apply_policies | apply_policy_id;
        summary "the key names a policy that the gateway does not have for its organisation";
        why "The gateway skips a policy that it does not have, and nobody is told that its limits and access rights are missing. If it has none of those that the key names, the update fails with 500. Ids have to match exactly, and since 5.12.0 a policy of another organisation does not count.";
        evidence [
            "recording policy-066 (5.13.0): p1 is applied, missing is skipped",
            "recording policy-076 (5.13.0): 500",
            "recording policy-092 (5.13.0): 500, the policy is another organisation's",
            "recording policy-098 (5.13.0): 500, P1 is not p1",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["missing"]}"#)
            .context(r#"{"policies":{"p1":{"org_id":"5e9d9544a1dcd60001d0ed20"}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"]}"#)
            .context(r#"{"policies":{"p1":{"org_id":"5e9d9544a1dcd60001d0ed20"}}}"#);
    },
    rule! {
        "policies-leak-types" Warning KEYS;
        since 5 8 1;
        check Key(policies_leak) if apply_policies;
        summary "two policies of the key name different fields of the same GraphQL type";
        why "To put them together, the gateway writes the fields of the later policy into the earlier one, in its memory. From then on every key that has only the earlier policy is allowed, or denied, those fields too, until the gateway reloads. The depths of single fields spill over in the same way.";
        evidence [
            "scenario `a key with two policies changes one of them for every key, in the gateway's memory` (5.13.0)",
            "gateway 5.13.0, internal/policy/apply.go: the list of the first policy is taken, not copied",
        ];
        triggers Example::body(r#"{"org_id":"o1","apply_policies":["A","B"]}"#)
            .context(r#"{"policies":{"A":{"org_id":"o1","access_rights":{"a1":{"allowed_types":[{"name":"Query","fields":["open"]}]}}},"B":{"org_id":"o1","access_rights":{"a1":{"allowed_types":[{"name":"Query","fields":["secret"]}]}}}}}"#);
        passes Example::body(r#"{"org_id":"o1","apply_policies":["A","B"]}"#)
            .context(r#"{"policies":{"A":{"org_id":"o1","access_rights":{"a1":{"allowed_types":[{"name":"Query","fields":["open"]}]}}},"B":{"org_id":"o1","access_rights":{"a1":{"allowed_types":[{"name":"Mutation","fields":["secret"]}]}}}}}"#);
    },
];

fn lost_update(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(key), Some(context)) = (subject.key, subject.options.context) else { return };
    let settings = &context.gateway_config;
    if !settings.hash_keys || settings.local_session_cache.disable_cached_session_state {
        return;
    }
    out.add(key, "while requests keep coming the gateway will overwrite this update with the old key from its cache")
        .help("read the key again after a request, or set local_session_cache.disable_cached_session_state");
}

fn not_seen(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(key), Some(_)) = (subject.key, subject.options.previous) else { return };
    if subject.previous.is_some_and(|stored| stored.children().next().is_some()) {
        return;
    }
    out.add(
        key,
        "this organisation key is new: APIs that have had requests go on without it until the gateway restarts",
    )
    .help("restart the gateways, or make the key before the first request");
}

fn end_ignored(subject: &Subject<'_>, out: &mut Findings) {
    let (Some(id), Some(context)) = (subject.options.key_id, subject.options.context) else { return };
    let settings = &context.gateway_config;
    if !settings.hash_keys || !settings.hash_key_function.is_empty() {
        return;
    }
    let is_hash = subject.options.query.get(Parameter::Hashed.name()).is_some_and(|value| !value.is_empty());
    // An id of the newer form names the function that hashes it.
    let names_function = id.starts_with("ey");
    // The gateway puts the organisation before an id that does not begin with it.
    let organisation = subject.member(session_state::org_id).and_then(|id| id.text()).unwrap_or_default();
    let own = id.strip_prefix(&*organisation).unwrap_or(id);
    // Made by the gateway: nobody has another that differs only at its end.
    let is_made = own.len() == 32 && own.bytes().all(|byte| byte.is_ascii_hexdigit());
    let length = organisation.len() + own.len();
    let counts = length / 4 * 4;
    if counts < length && !(is_hash || names_function || is_made) {
        let message = format!(
            "this updates every key whose organisation and id differ only after byte {counts}: the gateway's hash ends there"
        );
        out.add(Place::Part(Part::Path), message).help(
            "use ids that have, with the organisation's, a length divisible by four; or set hash_key_function for new keys",
        );
    }
}

fn certificate_unknown(subject: &Subject<'_>, out: &mut Findings) {
    let Some(known) = subject.options.context.and_then(|context| context.certificates.as_ref()) else { return };
    let is_unknown = |id: &View<'_>| id.text().is_some_and(|id| !known.iter().any(|known| *known == id));
    let stored = subject.before(session_state::certificate).and_then(View::text);
    let certificate = subject.member(session_state::certificate);
    let changed = certificate.filter(|id| !lacks_text(Some(*id)) && id.text() != stored);
    let bindings = new_bindings(subject).filter(|id| has_prefix(subject, *id));
    for id in changed.into_iter().chain(bindings).filter(is_unknown) {
        out.add(id, "the update will be refused with 400: the gateway has no certificate with this id")
            .help("upload the certificate first, then use the id that the gateway gives it");
    }
}

/// The policies that the key names, where it is known which there are and none stand in the metadata in their place.
fn named_policies<'a>(subject: &Subject<'a>) -> Vec<(View<'a>, Known<&'a Policy>)> {
    if subject.knows_policies() && subject.inline_policies().is_none() { subject.known_policies() } else { Vec::new() }
}

fn policy_unknown(subject: &Subject<'_>, out: &mut Findings) {
    // In a list of thousands the first show what is wrong.
    const MOST: usize = 100;
    let mut unknown = named_policies(subject);
    let named = unknown.len();
    unknown.retain(|(_, policy)| matches!(policy, Known::No));
    let fails = unknown.len() == named;
    // Of blanks in a list apply-policies-blank tells.
    let is_told = |id: View<'_>| lacks_text(Some(id)) && id.parent().is_some_and(View::is_array);
    for id in unknown.into_iter().map(|(id, _)| id).filter(|id| !is_told(*id)).take(MOST) {
        let issue = if fails {
            out.add(id, "the update fails with 500: the gateway has no such policy for the key's organisation")
        } else {
            out.add(id, "this policy is not applied: the gateway has none with this id for the key's organisation")
                .severity(Severity::Warning)
        };
        issue.help("use the id of an existing policy, exactly as it is written");
    }
}

fn policies_leak(subject: &Subject<'_>, out: &mut Findings) {
    // More policies than any key has.
    const MOST: usize = 100;
    let mut uniting = Vec::new();
    for (id, policy) in named_policies(subject).into_iter().take(MOST) {
        if let Known::Yes(Policy { partitions: parts, access_rights: Some(rights), .. }) = policy
            && !parts.per_api
            && (parts.acl || !parts.is_enabled())
        {
            uniting.push((id, rights));
        }
    }
    for (place, (id, rights)) in uniting.iter().enumerate() {
        for (api, right) in rights.iter() {
            // The list of the first policy that has one is the one into which the others are written.
            let earlier = || uniting.iter().take(place).filter_map(|(_, rights)| rights.get(api));
            let restricted = earlier().find_map(|right| filled(&right.restricted_types));
            let allowed = earlier().find_map(|right| filled(&right.allowed_types));
            if adds_fields(restricted, &right.restricted_types) || adds_fields(allowed, &right.allowed_types) {
                let message =
                    "the GraphQL fields of this policy will also apply to every key that has the earlier policy";
                out.add(*id, message)
                    .help("let one policy alone name the fields of a type; reload the gateway to undo it");
                return;
            }
        }
    }
}

fn filled(types: &List<GraphqlType>) -> Option<&[GraphqlType]> {
    types.as_deref().filter(|types| !types.is_empty())
}

/// Whether a type of both lists has fields only in the second.
#[inline(never)]
fn adds_fields(first: Option<&[GraphqlType]>, theirs: &List<GraphqlType>) -> bool {
    for theirs in theirs.iter().flatten() {
        // Of types with the same name the gateway looks at the first.
        if let Some(ours) = first.unwrap_or_default().iter().find(|ours| ours.name == theirs.name) {
            let fields = ours.fields.as_deref().unwrap_or_default();
            if theirs.fields.iter().flatten().any(|field| !fields.contains(field)) {
                return true;
            }
        }
    }
    false
}
