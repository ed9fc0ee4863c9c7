#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::{Subject, lacks_text};
use crate::decode::{Children, View};
use crate::gateway::LONGEST_PASSWORD;
use crate::report::Operation;
use crate::session::{basic_auth_data, session_state};

/// What the bearer of a key proves themselves with.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "hmac-without-secret" Error KEYS;
        check Key(hmac) if hmac_enabled;
        summary "signed requests are asked for, but there is no secret to check them with";
        why "The gateway makes a secret only when a key is created. An update without `hmac_string` wipes the stored one, and every signed request is refused.";
        evidence [
            "recording random-377 (5.13.0): stored without a secret",
            "gateway 5.13.0, gateway/mw_http_signature_validation.go: without hmac_string no signature is valid",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"hmac_enabled":true}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"hmac_enabled":true,"hmac_string":"s3cret"}"#);
    },
    rule! {
        "signature-without-material" Error KEYS;
        check Key(signature) if enable_http_signature_validation;
        summary "signatures are to be validated, but there is neither a certificate nor a secret";
        why "`enable_http_signature_validation` needs `rsa_certificate_id` or `hmac_string`. With neither, every signed request is refused.";
        evidence [
            "recording member-587 (5.13.0): stored with nothing to validate against",
            "gateway 5.13.0, gateway/mw_http_signature_validation.go",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"enable_http_signature_validation":true}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"enable_http_signature_validation":true,"rsa_certificate_id":"5e9d9544a1dcd60001d0ed20abc"}"#);
    },
    rule! {
        "mtls-binding-prefix" Error KEYS;
        check Key(binding_prefix) if mtls_static_certificate_bindings;
        summary "a certificate that the key is bound to is not the organisation's";
        why "The gateway takes a new binding only if its id begins with the `org_id` of the body, and refuses the whole update otherwise.";
        evidence [
            "recording previous-011 (5.13.0): 400, invalid certificate ID",
            "recording member-874 (5.13.0): null is an empty id, and refused too",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"mtls_static_certificate_bindings":["abc"]}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"mtls_static_certificate_bindings":["5e9d9544a1dcd60001d0ed20abc"]}"#);
    },
    rule! {
        "password-over-72-bytes" Error KEYS;
        check Key(long_password) if basic_auth_data;
        summary "the password is longer than bcrypt allows";
        why "bcrypt refuses more than 72 bytes. The gateway then stores the password in plain text and answers 200. Where `basic_auth_hash_key_function` names another function, every length is hashed.";
        evidence [
            "scenario `basic auth: a password of 80 bytes` (5.13.0): stored in plain text",
            "scenario `basic auth: a password of 72 bytes` (5.13.0): stored hashed",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"basic_auth_data":{"password":"correct horse battery staple, and then some more words to reach 73 bytes.."}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"basic_auth_data":{"password":"correct horse battery staple"}}"#);
    },
    rule! {
        "hash-type-without-password" Warning KEYS;
        check Key(hash_type) if basic_auth_data;
        summary "`hash_type` is given without a password";
        why "Without a password the gateway keeps the stored one with its own hash, whatever `hash_type` says. Where none is stored, only `hash_type` is.";
        evidence [
            "recording previous-022 (5.13.0): nothing was stored, and only the hash_type is afterwards",
            "scenario `basic auth: GET blanks the password, PUT back keeps it` (5.13.0)",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"basic_auth_data":{"hash_type":"bcrypt"}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"basic_auth_data":{"hash_type":"bcrypt"}}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60,"basic_auth_data":{"hash_type":"bcrypt"}}"#);
    },
    rule! {
        "basic-auth-user-ignored" Info ALL;
        check Key(user) if basic_auth_data;
        summary "`basic_auth_data` has a `user`, which no gateway knows";
        why "Tyk's own examples show `basic_auth_data.user`, but no gateway has it: the user name is the id of the key.";
        evidence ["recording object-005 (5.13.0): dropped"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"basic_auth_data":{"user":"ada"}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#);
    },
    rule! {
        "credentials-on-org-key" Info ORGANISATIONS;
        check Key(on_organisation);
        summary "an organisation key carries credentials";
        why "Nobody authenticates with an organisation key. What is written here is stored as it is, readable by whoever can read the store.";
        evidence ["recording member-715 (5.13.0): a secret is stored as it is"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"hmac_string":"s3cret"}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"hmac_enabled":false,"hmac_string":""}"#);
    },
];

/// The members of a key that hold credentials or speak of them.
const CREDENTIALS: [usize; 10] = [
    session_state::oauth_client_id,
    session_state::oauth_keys,
    session_state::certificate,
    session_state::mtls_static_certificate_bindings,
    session_state::basic_auth_data,
    session_state::jwt_data,
    session_state::hmac_enabled,
    session_state::enable_http_signature_validation,
    session_state::hmac_string,
    session_state::rsa_certificate_id,
];

fn is_on(subject: &Subject<'_>, index: usize) -> bool {
    subject.member(index).and_then(View::boolean).unwrap_or(false)
}

/// A member of `basic_auth_data`.
fn basic_auth<'a>(subject: &Subject<'a>, index: usize) -> Option<View<'a>> {
    subject.member(session_state::basic_auth_data)?.member(index)
}

fn hmac(subject: &Subject<'_>, out: &mut Findings) {
    let secret = subject.member(session_state::hmac_string);
    let Some(key) = subject.key.filter(|_| is_on(subject, session_state::hmac_enabled) && lacks_text(secret)) else {
        return;
    };
    let is_wiped = !lacks_text(subject.before(session_state::hmac_string));
    let message = if is_wiped {
        "the stored secret will be wiped: every signed request with this key will be refused"
    } else {
        "there is no secret to check signatures with: every signed request with this key will be refused"
    };
    out.add(secret.map_or(Place::Missing(key, "hmac_string"), Place::Value), message)
        .help("repeat hmac_string with every update, or set hmac_enabled to false");
}

fn signature(subject: &Subject<'_>, out: &mut Findings) {
    let certificate = subject.member(session_state::rsa_certificate_id);
    let is_bare = lacks_text(certificate) && lacks_text(subject.member(session_state::hmac_string));
    let is_asked = is_on(subject, session_state::enable_http_signature_validation);
    let Some(key) = subject.key.filter(|_| is_asked && is_bare) else { return };
    let place = certificate.map_or(Place::Missing(key, "rsa_certificate_id"), Place::Value);
    out.add(place, "there is nothing to validate signatures with: every signed request with this key will be refused")
        .help("set rsa_certificate_id or hmac_string, or enable_http_signature_validation to false");
}

fn binding_prefix(subject: &Subject<'_>, out: &mut Findings) {
    for binding in new_bindings(subject).filter(|binding| !has_prefix(subject, *binding)) {
        out.add(binding, "the update will be refused with 400: this certificate id does not begin with org_id")
            .help("a certificate id is the id of the organisation, followed by the fingerprint");
    }
}

/// The bindings that the stored key does not have. The gateway judges no others.
pub(super) fn new_bindings<'a>(subject: &Subject<'a>) -> impl Iterator<Item = View<'a>> {
    let index = session_state::mtls_static_certificate_bindings;
    let stored: Vec<_> = Children::of(subject.before(index)).filter_map(View::text).collect();
    let is_new = move |binding: &View<'_>| binding.text().is_none_or(|id| !stored.contains(&id));
    Children::of(subject.member(index)).filter(is_new)
}

/// Whether a binding begins with the organisation of the key, if that has one.
pub(super) fn has_prefix(subject: &Subject<'_>, binding: View<'_>) -> bool {
    let organisation = subject.member(session_state::org_id).and_then(View::text).unwrap_or_default();
    organisation.trim().is_empty() || binding.text().is_some_and(|id| id.starts_with(organisation.as_ref()))
}

fn long_password(subject: &Subject<'_>, out: &mut Findings) {
    let Some(password) = basic_auth(subject, basic_auth_data::password) else { return };
    let longest = subject.options.context.map_or(LONGEST_PASSWORD, |context| context.gateway_config.longest_password());
    let Some(length) = password.text().map(|text| text.len()).filter(|length| *length > longest) else { return };
    out.add(
        password,
        format!("a password of {length} bytes will be stored in plain text: bcrypt's limit is {longest}"),
    )
    .help(format!("use at most {longest} bytes of UTF-8"))
    .param("bytes", i64::try_from(length).unwrap_or(i64::MAX));
}

fn hash_type(subject: &Subject<'_>, out: &mut Findings) {
    let Some(hash) = basic_auth(subject, basic_auth_data::hash_type).filter(|hash| !lacks_text(Some(*hash))) else {
        return;
    };
    let has_password = basic_auth(subject, basic_auth_data::password).is_some_and(|password| !password.is_zero());
    let stored =
        subject.before(session_state::basic_auth_data).and_then(|data| data.member(basic_auth_data::hash_type));
    if has_password || stored.and_then(View::text) == hash.text() {
        return;
    }
    out.add(hash, "without a password this changes nothing: the stored password keeps the hash it was stored with")
        .help("leave hash_type out; the gateway sets it with every new password")
        .safe("remove hash_type", vec![Operation::Remove { path: hash.pointer() }]);
}

fn user(subject: &Subject<'_>, out: &mut Findings) {
    let members = Children::of(subject.member(session_state::basic_auth_data));
    for user in members.filter(|member| crate::json::same_name(&member.name(), "user")) {
        out.add(Place::Name(user), "no gateway knows this member: it will be dropped")
            .help("the name of the user is the id of the key; leave user out")
            .safe("remove user", vec![Operation::Remove { path: user.pointer() }]);
    }
}

fn on_organisation(subject: &Subject<'_>, out: &mut Findings) {
    for member in CREDENTIALS.into_iter().filter_map(|index| subject.member(index)).filter(|member| !member.is_zero()) {
        let title = format!("remove {}", member.shown_name());
        out.add(
            Place::Name(member),
            "an organisation key has no use for this: it is stored, readable by whoever can read the store",
        )
        .help("leave it out")
        .safe(title, vec![Operation::Remove { path: member.pointer() }]);
    }
}
