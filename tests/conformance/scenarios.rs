use std::collections::BTreeMap;

use serde_json::{Value, json};
use tyk_session::bulk::Gateway;

use super::{gateway, predict, recording};

/// About when the plays were recorded.
const NOW: i64 = 1_795_317_700;

/// What changes by itself or with the clock.
const VOLATILE: [&str; 4] = ["date_created", "last_updated", "quota_renews", "quota_remaining"];

/// A play, acted with predictions in place of a gateway.
struct Play {
    gateway: Gateway,
    /// The texts in the store, by path.
    store: BTreeMap<String, Value>,
    /// Requests counted against the quota, by path; nothing where time has gone by.
    used: BTreeMap<String, Option<i64>>,
    /// The key that the play is about.
    path: String,
    /// What was predicted of the last update, until requests or time change it.
    last: Value,
    compared: usize,
}

impl Play {
    fn update(&mut self, path: &str, query: &str, body: &Value, recorded: Option<&Value>) {
        let endpoint = if path.contains("/org/") { "gateway-org" } else { "gateway-key" };
        let text = if let Value::String(text) = body { text.clone() } else { body.to_string() };
        // A key is made as it is updated, with nothing before it.
        let previous = if recorded.is_none() { json!("{}") } else { self.store.get(path).cloned().unwrap_or_default() };
        let question = json!({ "endpoint": endpoint, "query": query, "now": NOW, "previous": previous, "body": text });
        let predicted = predict(&mut self.gateway, &question);
        if let Some(step) = recorded {
            assert_eq!(predicted["status"], step["status"], "{step}");
            if predicted["status"] != 200 {
                let answer: Value = serde_json::from_str(step["response"].as_str().unwrap()).unwrap();
                assert_eq!(predicted["message"], answer["message"], "{step}");
            }
            self.compared += 1;
        }
        if predicted["resets_counters"] == true {
            self.used.insert(path.to_owned(), Some(0));
        }
        self.store.insert(path.to_owned(), predicted["stored"].clone());
        path.clone_into(&mut self.path);
        self.last = predicted;
    }

    /// Compares a text of the key with what was predicted of it.
    fn look(&mut self, predicted: &str, recorded: &Value) {
        let predicted = self.last[predicted].as_str().unwrap_or("null");
        let mut texts =
            [predicted, recorded.as_str().unwrap()].map(|text| serde_json::from_str::<Value>(text).unwrap());
        for key in &mut texts {
            without_volatile(key);
            if let Some(password) = key.get_mut("basic_auth_data").and_then(|data| data.get_mut("password")) {
                *password = password.as_str().is_some_and(|text| text.starts_with("$2")).into();
            }
        }
        let [predicted, recorded] = texts;
        assert_eq!(predicted, recorded);
        self.compared += 1;
    }

    /// Counts requests against the quotas of the key and the organisation, as far as nothing but quotas is in the play.
    fn requests(&mut self, step: &Value) {
        if step["errors"]
            .as_array()
            .is_some_and(|errors| errors.iter().any(|error| !error.to_string().contains("uota")))
        {
            return;
        }
        for status in step["statuses"].as_array().unwrap() {
            let mut refused = false;
            for (path, text) in &self.store {
                let key: Value = serde_json::from_str(text.as_str().unwrap_or("{}")).unwrap();
                let blank = |names: &[&str]| names.iter().all(|name| key[name].is_null());
                let closes_apis = path.contains("/org/") && !blank(&["access_rights"]);
                let has_limits = key["access_rights"].to_string().contains("limit");
                let overflows = key["quota_renewal_rate"].as_i64().is_some_and(|seconds| seconds > 9_223_372_036);
                let others = !blank(&["rate", "apply_policies", "is_inactive", "expires"]);
                let simple = !(others || overflows || has_limits || closes_apis);
                let Some(Some(used)) = self.used.get_mut(path).filter(|_| simple) else { return };
                refused |= key["quota_max"].as_i64().is_some_and(|most| most > 0 && *used >= most);
                // Refused requests count too.
                *used += 1;
            }
            assert_eq!(refused, *status == 403, "{}", self.path);
            self.compared += 1;
        }
    }

    fn act(&mut self, step: &Value) {
        let what = step["do"].as_str().unwrap();
        let body = &step["body"];
        let (path, query) = what.split_once(' ').map_or(("", ""), |(_, url)| url.split_once('?').unwrap_or((url, "")));
        match what {
            _ if what.starts_with("POST /tyk/keys/") && step["status"] == 200 => {
                self.update(path, "", body, None);
                self.used.insert(path.to_owned(), Some(0));
            }
            _ if what.starts_with("PUT /tyk/") && step["status"] != 301 => {
                self.used.entry(path.to_owned()).or_insert(Some(0));
                self.update(path, query, body, Some(step));
            }
            _ if what.ends_with("PUT it back") => self.update(&self.path.clone(), "", body, Some(step)),
            "GET key" | "GET org key" if step["status"] == 200 && !self.last.is_null() => {
                self.look("effective", &step["response"]);
            }
            "look at the store" if !self.last.is_null() => {
                let (_, kept) = step.as_object().unwrap().iter().find(|(name, _)| name.starts_with("apikey-")).unwrap();
                self.look("stored", &kept["value"]);
                assert_eq!(kept["ttl"], self.last["ttl"]);
            }
            "ttl of the org key" if !self.last.is_null() => {
                assert_eq!(step["ttl"], self.last["ttl"]);
                self.last = Value::Null;
            }
            _ if what.contains("× GET /a") => self.requests(step),
            _ if what.starts_with("wait ") => self.used.values_mut().for_each(|used| *used = None),
            _ => {}
        }
    }
}

fn without_volatile(value: &mut Value) {
    if let Value::Object(members) = value {
        VOLATILE.iter().for_each(|name| drop(members.remove(*name)));
        members.values_mut().for_each(without_volatile);
    }
}

/// Plays in which something other than the update decides: the secret, the path, the gateway's memory of the old key.
fn is_beside_the_point(scenario: &str) -> bool {
    let others = [
        "secret",
        "key id forms",
        "while requests keep coming, hash_keys true",
        "which name finds a key",
        "short name",
        "differ only at their end",
        "changes one of them for every key",
    ];
    others.iter().any(|other| scenario.contains(other))
}

#[test]
fn plays_with_traffic_go_as_predicted() {
    let mut compared = 0;
    for play in recording("scenarios-5.13.0.ndjson.gz") {
        if is_beside_the_point(play["scenario"].as_str().unwrap()) {
            continue;
        }
        let mut acted = Play {
            gateway: gateway("setup.json"),
            store: BTreeMap::new(),
            used: BTreeMap::new(),
            path: String::new(),
            last: Value::Null,
            compared: 0,
        };
        play["steps"].as_array().unwrap().iter().for_each(|step| acted.act(step));
        compared += acted.compared;
    }
    assert_eq!(compared, 205);
}
