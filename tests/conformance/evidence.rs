//! The recordings that rules name as their evidence are read.

use serde_json::Value;
use tyk_session::rules::{CATALOGUE, Options, Rule, check};
use tyk_session::target::Query;
use tyk_session::{Arena, Context, Endpoint, Version};

use super::{RECORDINGS, file, recording};

/// A recording that a rule names, and the status that is said of it, if one is.
struct Named {
    id: &'static str,
    version: &'static str,
    status: Option<u64>,
}

/// Reads `recording decode-021 (5.13.0): 400 at the key endpoint`.
fn named(evidence: &'static str) -> Option<Named> {
    let (id, rest) = evidence.strip_prefix("recording ")?.split_once(" (")?;
    let (version, said) = rest.split_once(')')?;
    let first = said.strip_prefix(": ").and_then(|said| said.split([',', ' ']).next());
    let status = first.filter(|word| word.len() == 3).and_then(|word| word.parse().ok());
    Some(Named { id, version, status })
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    CATALOGUE.iter().flat_map(|family| family.rules.iter().copied().flatten())
}

fn recordings() -> Vec<Value> {
    RECORDINGS.iter().flat_map(|(name, _)| recording(name)).collect()
}

/// Whether a rule notices a recorded update. A rule about the Dashboard sees it as the Dashboard would have sent it on.
fn notices(rule: &Rule, recorded: &Value) -> bool {
    let text = |name: &str| recorded[name].as_str();
    let endpoint = match Endpoint::parse(text("endpoint").unwrap()).unwrap() {
        Endpoint::GatewayKey if !rule.endpoints.contains(Endpoint::GatewayKey) => Endpoint::DashboardApi,
        endpoint => endpoint,
    };
    let version = Version::parse(text("gateway").unwrap()).unwrap();
    let context = Context::parse(&file("setup.json"), version).unwrap();
    let organisation = context.org_id.clone();
    let key = format!("{organisation}rec1");
    let options = Options {
        version,
        now: recorded["now"].as_i64(),
        query: Query(text("query").unwrap()),
        key_id: Some(if endpoint.is_organisation() { &organisation } else { &key }),
        api_id: Some("a1"),
        previous: text("before").map(str::as_bytes),
        context: Some(&context),
        ..Options::new(endpoint)
    };
    let report = check(text("body").unwrap().as_bytes(), &options, &mut Arena::default()).unwrap();
    report.issues.iter().any(|issue| issue.code == rule.code)
}

#[test]
fn every_recording_that_a_rule_names_is_there_with_the_status_that_is_said_of_it() {
    let recordings = recordings();
    for rule in rules() {
        let evidence = rule.about.evidence.iter().filter(|evidence| evidence.starts_with("recording "));
        let all = evidence.map(|evidence| named(evidence).unwrap_or_else(|| panic!("{}: {evidence}", rule.code)));
        let mut found = Vec::new();
        for Named { id, version, status } in all {
            let is_it = |recorded: &&Value| recorded["id"] == id && recorded["gateway"] == version;
            let recorded = recordings.iter().find(is_it).unwrap_or_else(|| panic!("{}: {id} ({version})", rule.code));
            assert!(status.is_none_or(|status| recorded["status"] == status), "{}: status of {id}", rule.code);
            found.push(recorded);
        }
        // The others may stand for contrast.
        let is_in_scenario = rule.about.evidence.iter().any(|evidence| evidence.starts_with("scenario"));
        let is_shown = found.is_empty() || is_in_scenario || found.iter().any(|recorded| notices(rule, recorded));
        assert!(is_shown, "no recording of {} shows what it notices", rule.code);
    }
}
