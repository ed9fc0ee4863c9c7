//! Writes what the npm package carries as files beside the Wasm, from the tables of the crate:
//! `cargo run --example generate --features schema -- DIRECTORY`.
//!
//! - `schema.json`: the JSON Schema of a key
//! - `session.ts`: the same in TypeScript

mod typescript;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use schemars::schema_for;
use serde_json::Value;
use tyk_session::SessionState;
use tyk_session::session::{Flag, Kind, Table};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("name the directory to write to")?);
    fs::create_dir_all(&directory)?;
    let mut schema = schema_for!(SessionState).to_value();
    annotate(&mut schema);
    fs::write(directory.join("session.ts"), typescript::declarations(&schema))?;
    fs::write(directory.join("schema.json"), serde_json::to_string_pretty(&schema)? + "\n")?;
    Ok(())
}

/// Says in the schema what the tables know and the Rust types do not: what is deprecated or set by the gateway.
fn annotate(schema: &mut Value) {
    let mut tables = vec![SessionState::TABLE];
    let mut done: Vec<&str> = Vec::new();
    while let Some(table) = tables.pop() {
        if done.contains(&table.name) {
            continue;
        }
        done.push(table.name);
        tables.extend(table.members.iter().filter_map(|member| inner(member.kind)));
        let root = schema.get("title").and_then(Value::as_str) == Some(table.name);
        let path = if root { "/properties".to_owned() } else { format!("/$defs/{}/properties", table.name) };
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
}

/// The table of the objects that a member holds, directly or in an array or map.
fn inner(kind: Kind) -> Option<&'static Table> {
    match kind {
        Kind::Object(table) | Kind::Pointer(table) => Some(table),
        Kind::Array(kind) | Kind::Map(kind) => inner(*kind),
        _ => None,
    }
}
