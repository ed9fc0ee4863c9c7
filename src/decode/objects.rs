use std::collections::HashMap;

use super::document::{NONE, Value};
use super::problem::ProblemKind;
use super::reader::{Chain, Place, Reader};
use super::values::clears;
use crate::json::{self, SyntaxError, Text};
use crate::session::{Kind, Table};

/// Objects, maps and arrays, with Go's rules for what is written twice.
impl Reader<'_> {
    /// An object whose members are known. Written again, it is laid over what was there.
    pub(super) fn object(&mut self, table: &'static Table, place: Place) -> Result<u32, SyntaxError> {
        let start = self.scanner.at();
        let slots = match self.node(place.earlier).map(|node| node.value) {
            Some(Value::Object { slots, .. }) => slots,
            _ => self.new_slots(table),
        };
        let node = self.add(place, Value::Object { table, slots, first: NONE });
        let mut chain = Chain::EMPTY;
        let mut expected = 0;
        self.scanner.open()?;
        let mut first = true;
        while let Some(name) = self.scanner.member(first)? {
            first = false;
            let child = match self.find(table, name, expected) {
                Some((index, exact)) => {
                    expected = index + 1;
                    self.member(table, index, slots, Place { parent: node, name: name.span, earlier: NONE }, exact)?
                }
                None => self.unknown(Place { parent: node, name: name.span, earlier: NONE })?,
            };
            self.link(&mut chain, child);
        }
        self.set_first(node, chain.first);
        self.finish(node, start);
        Ok(node)
    }

    fn new_slots(&mut self, table: &Table) -> u32 {
        let slots = self.arena.slots.len();
        self.arena.slots.resize(slots + table.members.len(), NONE);
        slots as u32
    }

    /// The row of a member: mostly the one after the last found, else by exact name, else as Go folds letters.
    fn find(&self, table: &Table, name: Text, expected: usize) -> Option<(usize, bool)> {
        let known = |index: usize| table.members.get(index).filter(|member| member.since <= self.version);
        if name.plain {
            let raw = name.span.of(self.text);
            let raw = raw.get(1..raw.len() - 1).unwrap_or_default();
            if known(expected).is_some_and(|member| member.name.as_bytes() == raw) {
                return Some((expected, true));
            }
            let exact = table.members.iter().position(|member| member.name.as_bytes() == raw);
            if let Some(index) = exact {
                return known(index).map(|_| (index, true));
            }
        }
        let decoded = json::decode(name.span.of(self.text));
        let index = table.members.iter().position(|member| json::same_name(&decoded, member.name))?;
        known(index).map(|member| (index, decoded == member.name))
    }

    fn member(
        &mut self,
        table: &'static Table,
        index: usize,
        slots: u32,
        place: Place,
        exact: bool,
    ) -> Result<u32, SyntaxError> {
        let slot = slots as usize + index;
        let earlier = self.arena.slots.get(slot).copied().unwrap_or(NONE);
        let Some(member) = table.members.get(index) else { return self.unknown(place) };
        // In an object that is itself written again, what stood in the earlier one is no repetition.
        if self.node(earlier).is_some_and(|earlier| earlier.parent == place.parent) {
            self.problem(ProblemKind::Duplicate, place.parent, place.name);
        }
        let node = self.value(&member.kind, Place { earlier, ..place })?;
        if !exact {
            self.problem(ProblemKind::NameCase(member.name), node, place.name);
        }
        let is_null = matches!(self.node(node).map(|node| node.value), Some(Value::Null));
        if (earlier == NONE || !is_null || clears(&member.kind))
            && let Some(slot) = self.arena.slots.get_mut(slot)
        {
            *slot = node;
        }
        Ok(node)
    }

    fn unknown(&mut self, place: Place) -> Result<u32, SyntaxError> {
        let node = self.add(place, Value::Unread);
        let span = self.scanner.skip()?;
        self.finish(node, span.start);
        self.problem(ProblemKind::Unknown, node, place.name);
        Ok(node)
    }

    /// A map. Written again, its entries join those that were there; an entry of the same name takes the earlier one's place.
    pub(super) fn map(&mut self, of: &'static Kind, place: Place) -> Result<u32, SyntaxError> {
        let start = self.scanner.at();
        let mut chain = self.chain(place.earlier);
        let node = self.add(place, Value::Map { first: NONE });
        self.scanner.open()?;
        let mut first = true;
        while let Some(name) = self.scanner.member(first)? {
            first = false;
            let child = self.value(of, Place { parent: node, name: name.span, earlier: NONE })?;
            self.check_text(name, child);
            self.link(&mut chain, child);
        }
        self.set_first(node, chain.first);
        self.finish(node, start);
        self.supersede(node, chain.first);
        Ok(node)
    }

    /// The values that a map held before.
    fn chain(&self, earlier: u32) -> Chain {
        let Some(Value::Map { first }) = self.node(earlier).map(|node| node.value) else { return Chain::EMPTY };
        let mut chain = Chain { first, last: first };
        while let Some(next) = self.node(chain.last).map(|node| node.next).filter(|next| *next != NONE) {
            chain.last = next;
        }
        chain
    }

    /// Marks the entries of a map that a later one of the same name replaces.
    pub(super) fn supersede(&mut self, map: u32, first: u32) {
        if self.node(first).is_none_or(|node| node.next == NONE) {
            return;
        }
        let mut latest: HashMap<Box<str>, u32> = HashMap::new();
        let mut at = first;
        while let Some(node) = self.node(at).copied() {
            let name = json::decode(node.name.of(self.text));
            if let Some(earlier) = latest.insert(name.into(), at) {
                let Some(earlier) = self.arena.nodes.get_mut(earlier as usize) else { return };
                earlier.superseded = true;
                if earlier.parent == map {
                    self.problem(ProblemKind::Duplicate, map, node.name);
                }
            }
            at = node.next;
        }
    }

    /// An array. Written again, its elements are laid over those that were there, one by one.
    pub(super) fn array(&mut self, of: &'static Kind, place: Place) -> Result<u32, SyntaxError> {
        let start = self.scanner.at();
        let mut earlier = match self.node(place.earlier).map(|node| node.value) {
            Some(Value::Array { first }) => first,
            _ => NONE,
        };
        let node = self.add(place, Value::Array { first: NONE });
        let mut chain = Chain::EMPTY;
        self.scanner.open()?;
        let mut first = true;
        while self.scanner.element(first)? {
            first = false;
            let child = self.value(of, Place::element(node, earlier))?;
            self.lay_over(child, earlier, of);
            self.link(&mut chain, child);
            earlier = self.node(earlier).map_or(NONE, |node| node.next);
        }
        self.set_first(node, chain.first);
        self.finish(node, start);
        Ok(node)
    }

    /// A `null` element over an earlier one keeps what was there, unless its kind is cleared by `null`.
    fn lay_over(&mut self, child: u32, earlier: u32, of: &Kind) {
        let Some(before) = self.node(earlier).map(|node| node.value) else { return };
        let is_null = matches!(self.node(child).map(|node| node.value), Some(Value::Null));
        if !is_null || clears(of) {
            return;
        }
        let span = self.node(earlier).map(|node| node.span);
        if let (Some(node), Some(span)) = (self.arena.nodes.get_mut(child as usize), span) {
            node.value = before;
            node.span = span;
        }
    }

    fn set_first(&mut self, node: u32, head: u32) {
        if let Some(node) = self.arena.nodes.get_mut(node as usize) {
            match &mut node.value {
                Value::Object { first, .. } | Value::Map { first } | Value::Array { first } => *first = head,
                _ => {}
            }
        }
    }

    /// An object or array of free data, at whatever depth: read with a list of what is open instead of by recursion, since
    /// 10,000 levels are allowed.
    pub(super) fn free(&mut self, place: Place) -> Result<u32, SyntaxError> {
        let outermost = self.open_free(place)?;
        let mut open = vec![(outermost, Chain::EMPTY)];
        let mut first = true;
        while let Some((container, mut chain)) = open.pop() {
            let is_map = matches!(self.node(container).map(|node| node.value), Some(Value::Map { .. }));
            let name = if is_map { self.scanner.member(first)? } else { None };
            let more = if is_map { name.is_some() } else { self.scanner.element(first)? };
            if !more {
                first = false;
                self.set_first(container, chain.first);
                let start = self.node(container).map_or(0, |node| node.span.start);
                self.finish(container, start);
                if is_map {
                    self.supersede(container, chain.first);
                }
                continue;
            }
            let mut place = Place::element(container, NONE);
            if let Some(name) = name {
                place.name = name.span;
            }
            let nested = matches!(self.scanner.peek(), Some(b'{' | b'['));
            let child = if nested { self.open_free(place)? } else { self.value(&Kind::Any, place)? };
            if let Some(name) = name {
                self.check_text(name, child);
            }
            self.link(&mut chain, child);
            open.push((container, chain));
            first = nested;
            if nested {
                open.push((child, Chain::EMPTY));
            }
        }
        Ok(outermost)
    }

    fn open_free(&mut self, place: Place) -> Result<u32, SyntaxError> {
        let start = self.scanner.at();
        let is_map = self.scanner.peek() == Some(b'{');
        let value = if is_map { Value::Map { first: NONE } } else { Value::Array { first: NONE } };
        let node = self.add(place, value);
        self.finish(node, start);
        self.scanner.open()?;
        Ok(node)
    }
}
