//! Every prediction is held against what real gateways did.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a recording that does not read is a failed test"
)]

mod agreement;
mod evidence;
mod policies;
mod provenance;
mod reports;
mod scenarios;
mod shapes;
mod stability;

use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use tyk_session::bulk::{Gateway, predict_line};

/// The recordings, each with the gateway that it was made with.
const RECORDINGS: [(&str, &str); 6] = [
    ("5.13.0.ndjson.gz", "setup.json"),
    ("5.11.1.ndjson.gz", "setup.json"),
    ("5.8.9.ndjson.gz", "setup.json"),
    ("policies-5.13.0.ndjson.gz", "setup-policies.json"),
    ("versions.ndjson.gz", "setup.json"),
    ("policies-versions.ndjson.gz", "setup-policies.json"),
];

fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/recordings").join(name);
    std::fs::read(path).unwrap()
}

/// The lines of a recording.
fn recording(name: &str) -> Vec<Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(file(name).as_slice()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn gateway(setup: &str) -> Gateway {
    Gateway::new(&file(setup)).unwrap()
}

fn predict(gateway: &mut Gateway, question: &Value) -> Value {
    serde_json::from_str(&predict_line(&question.to_string(), gateway)).unwrap()
}
