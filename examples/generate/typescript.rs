//! TypeScript declarations for the part of JSON Schema that schemars writes for plain data.

use serde_json::{Map, Value};

/// The declarations of the schema's root and of its definitions, except those that are to be had from another module.
pub fn declarations(schema: &Value, from: &str, imported: &[&str]) -> String {
    let mut out = String::new();
    if !imported.is_empty() {
        out.push_str(&format!("import type {{ {} }} from \"{from}\";\n\n", imported.join(", ")));
    }
    let root = schema.get("title").and_then(Value::as_str).map(|title| (title, schema));
    let definitions = members(schema, "$defs").map(|(name, definition)| (name.as_str(), definition));
    for (name, definition) in root.into_iter().chain(definitions).filter(|(name, _)| !imported.contains(name)) {
        declare(name, definition, &mut out);
    }
    out
}

fn declare(name: &str, schema: &Value, out: &mut String) {
    comment(schema, "", out);
    if schema.get("properties").is_some() {
        out.push_str(&format!("export interface {name} {}\n\n", object(schema, "")));
    } else {
        out.push_str(&format!("export type {name} = {};\n\n", expression(schema, "")));
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let required: Vec<&str> = array(schema, "required").iter().filter_map(Value::as_str).collect();
    let inner = format!("{indent}  ");
    let mut out = String::from("{\n");
    for (name, property) in members(schema, "properties") {
        comment(property, &inner, &mut out);
        let optional = if required.contains(&name.as_str()) { "" } else { "?" };
        out.push_str(&format!("{inner}{name}{optional}: {};\n", expression(property, &inner)));
    }
    out + indent + "}"
}

fn expression(schema: &Value, indent: &str) -> String {
    if let Some(written) = schema.get("tsType").and_then(Value::as_str) {
        return written.to_owned();
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.trim_start_matches("#/$defs/").to_owned();
    }
    if let Some(constant) = schema.get("const") {
        return constant.to_string();
    }
    for keyword in ["oneOf", "anyOf"] {
        let choices = array(schema, keyword);
        if !choices.is_empty() {
            return choices.iter().map(|choice| expression(choice, indent)).collect::<Vec<_>>().join(" | ");
        }
    }
    let constants = array(schema, "enum");
    if !constants.is_empty() {
        return constants.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    match schema.get("type") {
        Some(Value::String(name)) => named(name, schema, indent),
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            names.map(|name| named(name, schema, indent)).collect::<Vec<_>>().join(" | ")
        }
        _ => "unknown".to_owned(),
    }
}

fn named(name: &str, schema: &Value, indent: &str) -> String {
    match name {
        // what a number cannot hold exactly travels as a bigint
        "integer" if schema.get("format").and_then(Value::as_str) == Some("int64") => "number | bigint".to_owned(),
        "integer" => "number".to_owned(),
        "array" if schema.get("maxItems").and_then(Value::as_u64) == Some(2) => {
            let item = schema.get("items").map(|items| expression(items, indent)).unwrap_or_default();
            format!("[{item}, {item}]")
        }
        "array" => match schema.get("items").map(|items| expression(items, indent)) {
            Some(items) if items.contains(' ') => format!("({items})[]"),
            Some(items) => format!("{items}[]"),
            None => "unknown[]".to_owned(),
        },
        "object" if schema.get("properties").is_some() => object(schema, indent),
        "object" => match schema.get("additionalProperties") {
            Some(values) => format!("Record<string, {}>", expression(values, indent)),
            None => "Record<string, unknown>".to_owned(),
        },
        other => other.to_owned(),
    }
}

/// The documentation, with the tags that editors know: `@deprecated` strikes the name through.
fn comment(schema: &Value, indent: &str, out: &mut String) {
    let Some(description) = schema.get("description").and_then(Value::as_str) else { return };
    let lines: Vec<String> = description.replace("*/", "*\\/").lines().map(str::to_owned).collect();
    match lines.as_slice() {
        [line] => out.push_str(&format!("{indent}/** {line} */\n")),
        lines => {
            out.push_str(&format!("{indent}/**\n"));
            for line in lines {
                out.push_str(format!("{indent} * {line}").trim_end());
                out.push('\n');
            }
            out.push_str(&format!("{indent} */\n"));
        }
    }
}

fn members<'a>(schema: &'a Value, keyword: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    schema.get(keyword).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn array<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
