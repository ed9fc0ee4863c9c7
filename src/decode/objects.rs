use std::collections::HashMap;

use super::document::{NONE, Value};
use super::problem::ProblemKind;
use super::reader::{Chain, Place, Reader};
use super::values::clears;
use crate::json::{self, Span, SyntaxError, Text};
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
        self.scanner.open()?;
        let mut first = true;
        while let Some(name) = self.scanner.member(first)? {
            first = false;
            let place = Place { parent: node, name: name.span, earlier: NONE };
            let child = match self.find(table, name) {
                Some((index, exact)) => self.member(table, index, slots, place, exact)?,
                None => self.unknown(place)?,
            };
            self.link(&mut chain, child);
        }
        self.close(node, start, chain.first);
        Ok(node)
    }

    fn new_slots(&mut self, table: &Table) -> u32 {
        let slots = self.arena.slots.len();
        self.arena.slots.resize(slots + table.members.len(), NONE);
        slots as u32
    }

    /// The row of a member: by its exact name, else as Go folds letters.
    fn find(&self, table: &Table, name: Text) -> Option<(usize, bool)> {
        let known = |index: usize| table.members.get(index).filter(|member| member.since <= self.version);
        if let Some(index) = table.find(inside(name.span.of(self.text))) {
            return known(index).map(|_| (index, true));
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
        let span = self.scanner.skip()?;
        let node = self.add_read(place, Value::Unread, span);
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
        self.close(node, start, chain.first);
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
        if !self.may_repeat(first) {
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

    /// Whether a name may stand in a chain twice: two names are written with the same bytes, or one in such a way that it has
    /// to be decoded first.
    fn may_repeat(&mut self, first: u32) -> bool {
        let Some(second) = self.node(first).map(|node| node.next).filter(|next| *next != NONE) else { return false };
        let length = 2 + std::iter::successors(self.node(second), |node| self.node(node.next)).count();
        let slots = (length * 2).next_power_of_two();
        let seen = &mut self.arena.names;
        seen.clear();
        seen.resize(slots, 0);
        let mut at = first;
        while let Some(node) = self.arena.nodes.get(at as usize) {
            let Some(hash) = hash_of_plain(inside(node.name.of(self.text))) else { return true };
            let mut slot = hash as usize % slots;
            while let Some(other) = seen.get_mut(slot) {
                match *other {
                    0 => {
                        *other = hash;
                        break;
                    }
                    other if other == hash => return true,
                    _ => slot = (slot + 1) % slots,
                }
            }
            at = node.next;
        }
        false
    }

    /// An array. Written again, its elements are laid over those that were there, one by one. Go keeps the memory of elements
    /// that a shorter array leaves behind, and a longer one after it finds them there.
    pub(super) fn array(&mut self, of: &'static Kind, place: Place) -> Result<u32, SyntaxError> {
        let start = self.scanner.at();
        let earlier = self.memory(place.earlier);
        let node = self.add(place, Value::Array { first: NONE });
        let mut chain = Chain::EMPTY;
        self.scanner.open()?;
        let mut length = 0;
        while self.scanner.element(length == 0)? {
            let before = earlier.get(length).copied().unwrap_or(NONE);
            let child = self.value(of, Place::element(node, before))?;
            self.lay_over(child, before, of);
            self.link(&mut chain, child);
            length += 1;
        }
        // An empty array takes new memory.
        if let Some(left @ [_, ..]) = earlier.get(length..).filter(|_| length > 0) {
            self.arena.left_behind.push((node, left.to_vec()));
        }
        self.close(node, start, chain.first);
        Ok(node)
    }

    /// The elements of an array, and those that it has left behind.
    fn memory(&self, array: u32) -> Vec<u32> {
        let Some(Value::Array { first }) = self.node(array).map(|node| node.value) else { return Vec::new() };
        let mut memory = Vec::new();
        let mut at = first;
        while let Some(node) = self.node(at) {
            memory.push(at);
            at = node.next;
        }
        let left = self.arena.left_behind.iter().find(|(node, _)| *node == array);
        memory.extend(left.into_iter().flat_map(|(_, left)| left));
        memory
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

    /// Says of an object or array where it ends, which is where the scanner is, and what stands in it.
    fn close(&mut self, node: u32, start: u32, head: u32) {
        let end = self.scanner.at();
        if let Some(node) = self.arena.nodes.get_mut(node as usize) {
            node.span = Span { start, end };
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
                let start = self.node(container).map_or(0, |node| node.span.start);
                self.close(container, start, chain.first);
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
        let node = self.add_read(place, value, Span { start, end: start });
        self.scanner.open()?;
        Ok(node)
    }
}

/// What stands between the quotes of a name.
fn inside(name: &[u8]) -> &[u8] {
    if let [b'"', inside @ .., b'"'] = name { inside } else { name }
}

/// A hash of a name, never 0; nothing when bytes of it may stand for others.
fn hash_of_plain(name: &[u8]) -> Option<u64> {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    const HIGH: u64 = (u64::MAX / 255) << 7;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(ODD);
    let (words, rest) = name.as_chunks::<8>();
    let last = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let (hash, bits) = words.iter().fold((name.len() as u64, last), |(hash, bits), word| {
        let word = u64::from_le_bytes(*word);
        (mix(hash, word), bits | word)
    });
    let is_plain = bits & HIGH == 0 && !name.contains(&b'\\');
    is_plain.then_some((mix(hash, last) >> 7) | 1)
}
