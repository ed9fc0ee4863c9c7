//! Where the rules about a certain gateway begin and end.

use super::{Options, check};
use crate::decode::Arena;
use crate::gateway::Context;
use crate::target::{Endpoint, Query, Version};

/// Whether an update of that key has something of that code.
fn has(code: &str, body: &str, key_id: &str, query: &str, context: &str) -> bool {
    let context = Context::parse(context.as_bytes(), Version::DEFAULT).unwrap_or_default();
    let (key_id, query) = (Some(key_id), Query(query));
    let options = Options { key_id, query, context: Some(&context), ..Options::new(Endpoint::GatewayKey) };
    let report = check(body.as_bytes(), &options, &mut Arena::default()).unwrap_or_default();
    report.issues.iter().any(|issue| issue.code == code)
}

#[test]
fn ids_are_one_key_where_the_hash_leaves_out_how_they_end() {
    let hashing = r#"{"gateway_config":{"hash_keys":true}}"#;
    let made = "0123456789abcdef0123456789abcdef";
    for (organisation, id, query, context, expected) in [
        ("5e9d9544a1dcd60001d0ed20", "customer-1", "", hashing, true),
        ("5e9d9544a1dcd60001d0ed20", "5e9d9544a1dcd60001d0ed20customer-1", "", hashing, true),
        ("5e9d9544a1dcd60001d0ed20", "customer", "", hashing, false),
        ("default", "customer", "", hashing, true),
        ("default", "customer1", "", hashing, false),
        // What the gateway made, the hash itself, and what names another function.
        ("default", made, "", hashing, false),
        ("default", "4151a25b", "hashed=true", hashing, false),
        ("default", "eyJvcmciOiJkZWZhdWx0In0=", "", hashing, false),
        ("default", "customer", "", r#"{"gateway_config":{"hash_keys":true,"hash_key_function":"murmur64"}}"#, false),
        ("default", "customer", "", r#"{"gateway_config":{}}"#, false),
    ] {
        let body = format!(r#"{{"org_id":"{organisation}","access_rights":{{"a1":{{}}}}}}"#);
        assert_eq!(has("key-id-end-ignored", &body, id, query, context), expected, "{organisation} {id} {query}");
    }
}

#[test]
fn policies_spill_into_the_first_that_names_the_type() {
    let policy = |partitions: &str, types: &str| {
        format!(
            r#"{{"org_id":"o","partitions":{partitions},"access_rights":{{"a":{{"restricted_types":[{types}]}}}}}}"#
        )
    };
    let query = |fields: &str| format!(r#"{{"name":"Query","fields":[{fields}]}}"#);
    let (one, other) = (query(r#""one""#), query(r#""other""#));
    for (first, second, expected) in [
        (policy("{}", &one), policy("{}", &other), true),
        (policy(r#"{"acl":true}"#, &one), policy(r#"{"acl":true}"#, &other), true),
        (policy("{}", &query(r#""other","one""#)), policy("{}", &one), false),
        (policy("{}", &one), policy(r#"{"quota":true}"#, &other), false),
        (policy("{}", &format!("{one},{other}")), policy("{}", ""), false),
    ] {
        let context = format!(r#"{{"policies":{{"A":{first},"B":{second}}}}}"#);
        let body = r#"{"org_id":"o","apply_policies":["A","B"]}"#;
        assert_eq!(has("policies-leak-types", body, "k", "", &context), expected, "{context}");
    }
}
