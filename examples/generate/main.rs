//! Writes what is made from the tables of the crate.
//!
//! `cargo run --example generate --features schema -- package DIRECTORY` writes what the npm package carries beside the
//! Wasm:
//!
//! - `schema.json`, `schema.draft-07.json`: the JSON Schema of a key, in the current draft and in the one that editors read
//! - `session.ts`: the same in TypeScript
//! - `context.ts`: what is known of a gateway
//! - `rules.json`: the catalogue of rules
//! - `api.ts`: the shapes of what the package takes and gives, and the names of the rules
//!
//! `… -- docs DIRECTORY` writes a page about each rule, and their index.

mod catalogue;
mod pages;
mod recordings;
mod typescript;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use schemars::generate::SchemaSettings;
use serde_json::Value;
use tyk_session::SessionState;
use tyk_session::session::{Flag, Kind, Table};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let directory = PathBuf::from(arguments.next().ok_or("name what to write, and the directory to write it to")?);
    let files = match what.as_str() {
        "package" => package()?,
        "docs" => pages::pages(&recordings::Recordings::read()?),
        _ => return Err("what can be written is: package, docs".into()),
    };
    fs::create_dir_all(&directory)?;
    for (file, text) in files {
        fs::write(directory.join(file), text)?;
    }
    Ok(())
}

fn package() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let schema = session_schema(SchemaSettings::draft2020_12());
    let draft_07 = session_schema(SchemaSettings::draft07());
    let rules = catalogue::rules();
    let api = typescript::api() + &catalogue::typescript(&rules);
    let mut rules = serde_json::to_value(rules)?;
    remove_null(&mut rules);
    Ok(vec![
        ("session.ts".to_owned(), typescript::session()),
        ("schema.json".to_owned(), serde_json::to_string_pretty(&schema)? + "\n"),
        ("schema.draft-07.json".to_owned(), serde_json::to_string_pretty(&draft_07)? + "\n"),
        ("context.ts".to_owned(), typescript::context()),
        ("api.ts".to_owned(), api),
        ("rules.json".to_owned(), serde_json::to_string_pretty(&rules)? + "\n"),
    ])
}

/// What is not there is left out: JavaScript neither gives nor gets `null` for it.
fn remove_null(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(remove_null),
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(remove_null);
        }
        _ => {}
    }
}

/// The JSON Schema of a key, with what the tables know and the Rust types do not: what is deprecated or set by the
/// gateway.
fn session_schema(settings: SchemaSettings) -> Value {
    let definitions = settings.definitions_path.trim_start_matches('#').to_owned();
    let mut schema = settings.into_generator().into_root_schema_for::<SessionState>().to_value();
    let mut tables = vec![SessionState::TABLE];
    let mut done: Vec<&str> = Vec::new();
    while let Some(table) = tables.pop() {
        if done.contains(&table.name) {
            continue;
        }
        done.push(table.name);
        tables.extend(table.members.iter().filter_map(|member| inner(member.kind)));
        let root = schema.get("title").and_then(Value::as_str) == Some(table.name);
        let path = if root { "/properties".to_owned() } else { format!("{definitions}/{}/properties", table.name) };
        for member in table.members {
            let Some(Value::Object(property)) = schema.pointer_mut(&format!("{path}/{}", member.name)) else {
                continue;
            };
            for (flag, keyword) in [(Flag::Deprecated, "deprecated"), (Flag::ReadOnly, "readOnly")] {
                if member.flags.has(flag) {
                    property.insert(keyword.to_owned(), true.into());
                }
            }
        }
    }
    schema
}

/// The table of the objects that a member holds, directly or in an array or map.
fn inner(kind: Kind) -> Option<&'static Table> {
    match kind {
        Kind::Object(table) | Kind::Pointer(table) => Some(table),
        Kind::Array(kind) | Kind::Map(kind) => inner(*kind),
        _ => None,
    }
}
