use serde_json::Value;
use tyk_session::gateway::{Context, Effective, Source, effective};
use tyk_session::{Endpoint, Version};

use super::{file, recording};

fn look(key: &str, setup: &str) -> Effective {
    let context = Context::parse(&file(setup), Version::DEFAULT).unwrap();
    effective(key.as_bytes(), Endpoint::GatewayKey, Version::DEFAULT, &context)
}

fn source(effective: &Effective, pointer: &str) -> Source {
    effective.members.iter().find(|origin| origin.pointer == pointer).map(|origin| origin.source.clone()).unwrap()
}

#[test]
fn every_value_says_where_it_comes_from() {
    let key = r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["acl-only","p1"],"rate":3,"throttle_interval":2,"expires":9,
        "tags":["own"],"meta_data":{"x":1,"tier":"own"},"access_rights":{"a1":{"limit":{"rate":1}}}}"#;
    let effective = look(key, "setup.json");
    let policy = |id: &str| Source::Policy(id.to_owned());
    let merged = Source::Merged { policies: vec!["p1".to_owned()], key: true };
    assert!(effective.applies);
    for (pointer, expected) in [
        ("/rate", policy("p1")),
        ("/throttle_interval", policy("p1")),
        ("/access_rights/a1/versions", policy("p1")),
        ("/access_rights/a1/limit/rate", policy("p1")),
        ("/access_rights/a1/limit/quota_remaining", Source::Gateway),
        ("/access_rights/a2/versions", policy("acl-only")),
        ("/access_rights/a2/limit/rate", policy("p1")),
        ("/access_rights/a2/allowance_scope", policy("acl-only")),
        ("/meta_data/tier", policy("p1")),
        ("/meta_data/x", Source::Key),
        ("/tags", merged),
        ("/expires", Source::Key),
        ("/alias", Source::Default),
    ] {
        assert_eq!(source(&effective, pointer), expected, "{pointer}");
    }
}

#[test]
fn without_policies_everything_is_the_keys_own() {
    let key =
        r#"{"rate":3,"access_rights":{"a1":{"versions":["v1"],"limit":{"rate":4}}},"meta_data":{"x":1},"tags":["t"]}"#;
    let effective = look(key, "setup.json");
    let own = ["/rate", "/access_rights/a1/versions", "/access_rights/a1/limit/rate", "/meta_data/x", "/tags"];
    assert!(own.iter().all(|pointer| source(&effective, pointer) == Source::Key));
    assert_eq!(source(&effective, "/access_rights/a1/allowance_scope"), Source::Gateway);
}

#[test]
fn what_is_in_force_is_what_get_answered() {
    for recorded in recording("policies-5.13.0.ndjson.gz") {
        let looked = look(recorded["after"].as_str().unwrap(), "setup-policies.json");
        let mut keys = [looked.text.as_deref(), recorded["get"].as_str()]
            .map(|text| serde_json::from_str::<Value>(text.unwrap()).unwrap());
        for pointer in &looked.undetermined {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parents = keys.iter_mut().filter_map(|key| key.pointer_mut(parent)?.as_object_mut());
            parents.for_each(|parent| drop(parent.remove(name)));
        }
        assert_eq!(keys[0], keys[1], "{}", recorded["id"]);
        let listed = looked.members.iter().filter_map(|origin| Some((&origin.pointer, origin.value.as_ref()?)));
        for (pointer, value) in listed.filter(|(pointer, _)| !looked.undetermined.contains(pointer)) {
            let value: Value = serde_json::from_str(value).unwrap();
            assert_eq!(keys[0].pointer(pointer), Some(&value), "{pointer} of {}", recorded["id"]);
        }
    }
}
