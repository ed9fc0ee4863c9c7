//! The reports on the bodies that people published: specifications' examples, the public tyk-demo deployment, and the
//! pages the project began with. They are kept as files, so that a change of the catalogue shows what it does to real
//! bodies. `UPDATE_REPORTS=1 cargo test` writes them anew; read them before they are committed.

use std::fmt::Write;
use std::path::PathBuf;

use tyk_session::decode::Arena;
use tyk_session::report::Report;
use tyk_session::rules::{Options, check};
use tyk_session::target::Endpoint;

use super::recording;

/// 18 November 2026.
const NOW: i64 = 1_795_000_000;

fn report(endpoint: Endpoint, body: &str) -> Report {
    let organisation = "5e9d9544a1dcd60001d0ed20";
    let key = "5e9d9544a1dcd60001d0ed20e7f75f9e03534825b7aef9df749582e5";
    let options = Options {
        now: Some(NOW),
        key_id: Some(if endpoint.is_organisation() { organisation } else { key }),
        api_id: Some("a1"),
        ..Options::new(endpoint)
    };
    check(body.as_bytes(), &options, &mut Arena::default()).unwrap()
}

/// Every issue on one line: how bad, which, where; then what is said.
fn told(report: &Report) -> String {
    let mut out = String::new();
    for issue in &report.issues {
        let place = match issue.part.name() {
            "body" => issue.pointer.to_string(),
            part => format!("({part})"),
        };
        writeln!(out, "  {} {} {place}\n      {}", issue.severity.name(), issue.code, issue.message).unwrap();
        if let Some(help) = &issue.help {
            writeln!(out, "      help: {help}").unwrap();
        }
        if let Some(fix) = &issue.fix {
            writeln!(out, "      {} fix: {}", fix.applicability.name(), fix.title).unwrap();
        }
    }
    if out.is_empty() { "  nothing to say\n".to_owned() } else { out }
}

/// Where the bodies come from, by the first recording of each.
const SOURCES: [(&str, &str); 14] = [
    ("real-001", "dashboard-documentation-request"),
    ("real-005", "dashboard-documentation-response"),
    ("real-009", "postman-with-colons"),
    ("real-013", "postman-with-arrows"),
    ("real-017", "spec-dashboard-admin-put-admin-org-keys-keyId"),
    ("real-029", "spec-gateway-put-tyk-keys-keyID"),
    ("real-033", "spec-gateway-put-tyk-oauth-clients-apiID-keyName"),
    ("real-041", "tyk-demo-bearer-token-1-dynamic_client_mtls"),
    ("real-045", "tyk-demo-bearer-token-1-grpc_hmac_key"),
    ("real-049", "tyk-demo-bearer-token-10-jwt_rsa"),
    ("real-053", "tyk-demo-bearer-token-2-auth_key"),
    ("real-057", "tyk-demo-bearer-token-4-quota"),
    ("real-061", "tyk-demo-bearer-token-6-throttling"),
    ("real-065", "tyk-demo-bearer-token-8-rate_limit_per_path"),
];

#[test]
fn the_reports_on_published_bodies_are_as_they_were_read_through() {
    let recordings = recording("5.13.0.ndjson.gz");
    let body = |id: &str| recordings.iter().find(|recorded| recorded["id"] == id).unwrap()["body"].as_str().unwrap();
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/reports");
    for (id, source) in SOURCES {
        let mut text = String::new();
        for endpoint in Endpoint::ALL {
            write!(text, "{}\n{}", endpoint.name(), told(&report(endpoint, body(id)))).unwrap();
        }
        let file = directory.join(format!("{source}.txt"));
        if std::env::var_os("UPDATE_REPORTS").is_some() {
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), text, "{source}");
    }
}
