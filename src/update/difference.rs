use super::change::Change;
use super::sentence::{self, Side};
use crate::decode::{Children, Value, View};
use crate::json::Pointer;
use crate::session::{Entries, Table, entries::again};

/// The differences between two keys on their meaning: a member that is not written is its zero value, access rights and
/// free-form data are compared entry by entry, everything else value by value. Without a time, dates are told without the
/// distance.
pub(super) fn differences(before: View<'_>, after: View<'_>, now: Option<i64>) -> Vec<Change> {
    let mut walk = Walk { now, changes: Vec::new(), api: None };
    walk.members(Some(before), Some(after), &Pointer::root());
    walk.changes
}

/// The two objects that hold a member, for what its sentence has to know beside it.
#[derive(Clone, Copy)]
pub(super) struct Holders<'a> {
    pub(super) before: Option<View<'a>>,
    pub(super) after: Option<View<'a>>,
}

struct Walk {
    now: Option<i64>,
    changes: Vec<Change>,
    /// The access right that is being compared, as people call it.
    api: Option<String>,
}

impl Walk {
    /// Compares two objects with the same table of members.
    fn members<'a>(&mut self, before: Option<View<'a>>, after: Option<View<'a>>, at: &Pointer) {
        let Some(table) = after.or(before).and_then(View::table) else { return };
        for (index, member) in table.members.iter().enumerate() {
            let of = |object: Option<View<'a>>| object.and_then(|object| object.member(index));
            self.member(table, member.name, of(before), of(after), Holders { before, after }, at);
        }
        self.unknown(before, after, at);
    }

    fn member<'a>(
        &mut self,
        table: &'static Table,
        name: &'static str,
        before: Option<View<'a>>,
        after: Option<View<'a>>,
        holders: Holders<'a>,
        at: &Pointer,
    ) {
        if same(before, after) {
            return;
        }
        let at = at.join(name);
        match name {
            "access_rights" | "meta_data" | "oauth_keys" if table.name == "SessionState" => {
                self.entries(name, before, after, &at);
            }
            "limit" | "basic_auth_data" | "jwt_data" | "monitor" if table.name != "EndpointMethod" => {
                self.members(object(before), object(after), &at);
            }
            _ => {
                let side = Side { table, name, before, after, holders, api: self.api.as_deref(), now: self.now };
                let told = sentence::tell(&side);
                self.push(at, before, after, told);
            }
        }
    }

    /// Compares two maps name by name.
    fn entries<'a>(&mut self, member: &'static str, before: Option<View<'a>>, after: Option<View<'a>>, at: &Pointer) {
        let (old, new) = (by_name(before), by_name(after));
        for name in names([before, after].into_iter().flatten().flat_map(View::children)) {
            let (was, is) = (old.get(&name).copied(), new.get(&name).copied());
            let at = at.join(&name);
            match (was, is) {
                (Some(was), Some(is)) if was.means(is) => {}
                (Some(was), Some(is)) if member == "access_rights" && was.table().is_some() && is.table().is_some() => {
                    self.api = Some(sentence::api(is));
                    self.members(Some(was), Some(is), &at);
                    self.api = None;
                }
                _ => {
                    let told = sentence::tell_entry(member, &name, was, is);
                    self.push(at, was, is, told);
                }
            }
        }
    }

    /// Members that the gateway does not know are kept in the text, and compared as text.
    fn unknown<'a>(&mut self, before: Option<View<'a>>, after: Option<View<'a>>, at: &Pointer) {
        let unknown = |object: Option<View<'a>>| object.into_iter().flat_map(View::unknown_members);
        let of = |object, name: &str| unknown(object).filter(|view| view.name() == name).last();
        for name in names(unknown(before).chain(unknown(after))) {
            let (was, is) = (of(before, &name), of(after, &name));
            if was.map(View::compact) != is.map(View::compact) {
                self.push(at.join(&name), was, is, sentence::tell_unknown(&name, was, is));
            }
        }
    }

    fn push<'a>(&mut self, pointer: Pointer, before: Option<View<'a>>, after: Option<View<'a>>, told: sentence::Told) {
        let literal = |view: Option<View<'a>>| view.map(|view| view.literal().into_owned());
        let (before, after) = (literal(before), literal(after));
        let sentence::Told { kind, risk, sentence } = told;
        self.changes.push(Change { pointer, before, after, kind, risk, sentence, note: None });
    }
}

fn object(view: Option<View<'_>>) -> Option<View<'_>> {
    view.filter(|view| view.is_object())
}

/// The entries of a map by their names.
fn by_name(map: Option<View<'_>>) -> Entries<View<'_>> {
    Children::of(map).map(|entry| (entry.name().into_owned(), entry)).collect()
}

/// The names of these, each once, in order.
fn names<'a>(views: impl Iterator<Item = View<'a>>) -> Vec<String> {
    let names: Vec<_> = views.map(|view| view.name().into_owned()).collect();
    let again = again(&names);
    names.into_iter().zip(again).filter(|(_, again)| !again).map(|(name, _)| name).collect()
}

/// Whether the gateway sees no difference: zero and not written are the same. What it does not know is there or not.
pub(super) fn same(before: Option<View<'_>>, after: Option<View<'_>>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.means(after),
        (one, other) => one.or(other).is_none_or(|view| view.is_zero() && !matches!(view.value(), Value::Unread)),
    }
}
