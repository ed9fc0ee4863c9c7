use serde_json::Value;

use super::memory::ask;
use super::types;
use crate::rules::rules;

const BODY: &str = r#"{"alias":"😀","quota_max":-5,"meta_data":{"a":1}}"#;

/// Calls as JavaScript makes them: they give what is said, or the text where nothing is said.
macro_rules! calls {
    ($($call:ident($($text:ident),*);)*) => {
        $(
            fn $call($($text: &[u8]),*) -> String {
                let (said, text) = ask([$($text),*], |[$($text),*]| super::$call($($text),*));
                if said.is_empty() { String::from_utf8_lossy(&text).into_owned() } else { said }
            }
        )*
    };
}

calls! {
    check(text, options);
    fix(text, options, choice);
    patch(text, operations);
    build(calls);
    credential(credential);
    request(options);
    show(request, form);
    read_parts(parts);
    predict(text, options);
    effective(text, options);
    check_lines(lines, context);
    predict_lines(lines, context);
    plan(base, edited, options);
    merge(base, mine, theirs);
    apply_changes(text, changes);
    confirm(sent, read_backs);
    translate(body, options);
    timeline(text, options);
    bulk_begin(options, change);
}

/// The answer of a call: what was asked for, or how it was used wrongly.
fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T, String> {
    serde_json::from_str(answer).map_err(|error| format!("{error} in {answer}"))
}

fn misuse(options: &str) -> String {
    let answer: Value = read(&check(BODY.as_bytes(), options.as_bytes())).unwrap_or_default();
    answer.get("misuse").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn there_is_a_report_for_every_rule() {
    for rule in rules() {
        let example = &rule.about.triggers;
        for endpoint in rule.endpoints.iter() {
            let options =
                format!(r#"{{"endpoint":"{}","now":1795000000.5,"keyId":"k","apiId":"a1"}}"#, endpoint.name());
            let answer = check(example.body.as_bytes(), options.as_bytes());
            assert!(!answer.starts_with("{\"misuse"), "{}: {answer}", rule.code);
        }
    }
}

#[test]
fn every_option_that_typescript_is_told_is_read_and_no_other() {
    let options = r#"{"endpoint":"gateway-key","version":"5.13","now":1.5,"query":{"suppress_reset":"1","reset_quota":"1",
        "hashed":"true","username":"true","auto_guess":"true"},"keyId":"k","apiId":"a","previous":"","context":{"org_id":"o","apis":{"a1":{"kind":"http"}},"policies":{"p1":{"rate":1.5}}},"severity":{}}"#;
    let shape = read::<types::CheckOptions>(options);
    assert!(shape.is_ok(), "{shape:?}");
    assert_eq!(misuse(options), "");
}

#[test]
fn a_wrong_option_is_named_with_what_was_meant() {
    for (options, message) in [
        ("{}", "options.endpoint is missing: one of dashboard-admin-org, dashboard-api, gateway-org, gateway-key"),
        ("[]", "options must be an object"),
        (
            r#"{"endpoint":"gateway"}"#,
            "options.endpoint must be one of dashboard-admin-org, dashboard-api, gateway-org, gateway-key, not gateway",
        ),
        (r#"{"endpoint":"gateway-org","verison":"5.13"}"#, "options has no member verison: did you mean version?"),
        (r#"{"endpoint":"gateway-org","now":"1"}"#, "options.now must be a number"),
        (
            r#"{"endpoint":"gateway-org","now":1e11}"#,
            "options.now must be in seconds, and this looks like milliseconds: Date.now() / 1000",
        ),
        (r#"{"endpoint":"gateway-org","query":{"hashed":true}}"#, "options.query.hashed must be a string"),
        (
            r#"{"endpoint":"gateway-org","severity":{"quota-max-negativ":"off"}}"#,
            "there is no rule quota-max-negativ: did you mean quota-max-negative?",
        ),
        (
            r#"{"endpoint":"gateway-org","severity":{"quota-max-negative":"of"}}"#,
            "options.severity.quota-max-negative must be one of error, warning, info, off, not of",
        ),
    ] {
        assert_eq!(misuse(options), message);
    }
    assert_eq!(misuse(r#"{"endpoint":"gateway-org","now":99999999999.5}"#), "");
    assert!(
        misuse(&format!(r#"{{"endpoint":"{}"}}"#, "e".repeat(10_000))).ends_with(&format!(" not {}", "e".repeat(40)))
    );
    assert!(
        misuse(r#"{"endpoint":"gateway-org","version":"4.3"}"#)
            .starts_with("options.version must be a gateway version")
    );
}

#[test]
fn a_patch_is_applied_in_place() {
    let operations = r#"[{"op":"replace","path":"/quota_max","value":"12345678901234567890"},{"op":"remove","path":"/alias"},
        {"op":"add","path":"/meta_data/b","value":"1.0"},{"op":"move","from":"/meta_data/a","path":"/meta_data/c"}]"#;
    let shape = read::<Vec<types::Operation>>(operations);
    assert!(shape.is_ok(), "{shape:?}");
    let text = r#"{"quota_max":12345678901234567890,"meta_data":{"c":1,"b":1.0}}"#;
    assert_eq!(patch(BODY.as_bytes(), operations.as_bytes()), text);
    let wrong = patch(BODY.as_bytes(), br#"[{"op":"remove","path":"/rate"}]"#);
    assert_eq!(wrong, r#"{"misuse":"nothing stands at `/rate`; nothing was changed","flaws":[]}"#);
}

#[test]
fn a_base_that_no_server_had_is_refused() {
    let said = |base: &str| {
        let texts = [base.as_bytes(), BODY.as_bytes(), br#"{"endpoint":"gateway-org"}"#];
        ask(texts, |[base, edited, options]| super::plan(base, edited, options)).0
    };
    for base in ["<html>", "[]", "null", "\"{}\""] {
        assert!(said(base).starts_with(r#"{"misuse":"base is not a key"#), "{base}: {}", said(base));
    }
    for base in ["", " \n", "{}"] {
        assert!(!said(base).starts_with("{\"misuse"), "{base}: {}", said(base));
    }
}

#[test]
fn a_text_comes_back_where_it_is_another() {
    let options = br#"{"endpoint":"gateway-key"}"#;
    for (text, fixed) in [("{\"rate\":\"1\",\"per\":60}", "{\"rate\":1,\"per\":60}"), ("{}", "")] {
        let (said, text) =
            ask([text.as_bytes(), options, b"{}"], |[text, options, choice]| super::fix(text, options, choice));
        assert!(!said.starts_with("{\"misuse"), "{said}");
        assert_eq!(String::from_utf8_lossy(&text), fixed);
    }
    for (text, migrated) in [(r#"{"apply_policy_id":"p1","x":1}"#, r#"{"apply_policies":["p1"],"x":1}"#), (BODY, "")] {
        let migrate = |is_checked| ask([text.as_bytes()], |[text]| super::migrate(text, is_checked));
        assert_eq!(String::from_utf8_lossy(&migrate(false).1), migrated);
        let options = br#"{"endpoint":"gateway-key","version":"5.0","previous":"{\"rate\":1}"}"#;
        ask([text.as_bytes(), options], |[text, options]| super::check(text, options));
        assert_eq!(migrate(true), migrate(false));
    }
    assert!(fix(BODY.as_bytes(), options, br#"{"only":["x"]}"#).starts_with(r#"{"misuse":"there is no rule x"#));
}

#[test]
fn the_options_of_predictions_are_those_that_typescript_is_told() {
    let context = r#"{"org_id":"o","apis":{"a1":{"kind":"http"}},"policies":{"p1":{"org_id":"o","rate":5,"per":1,"access_rights":{"a1":{}}}}}"#;
    let body = br#"{"org_id":"o","apply_policies":["p1"],"tags":["a","b"]}"#;
    for options in [
        format!(
            r#"{{"endpoint":"gateway-key","now":1795000000.5,"previous":"{{}}","context":{context},"keyId":"k","query":{{}}}}"#
        ),
        r#"{"endpoint":"dashboard-admin-org","version":"5.8","now":1}"#.to_owned(),
    ] {
        let shape = read::<types::PredictOptions>(&options);
        assert!(shape.is_ok(), "{shape:?}");
        let prediction = read::<Value>(&predict(body, options.as_bytes()));
        assert!(prediction.is_ok(), "{prediction:?}");
    }
    let options = format!(r#"{{"endpoint":"gateway-key","context":{context}}}"#);
    let shape = read::<types::EffectiveOptions>(&options);
    assert!(shape.is_ok(), "{shape:?}");
    let looked = read::<Value>(&effective(body, options.as_bytes()));
    assert!(looked.is_ok(), "{looked:?}");
    let missing = predict(body, br#"{"endpoint":"gateway-key"}"#);
    assert_eq!(missing, r#"{"misuse":"options.now is missing: the time in Unix seconds","flaws":[]}"#);
}

#[test]
fn lines_are_answered_in_their_order() {
    let line = |id: u32| format!(r#"{{"id":{id},"endpoint":"gateway-org","now":1795000000,"body":"[]"}}"#);
    let answers = predict_lines(format!("{}\n{}\n", line(1), line(2)).as_bytes(), b"{}");
    assert!(
        answers.lines().zip(["{\"id\":1,\"status\":400", "{\"id\":2,"]).all(|(line, start)| line.starts_with(start))
    );
    assert_eq!(answers.lines().count(), 2);
    assert!(predict_lines(b"", b"[]").starts_with(r#"{"misuse":"context"#));
    let line = r#"{"id":3,"endpoint":"gateway-org","body":"{\"org_id\":\"o\"}"}"#;
    for (context, told) in [(&b"{}"[..], false), (br#"{"gateway_config":{"hash_keys":true}}"#, true)] {
        let answers = check_lines(line.as_bytes(), context);
        assert!(answers.starts_with(r#"{"id":3,"issues":["#));
        assert_eq!(answers.contains("org-key-lost-update"), told, "{answers}");
    }
}

#[test]
fn a_key_is_built_call_by_call() {
    let calls = r#"[["organisation","o"],["rate",100,60],["quota",9007199254740993,86400],
        ["allow","a1",{"versions":["v1"],"limit":{"rate":1.5,"per":2}}],["policies",["p"]],["expires",1],["alias","x"],
        ["tags",["t"]],["metadata","m",{"a":1e400}],["inactive"]]"#;
    let key =
        r#"{"allowance":100,"rate":100,"per":60,"expires":1,"quota_max":9007199254740993,"quota_renewal_rate":86400,"#;
    let answer = build(calls.as_bytes());
    assert!(answer.starts_with(key), "{answer}");
    let misuse = |calls: &str| read::<Value>(&build(calls.as_bytes())).unwrap_or_default()["misuse"].clone();
    assert_eq!(misuse(r#"[["quota",1.5,1]]"#), "quota, argument 1 must be a whole number of at most 64 bits");
    assert_eq!(
        misuse(r#"[["allow","a",{"limit":{"rat":1}}]]"#),
        "allow, argument 2.limit must be a limit as a key has it, such as { rate: 10, per: 60 }"
    );
}

#[test]
fn requests_and_outcomes_cross_as_json() {
    let options = r#"{"endpoint":"dashboard-api","baseUrl":"https://d.example/","keyId":"k1","apiId":"a1","method":"PUT",
        "query":{"suppressReset":true,"hashed":false},"body":"{}",
        "credential":{"origin":"https://d.example","secret":"hidden","scheme":"raw"}}"#;
    let answer = request(options.as_bytes());
    let built = read::<Value>(&answer);
    assert!(built.is_ok(), "{built:?}");
    let shown = show(answer.as_bytes(), br#""curl""#);
    assert!(shown.contains("curl") && !shown.contains("hidden"), "{shown}");
    assert_eq!(credential(br#"{"origin":"https://d.example","secret":"s"}"#), "");
    let refused = read::<Value>(&request(&options.replace("k1", "..").into_bytes())).unwrap_or_default();
    assert_eq!(refused["flaws"].as_array().map(Vec::len), Some(1));
    for (status, text) in [(200, r#"{"data":{"rate":1},"key_id":"k"}"#), (404, "x"), (302, ""), (500, "{}")] {
        for method in ["GET", "PUT"] {
            let text = crate::json::quote(text);
            let parts =
                format!(r#"{{"endpoint":"dashboard-api","method":"{method}","status":{status},"text":{text}}}"#);
            let outcome = read::<Value>(&read_parts(parts.as_bytes()));
            assert!(outcome.is_ok(), "{outcome:?}");
        }
    }
}

#[test]
fn plans_and_what_follows_cross_as_json() {
    let (base, edited) =
        (br#"{"rate":1,"per":60,"quota_max":5,"tags":["a"]}"#, br#"{"rate":2,"per":60,"quota_max":5,"x":1}"#);
    let options = br#"{"endpoint":"gateway-org","now":1795000000,"keyId":"5e9d9544a1dcd60001d0ed20"}"#;
    let answer = plan(base, edited, options);
    let (planned, issues) = answer.split_once('\n').unwrap();
    let planned = read::<Value>(planned).unwrap();
    assert!(issues.contains("unknown-member"), "{issues}");
    assert_eq!(planned["body"].as_str().map(str::as_bytes), Some(&edited[..]));
    let changes = serde_json::to_vec(&planned["changes"]).unwrap();
    assert_eq!(apply_changes(base, &changes), r#"{"rate":2,"per":60,"quota_max":5,"x":1}"#);
    let sent = format!(
        r#"{{"endpoint":"gateway-org","base":{},"expected":{}}}"#,
        crate::json::quote("{}"),
        crate::json::quote("{}")
    );
    for (read_backs, verdict) in
        [(r#"[{"text":"{}","after":1.5}]"#, "kept"), (r#"[{"text":null,"after":1}]"#, "unknown")]
    {
        assert!(read::<Vec<types::ReadBack>>(read_backs).is_ok());
        let confirmation = read::<Value>(&confirm(sent.as_bytes(), read_backs.as_bytes())).unwrap();
        assert_eq!(confirmation["verdict"], verdict);
    }
    let merged = read::<Value>(&merge(base, edited, br#"{"rate":3}"#)).unwrap();
    assert_eq!(merged["conflicts"].as_array().map(Vec::len), Some(1));
    let options = br#"{"from":"gateway-org","query":"reset_quota=1","to":"dashboard-admin-org"}"#;
    assert_eq!(read::<Value>(&translate(edited, options)).unwrap()["sameKey"], true);
    let options = r#"{"from":1795000000,"until":1795000100,"requestsPerSecond":1,"version":"5.13"}"#;
    assert!(read::<types::TimelineOptions>(options).is_ok());
    assert!(read::<Vec<Value>>(&timeline(edited, options.as_bytes())).is_ok_and(|events| !events.is_empty()));
}

#[test]
fn an_export_is_answered_in_parts() {
    let options = br#"{"endpoint":"gateway-org"}"#;
    let number = read::<usize>(&bulk_begin(options, b"migrate")).unwrap_or_default();
    let push = |chunk: &[u8], is_last| ask([chunk], |[chunk]| super::bulk_push(number, chunk, is_last));
    let (said, text) = push(b"{\"apply_policy_id\":\"p\"}\n{\"quota_max\":-5}\n{\"ra", false);
    let (progress, records) = said.split_once('\n').unwrap_or_default();
    let progress = read::<Value>(progress).unwrap_or_default();
    assert_eq!((&progress["records"], &progress["changed"]), (&2.into(), &1.into()));
    assert!(records.starts_with('\u{2}') && records.contains("quota-max-negative"), "{records}");
    assert_eq!(String::from_utf8_lossy(&text), "{\"apply_policies\":[\"p\"]}\n{\"quota_max\":-5}\n");
    assert_eq!(push(b"", true).1, b"{\"ra");
    super::bulk_end(number);
    assert!(push(b"", true).0.starts_with("{\"misuse"));
}
