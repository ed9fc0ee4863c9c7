//! What a difference means, in words with units.

mod credentials;
mod key;
mod limits;
mod rights;
#[cfg(test)]
mod tests;

use super::change::{ChangeKind, Risk};
use super::difference::Holders;
use super::words::listed;
use crate::decode::{Children, View};
use crate::session::Table;

/// A difference in words.
pub(super) struct Told {
    pub(super) kind: ChangeKind,
    pub(super) risk: Risk,
    pub(super) sentence: String,
}

fn told(kind: ChangeKind, risk: Risk, sentence: impl Into<String>) -> Told {
    Told { kind, risk, sentence: sentence.into() }
}

/// A member that differs, and what stands beside it.
pub(super) struct Side<'a> {
    pub(super) table: &'static Table,
    pub(super) name: &'static str,
    pub(super) before: Option<View<'a>>,
    pub(super) after: Option<View<'a>>,
    pub(super) holders: Holders<'a>,
    /// The API it is about, if it stands in an access right.
    pub(super) api: Option<&'a str>,
    pub(super) now: Option<i64>,
}

impl<'a> Side<'a> {
    fn numbers(&self) -> (f64, f64) {
        let number = |view: Option<View<'_>>| view.and_then(View::number).unwrap_or(0.0);
        (number(self.before), number(self.after))
    }

    fn integers(&self) -> (i64, i64) {
        let integer = |view: Option<View<'_>>| view.and_then(View::integer).unwrap_or(0);
        (integer(self.before), integer(self.after))
    }

    fn texts(&self) -> (String, String) {
        let text = |view: Option<View<'_>>| view.and_then(View::text).unwrap_or_default().into_owned();
        (text(self.before), text(self.after))
    }

    fn is_on(&self) -> bool {
        self.after.and_then(View::boolean).unwrap_or(false)
    }

    /// A member beside it, before and after.
    fn beside(&self, name: &str) -> (f64, f64) {
        let index = self.table.members.iter().position(|member| member.name == name);
        let of = |holder: Option<View<'_>>| index.and_then(|index| holder?.member(index)?.number()).unwrap_or(0.0);
        (of(self.holders.before), of(self.holders.after))
    }

    /// What came to a list of texts, and what went.
    fn listed(&self) -> (Vec<String>, Vec<String>) {
        let texts = |view: Option<View<'a>>| -> Vec<String> {
            let children = Children::of(view);
            children.map(|child| child.text().map_or_else(|| child.shown(), Into::into)).collect()
        };
        let (before, after) = (texts(self.before), texts(self.after));
        let without =
            |all: &[String], other: &[String]| all.iter().filter(|one| !other.contains(one)).cloned().collect();
        (without(&after, &before), without(&before, &after))
    }
}

/// Tells a difference of one member.
pub(super) fn tell(side: &Side<'_>) -> Told {
    let mut told = match side.table.name {
        "SessionState" | "ApiLimit" | "EndpointLimit" => limits::tell(side).unwrap_or_else(|| key::tell(side)),
        "AccessDefinition" => rights::tell(side),
        _ => credentials::tell(side),
    };
    if let Some(api) = side.api {
        told.sentence = format!("{api}: {}", told.sentence);
    }
    told
}

/// What came to a list of names and what went from it; `otherwise` when it is only their order.
fn came_and_went(noun: &str, came: &[String], went: &[String], otherwise: &str) -> String {
    let plural = |count: usize| match (count, noun) {
        (1, _) => noun.to_owned(),
        (_, "policy") => "policies".to_owned(),
        _ => format!("{noun}s"),
    };
    let part = |names: &[String], one: &str, more: &str| {
        let verb = if names.len() == 1 { one } else { more };
        (!names.is_empty()).then(|| format!("{} {} {verb}", plural(names.len()), listed(names)))
    };
    let parts: Vec<_> =
        [part(came, "is added", "are added"), part(went, "is removed", "are removed")].into_iter().flatten().collect();
    if parts.is_empty() { otherwise.to_owned() } else { parts.join(", ") }
}

/// Tells an entry that came, went or changed as a whole.
pub(super) fn tell_entry(member: &str, name: &str, before: Option<View<'_>>, after: Option<View<'_>>) -> Told {
    match (member, before, after) {
        ("access_rights", None, Some(right)) => {
            told(ChangeKind::Access, Risk::Effect, format!("gains access to API {}", api(right)))
        }
        ("access_rights", Some(right), None) => {
            told(ChangeKind::Access, Risk::Loss, format!("loses access to API {}", api(right)))
        }
        ("access_rights", _, right) => told(
            ChangeKind::Access,
            Risk::Effect,
            format!("access to API {} changes", right.map(api).unwrap_or_default()),
        ),
        ("meta_data", None, _) => told(ChangeKind::Metadata, Risk::Harmless, format!("metadata {name} is added")),
        ("meta_data", _, None) => told(ChangeKind::Metadata, Risk::Loss, format!("metadata {name} is removed")),
        ("meta_data", ..) => told(ChangeKind::Metadata, Risk::Harmless, format!("metadata {name} changes")),
        (_, None, _) => {
            told(ChangeKind::Credentials, Risk::Effect, format!("the token of OAuth client {name} is added"))
        }
        (_, _, None) => {
            told(ChangeKind::Credentials, Risk::Loss, format!("the token of OAuth client {name} is removed"))
        }
        _ => told(ChangeKind::Credentials, Risk::Effect, format!("the token of OAuth client {name} changes")),
    }
}

/// Tells a member that the gateway does not know.
pub(super) fn tell_unknown(name: &str, before: Option<View<'_>>, after: Option<View<'_>>) -> Told {
    let verb = match (before, after) {
        (None, _) => "is added",
        (_, None) => "is removed",
        _ => "changes",
    };
    told(ChangeKind::Unknown, Risk::Harmless, format!("{name} {verb}, which the gateway does not know and drops"))
}

/// An API as people call it: its name with its id, or its id alone.
pub(super) fn api(right: View<'_>) -> String {
    let name = right.member(crate::session::access_definition::api_name).and_then(View::text).unwrap_or_default();
    let id = right.shown_name();
    if name.is_empty() || name == id { id } else { format!("{name} ({id})") }
}
