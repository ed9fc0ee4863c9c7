//! What real gateways did, from the data of the conformance tests.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/recordings");

/// Recorded updates by the gateway's version and their id, and recorded plays with traffic by version and name.
pub struct Recordings {
    recorded: BTreeMap<Reference, Value>,
    /// The settings, APIs and policies that they were recorded with.
    pub setup: Vec<u8>,
}

/// What a sentence of evidence points to.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    pub version: String,
    pub name: String,
    pub kind: Kind,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Recording,
    Scenario,
}

impl Recordings {
    pub fn read() -> Result<Recordings, Box<dyn Error>> {
        let directory = Path::new(DIRECTORY);
        let mut recordings = Recordings { recorded: BTreeMap::new(), setup: fs::read(directory.join("setup.json"))? };
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let Some(name) = file.strip_suffix(".ndjson.gz") else { continue };
            let version = name.rsplit('-').next().unwrap_or_default();
            let text = std::io::read_to_string(GzDecoder::new(fs::File::open(entry.path())?))?;
            for line in text.lines() {
                let line: Value = serde_json::from_str(line)?;
                let name = |member: &str| line.get(member).and_then(Value::as_str).map(str::to_owned);
                let (kind, name) = match name("scenario") {
                    Some(name) => (Kind::Scenario, name),
                    None => (Kind::Recording, name("id").unwrap_or_default()),
                };
                recordings.recorded.insert(Reference { version: version.to_owned(), name, kind }, line);
            }
        }
        Ok(recordings)
    }

    /// What a reference names, if it was recorded.
    pub fn find(&self, reference: &Reference) -> Option<&Value> {
        self.recorded.get(reference)
    }
}

/// What a sentence of evidence points to: `recording <id> (<version>)` or ``scenario `<name>` (<version>)``, as often
/// as they stand in it. A list of ids shares the words around it: `recordings a-1 and a-2 (5.13.0)`.
pub fn references(evidence: &str) -> Vec<Reference> {
    let version = evidence
        .split('(')
        .filter_map(|part| part.split([')', ',']).next())
        .find(|part| part.starts_with("5.") && part.split('.').count() == 3)
        .unwrap_or("5.13.0");
    let reference = |kind, name: &str| Reference { version: version.to_owned(), name: name.to_owned(), kind };
    if let Some(rest) = evidence.strip_prefix("scenario `") {
        let name = rest.split('`').next().unwrap_or_default();
        return vec![reference(Kind::Scenario, name)];
    }
    if !evidence.starts_with("recording") {
        return Vec::new();
    }
    let words = evidence.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    words.filter(|word| is_id(word)).map(|word| reference(Kind::Recording, word)).collect()
}

/// The id of a recording: the name of its group and its number.
fn is_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(group, number)| {
        number.len() == 3
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !group.is_empty()
            && group.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}
