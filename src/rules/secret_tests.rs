//! No secret is shown, whatever is wrong with it or beside it.

use super::{Options, check};
use crate::Context;
use crate::decode::Arena;
use crate::session::{Flag, Kind, SessionState, Table};
use crate::target::{Endpoint, Query, Version};
use proptest::prelude::*;

/// What every secret of the bodies begins with: as a text, and as a number.
const MARKS: [&str; 2] = ["mark3r", "7331733173"];

/// The members that hold secrets: the names on the way to each, and what it holds.
fn secrets() -> Vec<(Vec<&'static str>, Kind)> {
    fn collect(table: &'static Table, way: &[&'static str], found: &mut Vec<(Vec<&'static str>, Kind)>) {
        for member in table.members {
            let way = [way, &[member.name]].concat();
            match member.kind {
                _ if member.flags.has(Flag::Secret) => found.push((way, member.kind)),
                Kind::Object(table) | Kind::Pointer(table) => collect(table, &way, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(SessionState::TABLE, &[], &mut found);
    found
}

/// A member with a secret of any kind in it, right or wrong, in whatever letters.
fn secret() -> impl Strategy<Value = String> {
    let value = proptest::sample::select(vec![
        "\"MARK\"",
        "\"MARK and more than forty characters, more than seventy-two bytes, of it\"",
        "\"MARK\\ud800\"",
        "\"  MARK\"",
        "NUMBER",
        "NUMBER.5e1",
        "[\"MARK\",NUMBER,null]",
        "{\"b\":NUMBER,\"a\":\"MARK\",\"a\":\"MARK\"}",
        "\"\"",
        "null",
    ]);
    (proptest::sample::select(secrets()), value, 0..4_u8).prop_map(|((way, kind), value, spelling)| {
        let value = value.replace("MARK", MARKS[0]).replace("NUMBER", MARKS[1]);
        let value =
            if matches!(kind, Kind::Map(_)) && spelling != 1 { format!("{{\"client\":{value}}}") } else { value };
        let name = |name: &&str| if spelling == 2 { name.to_uppercase() } else { (*name).to_owned() };
        let names = way.iter().map(name).collect::<Vec<_>>();
        let open = names.iter().map(|name| format!("\"{name}\":")).collect::<Vec<_>>().join("{");
        format!("{open}{value}{}", "}".repeat(names.len() - 1))
    })
}

fn body() -> impl Strategy<Value = String> {
    let other = proptest::sample::select(vec![
        r#""org_id":"5e9d9544a1dcd60001d0ed20""#,
        r#""hmac_enabled":true"#,
        r#""enable_http_signature_validation":true"#,
        r#""basic_auth_data":{"hash_type":"bcrypt"}"#,
        r#""basic_auth_data":{"user":"u","password":5}"#,
        r#""oauth_client_id":"c""#,
        r#""access_rights":{"a1":{}}"#,
        r#""apply_policies":["p1"]"#,
        r#""rate":100,"per":60"#,
        r#""key_id":"k""#,
    ]);
    let member = prop_oneof![2 => secret(), 1 => other.prop_map(str::to_owned)];
    (proptest::collection::vec(member, 1..6), 0..8_u8).prop_map(|(members, end)| {
        let after = match end {
            0 => ",}",
            1 => "} mark3r",
            2 => "",
            _ => "}",
        };
        format!("{{{}{after}", members.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_report_shows_a_secret(
        body in body(),
        previous in proptest::option::of(body()),
        endpoint in proptest::sample::select(Endpoint::ALL.to_vec()),
        version in proptest::sample::select(vec!["5.8", "5.11", "5.13"]),
    ) {
        let version = Version::parse(version).unwrap_or(Version::DEFAULT);
        let context = Context::parse(br#"{"certificates":["c"],"apis":{"a1":{}},"policies":{}}"#, version).ok();
        let options = Options {
            version,
            now: Some(1_795_000_000),
            query: Query("suppress_reset=1"),
            key_id: Some("k"),
            api_id: Some("a1"),
            previous: previous.as_deref().map(str::as_bytes),
            context: context.as_ref(),
            ..Options::new(endpoint)
        };
        let report = format!("{:?}", check(body.as_bytes(), &options, &mut Arena::default()));
        for mark in MARKS {
            prop_assert!(!report.contains(mark), "{report}");
        }
    }
}

#[test]
fn the_secrets_are_those_of_the_table() {
    let ways: Vec<String> = secrets().iter().map(|(way, _)| way.join("/")).collect();
    assert_eq!(ways, ["oauth_keys", "certificate", "basic_auth_data/password", "jwt_data/secret", "hmac_string"]);
}
