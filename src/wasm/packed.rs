//! What is said, packed for pkg/src/packed.ts: numbers and texts one after the other, without names and quotes. A
//! number is characters of six bits, the lowest first, with a seventh bit on all but the last; a text comes after its
//! length in UTF-16.

use crate::bulk::Record;
use crate::report::{Applicability, Issue, Operation, Param};
use crate::update::Migration;

/// Adds a number. Written out wherever one is added, it would be a third of all this.
#[inline(never)]
fn number(out: &mut String, value: u64) {
    let mut rest = value;
    while rest >= 64 {
        out.push(char::from((rest % 64) as u8 | 64));
        rest /= 64;
    }
    out.push(char::from(rest as u8));
}

fn text(out: &mut String, text: &str) {
    let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    number(out, units as u64);
    out.push_str(text);
}

fn list<T>(out: &mut String, items: &[T], add: impl Fn(&mut String, &T)) {
    number(out, items.len() as u64);
    items.iter().for_each(|item| add(out, item));
}

fn optional(out: &mut String, value: Option<&str>) {
    number(out, u64::from(value.is_some()));
    if let Some(value) = value {
        text(out, value);
    }
}

/// Adds issues, without what follows from the rest of them: the path, and where the rule is described.
pub fn issues(out: &mut String, issues: &[Issue]) {
    list(out, issues, issue);
}

/// Adds keys of an export.
pub fn records(out: &mut String, records: &[Record]) {
    list(out, records, |out, record| {
        number(out, record.index);
        number(out, record.offset);
        number(out, record.length);
        issues(out, &record.report.issues);
    });
}

/// Adds what became of deprecated members.
pub fn migrations(out: &mut String, migrations: &[Migration]) {
    list(out, migrations, |out, migration| {
        text(out, migration.pointer.as_str());
        number(out, u64::from(migration.done));
        text(out, &migration.message);
    });
}

fn issue(out: &mut String, issue: &Issue) {
    text(out, issue.code);
    number(out, issue.severity as u64);
    number(out, issue.part as u64);
    text(out, issue.pointer.as_str());
    for span in [issue.bytes, issue.utf16] {
        number(out, u64::from(span.start));
        number(out, u64::from(span.end));
    }
    text(out, &issue.message);
    optional(out, issue.help.as_deref());
    list(out, &issue.params, |out, (name, value)| {
        text(out, name);
        let (value, is_text) = shown(value);
        number(out, u64::from(is_text));
        text(out, value);
    });
    list(out, &issue.related, |out, related| {
        text(out, related.pointer.as_str());
        text(out, &related.message);
    });
    number(out, u64::from(issue.fix.is_some()));
    if let Some(fix) = &issue.fix {
        text(out, &fix.title);
        number(out, u64::from(fix.applicability == Applicability::Safe));
        list(out, &fix.patch, operation);
    }
}

/// The text of a parameter, and whether that is a text for JSON too: an integer that JavaScript does not hold exactly
/// is one.
fn shown(param: &Param) -> (&str, bool) {
    const LARGEST: u64 = (1 << 53) - 1;
    match param {
        Param::Text(text) => (text, true),
        Param::Number(text) => {
            let is_exact = text.parse().is_ok_and(|number: i64| number.unsigned_abs() <= LARGEST);
            (text, !is_exact)
        }
        Param::Boolean(true) => ("true", false),
        Param::Boolean(false) => ("false", false),
    }
}

fn operation(out: &mut String, operation: &Operation) {
    let (op, from, path, value) = operation.parts();
    text(out, op);
    optional(out, from);
    text(out, path);
    optional(out, value);
}
