use std::borrow::Cow;

use super::document::{Document, NONE, Node, Value};
use crate::json::{self, Pointer, Span, Time};
use crate::session::entries::sorted;
use crate::session::{Flag, Source, Table};

/// A value of a document, with the way to the values in it. Whatever the text repeats, it shows what counts for the
/// gateway.
#[derive(Clone, Copy, Debug)]
pub struct View<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) node: u32,
}

/// What stands directly in a value. One type for all, which flattening an option is not: of that each use is code of
/// its own.
#[derive(Clone, Copy, Debug)]
pub struct Children<'d>(Option<View<'d>>);

impl<'d> Children<'d> {
    /// What stands in a value, if it is there.
    pub fn of(view: Option<View<'d>>) -> Children<'d> {
        view.map_or(Children(None), View::children)
    }
}

impl<'d> Iterator for Children<'d> {
    type Item = View<'d>;

    fn next(&mut self) -> Option<View<'d>> {
        loop {
            let view = self.0?;
            self.0 = view.node().and_then(|node| view.at(node.next));
            if !view.document.is_superseded(view.node) {
                return Some(view);
            }
        }
    }
}

impl<'d> View<'d> {
    fn at(self, node: u32) -> Option<View<'d>> {
        (node != NONE).then_some(View { node, ..self })
    }

    fn node(self) -> Option<&'d Node> {
        self.document.nodes.get(self.node as usize)
    }

    /// What the gateway makes of it.
    pub fn value(self) -> Value {
        self.node().map_or(Value::Unread, |node| node.value)
    }

    /// Its bytes in the text.
    pub fn span(self) -> Span {
        self.node().map(|node| node.span).unwrap_or_default()
    }

    /// The bytes of its name with the quotes; empty for an element.
    pub fn name_span(self) -> Span {
        self.node().map(|node| node.name).unwrap_or_default()
    }

    /// The text it is written as.
    pub fn literal(self) -> Cow<'d, str> {
        String::from_utf8_lossy(self.span().of(self.document.text))
    }

    /// Its name as written, decoded; empty for an element and for the whole body.
    pub fn name(self) -> Cow<'d, str> {
        json::decode(self.name_span().of(self.document.text))
    }

    /// Whether that is its name, which is plain ASCII.
    pub fn is_named(self, name: &str) -> bool {
        match self.name_span().of(self.document.text) {
            [b'"', inside @ .., b'"'] if json::same_bytes(inside, name.as_bytes()) => true,
            // What is escaped is longer.
            raw => raw.len() > name.len() + 2 && raw.contains(&b'\\') && json::decode(raw) == name,
        }
    }

    /// Whether it is a text that is written letter by letter as the other value's name.
    pub fn repeats_name_of(self, other: View<'_>) -> bool {
        let name = other.name_span().of(other.document.text);
        !name.is_empty() && json::same_bytes(self.span().of(self.document.text), name)
    }

    /// Which members of its table are written: a bit for each, from the lowest up.
    pub fn written(self) -> u64 {
        let Value::Object { table, slots, .. } = self.value() else { return 0 };
        let slots = self.document.slots.get(slots as usize..slots as usize + table.members.len()).unwrap_or_default();
        slots.iter().rev().fold(0, |bits, slot| bits << 1 | u64::from(*slot != NONE))
    }

    /// The object or array it stands in.
    pub fn parent(self) -> Option<View<'d>> {
        self.at(self.node()?.parent)
    }

    /// The table of its members, if it is an object that has one.
    pub fn table(self) -> Option<&'static Table> {
        if let Value::Object { table, .. } = self.value() { Some(table) } else { None }
    }

    /// The member at that index of its table, if it is written; of a repeated one what counts.
    pub fn member(self, index: usize) -> Option<View<'d>> {
        let Value::Object { slots, .. } = self.node()?.value else { return None };
        self.document.slots.get(slots as usize + index).and_then(|node| self.at(*node))
    }

    /// Everything that stands directly in it, in the order of the text; of entries with the same name only the last.
    pub fn children(self) -> Children<'d> {
        let first = match self.value() {
            Value::Object { first, .. } | Value::Map { first } | Value::Array { first } => first,
            _ => NONE,
        };
        Children(self.at(first))
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.value(), Value::Null)
    }

    /// Whether it is a map or an object.
    pub fn is_object(self) -> bool {
        matches!(self.value(), Value::Object { .. } | Value::Map { .. })
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        matches!(self.value(), Value::Array { .. })
    }

    /// As a number, integers rounded to float64.
    pub fn number(self) -> Option<f64> {
        match self.value() {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// As int64.
    pub fn integer(self) -> Option<i64> {
        if let Value::Integer(value) = self.value() { Some(value) } else { None }
    }

    /// As bool.
    pub fn boolean(self) -> Option<bool> {
        if let Value::Boolean(value) = self.value() { Some(value) } else { None }
    }

    /// As decoded text.
    pub fn text(self) -> Option<Cow<'d, str>> {
        let Value::String { plain } = self.value() else { return None };
        let raw = self.span().of(self.document.text);
        let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        match std::str::from_utf8(inside) {
            Ok(text) if plain => Some(Cow::Borrowed(text)),
            _ => Some(json::decode(raw)),
        }
    }

    /// As text, if nothing in it needs decoding.
    pub fn plain_text(self) -> Option<&'d [u8]> {
        let node = self.node()?;
        let Value::String { plain: true } = node.value else { return None };
        self.document.text.get(node.span.start as usize + 1..node.span.end as usize - 1)
    }

    /// As time.
    pub fn time(self) -> Option<Time> {
        let raw = self.span().of(self.document.text);
        Time::parse(raw.get(1..raw.len().checked_sub(1)?)?)
    }

    /// The members that stand in it and that the gateway does not know.
    pub fn unknown_members(self) -> impl Iterator<Item = View<'d>> {
        let (table, slots) = match self.value() {
            Value::Object { table, slots, .. } => (table.members.len(), slots as usize),
            _ => (0, 0),
        };
        let known = self.document.slots.get(slots..slots + table).unwrap_or_default();
        self.children().filter(move |child| matches!(child.value(), Value::Unread) && !known.contains(&child.node))
    }

    /// The text it is written as, without the white space between its parts.
    pub fn compact(self) -> String {
        let literal = self.literal();
        let mut out = String::with_capacity(literal.len());
        let (mut inside, mut escaped) = (false, false);
        for letter in literal.chars() {
            if inside || !letter.is_ascii_whitespace() {
                out.push(letter);
            }
            inside = if letter == '"' && !escaped { !inside } else { inside };
            escaped = inside && letter == '\\' && !escaped;
        }
        out
    }

    /// Whether it means the same to the gateway as the other value: whatever their layout, the order of their members,
    /// and zeros that are written here and left out there.
    pub fn means(self, other: View<'_>) -> bool {
        match (self.value(), other.value()) {
            (Value::Object { table, .. }, Value::Object { .. }) => {
                let same = |index| match (self.member(index), other.member(index)) {
                    (Some(one), Some(other)) => one.means(other),
                    (Some(only), None) | (None, Some(only)) => only.is_zero(),
                    (None, None) => true,
                };
                let unknown = |view: View<'_>| -> Vec<_> {
                    let all = view.unknown_members().map(|member| (member.name().into_owned(), member.compact()));
                    sorted(all.collect(), Ord::cmp)
                };
                (0..table.members.len()).all(same) && unknown(self) == unknown(other)
            }
            (Value::Map { .. }, Value::Map { .. }) | (Value::Array { .. }, Value::Array { .. }) => {
                self.compact() == other.compact() || self.entries_mean(other)
            }
            (Value::Integer(one), Value::Integer(other)) => one == other,
            (Value::Float(one), Value::Float(other)) => one == other,
            (Value::Boolean(one), Value::Boolean(other)) => one == other,
            (Value::String { .. }, Value::String { .. }) => self.text() == other.text(),
            (Value::Unread, Value::Unread) => self.compact() == other.compact(),
            _ => self.is_zero() && other.is_zero(),
        }
    }

    /// Whether two maps or two arrays hold the same; what is known is compared by meaning, free-form data as Go writes
    /// it.
    fn entries_mean(self, other: View<'_>) -> bool {
        let nested = |view: View<'_>| {
            view.children().any(|child| matches!(child.value(), Value::Map { .. } | Value::Array { .. }))
        };
        if nested(self) || nested(other) {
            // Only free-form data nests maps and arrays, at whatever depth: no recursion here.
            return self.any() == other.any();
        }
        if self.children().count() != other.children().count() {
            return false;
        }
        if self.is_array() {
            return self.children().zip(other.children()).all(|(one, other)| one.means(other));
        }
        self.children()
            .all(|one| other.children().find(|child| child.name() == one.name()).is_some_and(|child| one.means(child)))
    }

    /// Whether it is Go's zero value: 0, false, "", null, or an array or map without anything in it.
    pub fn is_zero(self) -> bool {
        match self.value() {
            Value::Null | Value::Unread => true,
            Value::Boolean(value) => !value,
            Value::Integer(value) => value == 0,
            Value::Float(value) => value == 0.0,
            Value::String { .. } => self.text().is_none_or(|text| text.is_empty()),
            Value::Map { .. } | Value::Array { .. } => self.children().next().is_none(),
            Value::Object { .. } => self.children().all(View::is_zero),
        }
    }

    /// The way to it from the whole body, with names as they are written.
    pub fn pointer(self) -> Pointer {
        let mut way = Vec::new();
        let mut view = self;
        while let Some(parent) = view.parent() {
            way.push(match parent.value() {
                Value::Array { .. } => Cow::Owned(parent.place_of(view).to_string()),
                _ => view.name(),
            });
            view = parent;
        }
        let mut pointer = Pointer::root();
        way.iter().rev().for_each(|segment| pointer.push(segment));
        pointer
    }

    /// The index of an element, counted from the one that was asked for last, or from the first.
    #[inline(never)]
    fn place_of(self, child: View<'d>) -> usize {
        let (array, last, before) = self.document.counted.get();
        let from = |mut children: Children<'d>| children.position(|other| other.node == child.node);
        let near = if array == self.node { from(Children(self.at(last))).map(|place| before + place) } else { None };
        let place = near.or_else(|| from(self.children())).unwrap_or_default();
        // The elements of a long list may hold short ones, which are counted at once.
        if place > 8 {
            self.document.counted.set((self.node, child.node, place));
        }
        place
    }

    /// The value as a message may show it: at most 40 characters, and of a secret nothing.
    pub fn shown(self) -> String {
        if self.is_secret() { "•••".to_owned() } else { shorten(&self.literal()) }
    }

    /// Its name as a message may show it: at most 40 characters.
    pub fn shown_name(self) -> String {
        shorten(&self.name())
    }

    /// Whether it is, or stands in, a member that is never to be shown.
    pub fn is_secret(self) -> bool {
        let Some(parent) = self.parent() else { return false };
        let name = self.name();
        let flagged = |table: &Table| {
            let named = |member: &&crate::session::Member| json::same_name(&name, member.name);
            table.members.iter().find(named).is_some_and(|member| member.flags.has(Flag::Secret))
        };
        parent.table().is_some_and(flagged) || parent.is_secret()
    }

    /// Where the document it stands in can be asked.
    pub fn document(self) -> &'d Document<'d> {
        self.document
    }
}

fn shorten(text: &str) -> String {
    const LIMIT: usize = 40;
    match text.char_indices().nth(LIMIT) {
        None => text.to_owned(),
        Some(_) => text.chars().take(LIMIT - 1).chain(['…']).collect(),
    }
}
