//! What is said about the shape of a body is held against what gateways did with it.

use serde_json::Value;
use tyk_session::bulk::{Gateway, check_line};
use tyk_session::rules::CATALOGUE;

use super::agreement::question;
use super::{RECORDINGS, recording};

/// The errors about the shape of a recorded body.
fn errors(recorded: &Value) -> Vec<String> {
    let decode = CATALOGUE.iter().find(|family| family.name == "decode").unwrap();
    let is_of_shape = |code: &str| decode.rules.iter().copied().flatten().any(|rule| rule.code == code);
    let mut gateway = Gateway::new(b"{}").unwrap();
    let answer: Value = serde_json::from_str(&check_line(&question(recorded).to_string(), &mut gateway)).unwrap();
    let issues = answer["issues"].as_array().unwrap().iter();
    let errors = issues.filter(|issue| issue["severity"] == "error").map(|issue| issue["code"].as_str().unwrap());
    errors.filter(|code| is_of_shape(code)).map(str::to_owned).collect()
}

#[test]
fn every_body_that_a_gateway_calls_malformed_has_an_error_of_shape() {
    let mut count = 0;
    for recorded in RECORDINGS.iter().flat_map(|(name, _)| recording(name)) {
        if recorded["status"] == 400 && recorded["response"].as_str().unwrap().contains("Request malformed") {
            count += 1;
            assert_ne!(errors(&recorded), [""; 0], "{} {}", recorded["id"], recorded["gateway"]);
        }
    }
    assert_eq!(count, 1513);
}

#[test]
fn no_body_that_a_gateway_stores_as_sent_has_an_error_of_shape() {
    let mut count = 0;
    for recorded in RECORDINGS.iter().flat_map(|(name, _)| recording(name)) {
        // `null` is answered with 200 too, and nothing of the key is kept.
        let is_null = recorded["body"].as_str().is_some_and(|body| body.trim() == "null");
        if recorded["status"] == 200 && !is_null {
            count += 1;
            assert_eq!(errors(&recorded), [""; 0], "{} {}", recorded["id"], recorded["gateway"]);
        }
    }
    assert_eq!(count, 2803);
}
