//! The pages about the rules: they are as the generator writes them, and the recordings that the rules name are there.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../../examples/generate/pages.rs"]
mod pages;
#[path = "../../examples/generate/recordings.rs"]
mod recordings;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use recordings::{Recordings, references};
use tyk_session::rules::rules;

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules");

#[test]
fn the_pages_are_as_the_generator_writes_them() {
    let pages = pages::pages(&Recordings::read().unwrap());
    for (file, text) in &pages {
        let written = fs::read_to_string(Path::new(DIRECTORY).join(file)).unwrap_or_default();
        assert!(written == *text, "docs/rules/{file} is not current: run ./build.sh docs");
    }
    let names: BTreeSet<_> = pages.into_iter().map(|(file, _)| file).collect();
    for entry in fs::read_dir(DIRECTORY).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&file), "docs/rules/{file} is of no rule: run ./build.sh docs");
    }
}

#[test]
fn what_rules_name_as_evidence_was_recorded() {
    let recordings = Recordings::read().unwrap();
    for rule in rules() {
        for evidence in rule.about.evidence {
            let references = references(evidence);
            let says_so = evidence.starts_with("recording") || evidence.starts_with("scenario");
            assert!(!says_so || !references.is_empty(), "{}: `{evidence}` names nothing", rule.code);
            for reference in references {
                let name = &reference.name;
                assert!(
                    recordings.find(&reference).is_some(),
                    "{}: {name} of {} was not recorded",
                    rule.code,
                    reference.version
                );
            }
        }
    }
}
