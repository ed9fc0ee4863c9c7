//! What is said about the policies of a key is held against what gateways did with them.

use serde_json::{Value, json};
use tyk_session::bulk::{Gateway, check_line};

use super::agreement::question;
use super::{RECORDINGS, gateway, predict, recording};

/// The numbers among a key's own limits that a policy replaces; the longer of two renewal rates may be either.
const LIMITS: [&str; 6] = ["rate", "per", "quota_max", "throttle_interval", "throttle_retry_limit", "max_query_depth"];

/// Every recorded update of an API's key whose body is text, with the gateway that it went to.
fn each(mut see: impl FnMut(&Value, &mut Gateway)) {
    for (name, setup) in RECORDINGS {
        let mut gateway = gateway(setup);
        let recorded = recording(name).into_iter();
        let keys = recorded.filter(|recorded| recorded["endpoint"] == "gateway-key" && recorded["body"].is_string());
        keys.for_each(|recorded| see(&recorded, &mut gateway));
    }
}

/// Where an update has issues of that code, and how bad they are.
fn issues(code: &str, question: &Value, gateway: &mut Gateway) -> Vec<(String, String)> {
    let answer: Value = serde_json::from_str(&check_line(&question.to_string(), gateway)).unwrap();
    let issues = answer["issues"].as_array().unwrap().iter().filter(|issue| issue["code"] == code);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    issues.map(|issue| (text(&issue["pointer"]), text(&issue["severity"]))).collect()
}

#[test]
fn an_update_that_fails_for_want_of_a_policy_was_refused() {
    let (mut failed, mut went_on) = (0, 0);
    each(|recorded, gateway| {
        let unknown = issues("policy-unknown", &question(recorded), gateway);
        let status = &recorded["status"];
        if unknown.iter().any(|(_, severity)| severity == "error") {
            failed += 1;
            // Another refusal may come first.
            assert!(*status == 500 || *status == 400, "{} {}", recorded["id"], recorded["gateway"]);
        } else if !unknown.is_empty() && *status == 200 {
            went_on += 1;
        }
    });
    assert_eq!((failed, went_on), (107, 23));
}

#[test]
fn a_limit_has_no_effect_beside_policies_exactly_where_that_is_said() {
    let (mut without_effect, mut with_effect) = (0, 0);
    each(|recorded, gateway| {
        let Some(key) = recorded["body"].as_str().and_then(|body| serde_json::from_str::<Value>(body).ok()) else {
            return;
        };
        let has_policies = key["apply_policies"].as_array().is_some_and(|policies| !policies.is_empty())
            || key["apply_policy_id"].as_str().is_some_and(|id| !id.is_empty());
        // Policies in the metadata raise limits, and lower none.
        if recorded["status"] != 200 || !has_policies || key["meta_data"]["policies"].is_array() {
            return;
        }
        let mut question = question(recorded);
        let said = issues("own-limits-overridden-by-policy", &question, gateway);
        let stored = |question: &Value, gateway: &mut Gateway, limit: &str| -> Option<Value> {
            let predicted = predict(gateway, question);
            let stored: Value = serde_json::from_str(predicted["stored"].as_str()?).unwrap();
            (predicted["status"] == 200).then(|| stored[limit].clone())
        };
        let mut others = Vec::new();
        for limit in LIMITS.into_iter().filter(|limit| key[*limit].as_f64().is_some_and(|own| own != 0.0)) {
            let more = key[limit]
                .as_i64()
                .map_or_else(|| json!(key[limit].as_f64().unwrap() + 1234.0), |own| json!(own + 1234));
            others.extend([(limit, more), (limit, json!(3))]);
        }
        // What becomes of the rights of a key without an organisation is not said.
        let rights =
            key["access_rights"].as_object().filter(|_| key["org_id"].as_str().is_some_and(|own| !own.is_empty()));
        if let Some(rights) = rights.filter(|rights| rights.values().all(Value::is_object)) {
            let other = rights.iter().map(|(api, _)| (api.clone(), json!({"versions": ["other"]})));
            others.extend((!rights.is_empty()).then(|| ("access_rights", other.collect())));
        }
        others.retain(|(limit, other)| other.is_object() || other.as_f64() != key[*limit].as_f64());
        for (limit, value) in others {
            let Some(before) = stored(&question, gateway, limit) else { continue };
            let mut other = key.clone();
            other[limit] = value;
            question["body"] = other.to_string().into();
            let Some(after) = stored(&question, gateway, limit) else { continue };
            question["body"] = recorded["body"].clone();
            let is_said = said.iter().any(|(pointer, _)| *pointer == format!("/{limit}"));
            assert_eq!(before == after, is_said, "{limit} of {} {}", recorded["id"], recorded["gateway"]);
            *if is_said { &mut without_effect } else { &mut with_effect } += 1;
        }
    });
    assert_eq!((without_effect, with_effect), (1140, 269));
}

#[test]
fn of_what_the_order_of_a_map_decides_the_likelier_is_told() {
    let before = json!({"org_id": "5e9d9544a1dcd60001d0ed20", "rate": 1, "per": 1}).to_string();
    let mut gateway = gateway("setup.json");
    let mut predicted = |body: Value| {
        let endpoint = "gateway-key";
        let question =
            json!({"endpoint": endpoint, "now": 1_800_000_000, "previous": before, "body": body.to_string()});
        let answer = predict(&mut gateway, &question);
        let stored: Value = serde_json::from_str(answer["stored"].as_str().unwrap()).unwrap();
        (stored, answer["undetermined"].clone())
    };
    let applied = |policies: &[&str]| json!({"org_id": "5e9d9544a1dcd60001d0ed20", "apply_policies": policies});

    // 53 of 64 updates of a gateway 5.13.0 came out so.
    let (stored, undetermined) = predicted(applied(&["p1", "acl-only"]));
    assert_eq!(stored["quota_renews"], 1_800_000_060);
    assert_eq!(undetermined, json!(["/access_rights/a2/limit/quota_renews", "/quota_renews"]));

    // 54 of 64.
    let (stored, undetermined) = predicted(applied(&["acl-only", "p1"]));
    assert_eq!(stored["quota_renews"], Value::Null);
    assert_eq!(undetermined, json!(["/access_rights/a2/limit/quota_renews", "/quota_renews"]));

    // 25 of 64; the next most common order came 9 times.
    let mut body = applied(&["p1"]);
    body["tags"] = json!(["x", "b", "a", "b"]);
    let (stored, undetermined) = predicted(body);
    assert_eq!(stored["tags"], json!(["from-p1", "x", "b", "a"]));
    assert_eq!(undetermined, json!(["/tags"]));
}
