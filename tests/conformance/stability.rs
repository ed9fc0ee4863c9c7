use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tyk_session::bulk::Gateway;

use super::{gateway, predict};

const ORGANISATION: &str = "5e9d9544a1dcd60001d0ed20";

thread_local! {
    static GATEWAY: RefCell<Gateway> = RefCell::new(gateway("setup-policies.json"));
}

fn limit() -> impl Strategy<Value = Value> {
    let number = prop::sample::select(vec![json!(-1), json!(0), json!(1), json!(2.5), json!(60), json!(1000)]);
    let names = vec!["rate", "per", "throttle_interval"];
    let whole = prop::sample::select(vec![-1, 0, 1, 5, 3600]);
    let counts = vec![
        "throttle_retry_limit",
        "max_query_depth",
        "quota_max",
        "quota_remaining",
        "quota_renewal_rate",
        "quota_renews",
    ];
    let floats = prop::collection::btree_map(prop::sample::select(names), number, 0..3);
    let integers = prop::collection::btree_map(prop::sample::select(counts), whole, 0..4);
    (floats, integers).prop_map(|(floats, integers)| {
        let mut limit: Map<String, Value> = floats.into_iter().map(|(name, value)| (name.into(), value)).collect();
        limit.extend(integers.into_iter().map(|(name, value)| (name.into(), json!(value))));
        limit.into()
    })
}

fn right() -> impl Strategy<Value = Value> {
    let versions = prop::collection::vec(prop::sample::select(vec!["Default", "v1"]), 0..3);
    let url = json!([{ "url": "/a", "methods": ["GET"] }]);
    let endpoints = json!([{ "path": "/e", "methods": [{ "name": "GET", "limit": { "rate": 5, "per": 60 } }] }]);
    let extra = prop::sample::select(vec![
        json!({}),
        json!({ "allowed_urls": url }),
        json!({ "endpoints": endpoints }),
        json!({ "endpoints": [] }),
        json!({ "allowance_scope": "own" }),
        json!({ "allowed_types": [{ "name": "M", "fields": ["a"] }] }),
        json!({ "disable_introspection": true }),
    ]);
    (versions, limit(), extra).prop_map(|(versions, limit, mut right)| {
        right["versions"] = json!(versions);
        right["limit"] = limit;
        right
    })
}

/// Members of a key that are alone, as they might come.
fn plain() -> impl Strategy<Value = Map<String, Value>> {
    let members = vec![
        ("alias", json!("<a & b>\u{2028}")),
        ("tags", json!(["x", "y", "x"])),
        ("expires", json!(1_900_000_000)),
        ("expires", json!(5)),
        ("session_lifetime", json!(60)),
        ("post_expiry_action", json!("delete")),
        ("meta_data", json!({ "b": 1e21, "a": [null, { "deep": "é" }], "n": 9_007_199_254_740_993_u64 })),
        ("basic_auth_data", json!({ "password": "secret" })),
        ("basic_auth_data", json!({ "hash_type": "bcrypt" })),
        ("is_inactive", json!(true)),
        ("date_created", json!("2024-05-14T13:15:46.5+03:00")),
        ("smoothing", json!({ "enabled": true, "threshold": 1 })),
        ("smoothing", json!({ "enabled": false, "threshold": 1 })),
        ("monitor", json!({ "trigger_limits": [80, 50.5] })),
        ("oauth_keys", json!({ "c": "t" })),
        ("hmac_enabled", json!(true)),
    ];
    let members = prop::collection::vec(prop::sample::select(members), 0..6);
    members.prop_map(|members| members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn key(policies: std::ops::Range<usize>) -> impl Strategy<Value = Value> {
    let rights = prop::collection::btree_map(prop::sample::select(vec!["a1", "a2", "zz"]), right(), 1..3);
    let named = prop::collection::vec((0..28).prop_map(|number| format!("pol{number}")), policies);
    (plain(), limit(), rights, named).prop_map(|(plain, limit, rights, named)| {
        let mut key = plain;
        key.extend(limit.as_object().unwrap().clone());
        key.insert("org_id".into(), ORGANISATION.into());
        key.insert("access_rights".into(), json!(rights));
        if !named.is_empty() {
            key.insert("apply_policies".into(), json!(named));
        }
        key.into()
    })
}

fn put(endpoint: &str, version: &str, query: &str, previous: &Value, body: &Value) -> Value {
    let question = json!({
        "endpoint": endpoint, "version": version, "query": query, "now": 1_795_000_000, "previous": previous, "body": body
    });
    GATEWAY.with_borrow_mut(|gateway| predict(gateway, &question))
}

/// The text without what is left to chance.
fn determined(prediction: &Value, text: &str) -> Value {
    let mut key: Value = serde_json::from_str(prediction[text].as_str().unwrap()).unwrap();
    for pointer in prediction["undetermined"].as_array().unwrap() {
        if let Some(value) = key.pointer_mut(pointer.as_str().unwrap()) {
            *value = Value::Null;
        }
    }
    key
}

/// What a key looks like when what GET answers is put back twice.
fn assert_stable(endpoint: &str, version: &str, query: &str, key: &Value) {
    let first = put(endpoint, version, query, &json!("{}"), &key.to_string().into());
    if first["status"] != 200 {
        return;
    }
    let second = put(endpoint, version, query, &first["stored"], &first["effective"]);
    assert_eq!(second["status"], 200, "what GET answers is accepted");
    let third = put(endpoint, version, query, &second["stored"], &second["effective"]);
    assert_eq!(determined(&third, "stored"), determined(&second, "stored"));
    assert_eq!(determined(&third, "effective"), determined(&second, "effective"));
}

fn versions() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["5.8.0", "5.8.9", "5.10.0", "5.11.1", "5.12.0", "5.13.0", "5.14.0"])
}

fn queries() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "suppress_reset=1", "reset_quota=1"])
}

proptest! {
    #[test]
    fn putting_back_what_get_answers_changes_nothing_more(key in key(0..1), version in versions(), query in queries()) {
        assert_stable("gateway-key", version, query, &key);
        assert_stable("gateway-org", version, query, &key);
    }

    #[test]
    fn policies_come_to_rest(key in key(1..5), version in versions(), query in queries()) {
        assert_stable("gateway-key", version, query, &key);
    }

    #[test]
    fn an_organisation_key_reads_as_it_was_written(key in key(0..3), version in versions()) {
        let prediction = put("gateway-org", version, "", &Value::Null, &key.to_string().into());
        prop_assert_eq!(&prediction["stored"], &prediction["effective"]);
    }

    #[test]
    fn a_body_of_any_kind_is_answered(body in ".{0,40}", previous in ".{0,20}", version in versions()) {
        for endpoint in ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"] {
            let prediction = put(endpoint, version, "", &previous.as_str().into(), &body.as_str().into());
            prop_assert!(prediction["status"].is_number());
        }
    }
}
