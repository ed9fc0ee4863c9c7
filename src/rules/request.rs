#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::rule::{Rule, rule};
use super::subject::Options;
use crate::target::{Flaw, Parameter, Segment, organisation_flaw, padding_flaw};

/// What stands around the body: query, path and the secret in the header. The words are those of the flaws, which
/// building a request refuses with as well.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "hashed-false-means-true" Error KEYS;
        check Request(hashed);
        summary "`hashed` has a value that says no, but means yes";
        why "The gateway looks only at whether `hashed` is there and not empty. With `hashed=false` the id is taken for a hash, and a key given by its id is not found.";
        evidence [
            "scenario `hash_keys true: which name finds a key` (5.13.0): hashed=false finds a key by its hash",
            "gateway 5.13.0, gateway/api.go: any value that is not empty",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("hashed=false");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("hashed=1");
    },
    rule! {
        "suppress-reset-literal" Error KEYS;
        check Request(suppress_reset);
        summary "`suppress_reset` has a value that does not count";
        why "Only `1` keeps the quota counters. Any other value, `true` too, is ignored: the counters start again, and whoever had used up their quota has all of it.";
        evidence [
            "recording query-003 (5.13.0): suppress_reset=true resets",
            "scenario `suppress_reset=true is not 1: the counter is reset` (5.13.0)",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("suppress_reset=true");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("suppress_reset=1");
    },
    rule! {
        "reset-quota-literal" Error GATEWAY_ORG;
        check Request(reset_quota);
        summary "`reset_quota` has a value that does not count";
        why "Only `1` restarts the quota counter of the organisation. With any other value, `true` too, the counter keeps running.";
        evidence [
            "recording query-011 (5.13.0): reset_quota=0 changes nothing",
            "recording query-027 (5.13.0): reset_quota=%31 is 1",
            "scenario `org: reset_quota=true does nothing` (5.13.0)",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).query("reset_quota=true");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).query("reset_quota=1");
    },
    rule! {
        "username-literal" Error DASHBOARD_API;
        check Request(username);
        summary "`username` has a value that does not count";
        why "Only `true` says that the path holds the name of a user. With any other value it is taken for the id of a key, which is not found.";
        evidence ["gateway 5.13.0, gateway/api.go: compared with true"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("username=1").key_id("ada");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).query("username=true").key_id("ada");
    },
    rule! {
        "key-id-slash" Error ALL;
        check Request(slash);
        summary "the id in the path leads somewhere else";
        why "Servers decode a path before they look at it: an id with a slash, or one that is `.` or `..`, is another place, percent-encoded too. The update of a key becomes a request for something else.";
        evidence ["scenario `key id forms` (5.13.0): /tyk/keys/a%2Fb answers 404, /tyk/keys/.. redirects to /tyk, ..%2fapis%2fa1 to /tyk/apis/a1"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).key_id("../apis/a1");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#);
    },
    rule! {
        "key-id-padding" Warning DASHBOARD_API;
        check Request(padding);
        summary "the id of the key has lost the `=` at its end";
        why "A key of the newer form is base64 with its padding. If that is not copied, the gateway cannot read the organisation from the id, and answers 404.";
        evidence ["gateway 5.13.0, internal/crypto/token.go: decoded with padding"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).key_id("eyJvcmciOiIifQ");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).key_id("eyJvcmciOiIifQ==");
    },
    rule! {
        "key-id-empty" Error ALL;
        check Request(empty);
        summary "there is no id in the path";
        why "Without an id the request goes to the list of keys, which cannot be updated.";
        evidence ["scenario `key id forms` (5.13.0): PUT /tyk/keys/ answers 404, PUT /tyk/org/keys/ 405"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).key_id("");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#);
    },
    rule! {
        "org-id-not-24-hex" Info ORGANISATIONS;
        check Request(organisation);
        summary "the id in the path does not look like an organisation's";
        why "Organisations that the Dashboard made have an id of 24 hexadecimal digits. The gateway stores a key under any id, and it limits only APIs whose `org_id` is exactly this: `default` is right for some open-source gateways.";
        evidence ["scenario `an org id that is not 24 hex digits` (5.13.0): 200, stored"];
        triggers Example::body(r#"{"org_id":"default","rate":100,"per":60}"#).key_id("default");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#);
    },
    rule! {
        "secret-header-unsafe" Error ALL;
        check Secret;
        summary "the secret cannot be sent in a header as it is";
        why "Line breaks and other control characters make `fetch` throw, letters outside ASCII arrive as something else, spaces at the ends are dropped, and an empty secret is refused with 401 or 403.";
        evidence [
            "scenario `secret with spaces` (5.13.0): arrives without them",
            "scenario `no secret` (5.13.0): 403",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).secret("s3cret\n");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60}"#).secret("s3cret");
    },
    rule! {
        "bearer-prefix-choice" Info DASHBOARD_API;
        check Secret;
        summary "the secret already begins with `Bearer`";
        why "The Dashboard's specification asks for `Authorization: Bearer …`, but most of its users send the bare secret. Which one is sent is a choice made when the request is built; a secret that already has the word may get it twice.";
        evidence ["Dashboard OpenAPI 5.13.0: http bearer", "tyk-operator 0.18.0, pkg/client/client.go: the bare secret"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).secret("Bearer s3cret");
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{}},"rate":100,"per":60}"#).secret("s3cret");
    },
];

/// What is wrong with a parameter.
fn parameter(options: &Options<'_>, parameter: Parameter) -> Vec<Flaw> {
    // The gateway reads no value but the first.
    let value = options.query.get(parameter.name());
    value.and_then(|value| parameter.flaw(options.endpoint, &value)).into_iter().collect()
}

fn hashed(options: &Options<'_>) -> Vec<Flaw> {
    parameter(options, Parameter::Hashed)
}

fn suppress_reset(options: &Options<'_>) -> Vec<Flaw> {
    parameter(options, Parameter::SuppressReset)
}

fn reset_quota(options: &Options<'_>) -> Vec<Flaw> {
    parameter(options, Parameter::ResetQuota)
}

fn username(options: &Options<'_>) -> Vec<Flaw> {
    parameter(options, Parameter::Username)
}

/// What is wrong with the ids in the path, if it has that code.
fn ids(options: &Options<'_>, code: &str) -> Vec<Flaw> {
    let flaw = |segment: &Segment| {
        let id = match segment {
            Segment::Fixed(_) => None,
            Segment::ApiId => options.api_id,
            Segment::KeyId => options.key_id,
        };
        segment.flaw(id?)
    };
    options.endpoint.path().iter().filter_map(flaw).filter(|flaw| flaw.code == code).collect()
}

fn slash(options: &Options<'_>) -> Vec<Flaw> {
    ids(options, "key-id-slash")
}

fn empty(options: &Options<'_>) -> Vec<Flaw> {
    ids(options, "key-id-empty")
}

fn padding(options: &Options<'_>) -> Vec<Flaw> {
    options.key_id.and_then(|id| padding_flaw(options.endpoint, id)).into_iter().collect()
}

fn organisation(options: &Options<'_>) -> Vec<Flaw> {
    options.key_id.and_then(|id| organisation_flaw(options.endpoint, id)).into_iter().collect()
}
