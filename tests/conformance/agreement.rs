use serde_json::{Map, Value, json};

use super::{gateway, predict, recording};

pub(super) fn question(recorded: &Value) -> Value {
    let mut question = Map::new();
    for (name, from) in [
        ("id", "id"),
        ("version", "gateway"),
        ("endpoint", "endpoint"),
        ("query", "query"),
        ("now", "now"),
        ("previous", "before"),
    ] {
        question.insert(name.into(), recorded[from].clone());
    }
    let body = if recorded["body"].is_null() { "body_base64" } else { "body" };
    question.insert(body.into(), recorded[body].clone());
    question.into()
}

/// The message of an answer other than 200.
fn message(recorded: &Value) -> Value {
    if recorded["status"] == 200 {
        return Value::Null;
    }
    let response = recorded["response"].as_str().unwrap();
    serde_json::from_str::<Value>(response).map_or_else(|_| response.into(), |answer| answer["message"].clone())
}

/// A text of a key without what the gateway leaves to chance.
fn determined(text: &Value, undetermined: &[Value]) -> Value {
    let Some(mut key) = text.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
        return text.clone();
    };
    if undetermined.is_empty() {
        return text.clone();
    }
    for pointer in undetermined {
        let pointer = pointer.as_str().unwrap();
        match key.pointer_mut(pointer) {
            Some(Value::Array(tags)) if pointer.ends_with("/tags") => tags.sort_by_key(Value::to_string),
            Some(value)
                if pointer.ends_with("/password") && value.as_str().is_none_or(|text| !text.starts_with("$2")) => {}
            Some(value) => *value = "?".into(),
            None => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                if let Some(parent) = key.pointer_mut(parent).and_then(Value::as_object_mut)
                    && !["tags", "password"].contains(&name)
                {
                    parent.insert(name.into(), "?".into());
                }
            }
        }
    }
    key
}

fn assert_agreement(name: &str, setup: &str, count: usize) {
    let recorded = recording(name);
    assert_eq!(recorded.len(), count, "{name}");
    let mut gateway = gateway(setup);
    for recorded in &recorded {
        let predicted = predict(&mut gateway, &question(recorded));
        let free = recorded["undetermined"].as_array().map(Vec::as_slice).unwrap_or_default();
        let said = |what: &str, recorded_as: &Value, predicted: &Value| {
            assert_eq!(recorded_as, predicted, "{what} of {name} {}", recorded["id"]);
        };
        said("status", &recorded["status"], &predicted["status"]);
        said("message", &message(recorded), &predicted["message"]);
        said("stored", &determined(&recorded["after"], free), &determined(&predicted["stored"], free));
        if recorded["get_status"] == 200 {
            said("effective", &determined(&recorded["get"], free), &determined(&predicted["effective"], free));
        }
        if recorded["status"] == 200 {
            // It was read a moment later: one second may have gone by.
            let (kept, life) = (recorded["ttl"].as_i64().unwrap(), predicted["ttl"].as_i64().unwrap());
            assert!(life == kept || kept > 0 && life == kept + 1, "ttl {life} of {name} {}: {kept}", recorded["id"]);
        }
        for pointer in free {
            assert!(
                predicted["undetermined"].as_array().unwrap().contains(pointer),
                "{pointer} of {name} {}",
                recorded["id"]
            );
        }
        said("missing context", &json!([]), &predicted["depends_on"]);
        said("certainty", &json!("recorded"), &predicted["certainty"]);
    }
}

#[test]
fn predictions_agree_with_gateway_5_13() {
    assert_agreement("5.13.0.ndjson.gz", "setup.json", 2431);
}

#[test]
fn predictions_agree_with_gateway_5_11() {
    assert_agreement("5.11.1.ndjson.gz", "setup.json", 568);
}

#[test]
fn predictions_agree_with_gateway_5_8() {
    assert_agreement("5.8.9.ndjson.gz", "setup.json", 571);
}

#[test]
fn predictions_agree_with_policies_of_every_kind() {
    assert_agreement("policies-5.13.0.ndjson.gz", "setup-policies.json", 360);
}

#[test]
fn predictions_agree_with_six_other_versions() {
    assert_agreement("versions.ndjson.gz", "setup.json", 6 * 152);
    assert_agreement("policies-versions.ndjson.gz", "setup-policies.json", 6 * 45);
}

#[test]
fn of_an_older_gateway_it_is_said_that_its_behaviour_is_assumed() {
    let mut gateway = gateway("setup.json");
    for (version, endpoint, certainty) in [
        ("5.6.1", "gateway-key", "assumed"),
        ("5.3", "dashboard-api", "assumed"),
        ("5.7.0", "gateway-org", "recorded"),
        ("5.14", "dashboard-admin-org", "documented"),
    ] {
        let question = json!({ "endpoint": endpoint, "version": version, "now": 0, "body": "{}" });
        assert_eq!(predict(&mut gateway, &question)["certainty"], certainty, "{version} {endpoint}");
    }
}
