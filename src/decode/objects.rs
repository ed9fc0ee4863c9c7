use std::collections::HashMap;

use super::document::{Chain, NONE, Order, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use super::values::clears;
use crate::json::{self, Scanner, Span, SyntaxProblem, Text};
use crate::session::{Kind, Member, Table};

/// Objects, maps and arrays, with Go's rules for what is written twice.
impl<'a> Reader<'a> {
    /// An object whose members are known. Written again, it is laid over what was there.
    pub(super) fn object(&mut self, table: &'static Table, node: u32, earlier: u32) -> Result<(), Stop> {
        let slots = match self.node(earlier).map(|node| node.value) {
            Some(Value::Object { slots, .. }) => slots,
            _ => self.new_slots(table),
        };
        self.open(node, Value::Object { table, slots, first: NONE })?;
        let mut chain = Chain::EMPTY;
        let (order, mut after) = (Order::of(table), 0);
        let mut written = 0u64;
        let mut scanner = self.scanner.clone();
        let mut first = true;
        while self.has_member(&mut scanner, first)? {
            first = false;
            let expected = self.arena.order.expected(order, after);
            let start = scanner.at();
            let child = match table.members.get(expected) {
                Some(member) if scanner.take(member.quoted) && member.since <= self.version => {
                    after = expected + 1;
                    written |= 1 << expected;
                    let name = Span { start, end: scanner.at() - 1 };
                    let slot = slots as usize + expected;
                    match self.arena.slots.get(slot) {
                        Some(&NONE) => {
                            let child = self.next(&mut scanner, &member.kind, node, name, NONE)?;
                            if let Some(slot) = self.arena.slots.get_mut(slot) {
                                *slot = child;
                            }
                            child
                        }
                        _ => self.with(&mut scanner, |reader| reader.member(member, slot, node, name))?,
                    }
                }
                _ => {
                    scanner.move_to(start);
                    self.with(&mut scanner, |reader| reader.unexpected(table, slots, node, (order, &mut after)))?
                }
            };
            self.link(&mut chain, child);
        }
        self.scanner = scanner;
        self.mark_written(slots, written);
        self.close(node, chain.first);
        Ok(())
    }

    fn new_slots(&mut self, table: &Table) -> u32 {
        // Before the slots two words that say which of them are taken.
        self.arena.slots.extend([0, 0]);
        let slots = self.arena.slots.len();
        self.arena.slots.resize(slots + table.members.len(), NONE);
        slots as u32
    }

    /// Adds to what is said to be written in an object.
    fn mark_written(&mut self, slots: u32, written: u64) {
        let words = (slots as usize).checked_sub(2).and_then(|start| self.arena.slots.get_mut(start..slots as usize));
        if let Some([low, high]) = words {
            *low |= written as u32;
            *high |= (written >> 32) as u32;
        }
    }

    /// A member that was not expected there.
    fn unexpected(
        &mut self,
        table: &'static Table,
        slots: u32,
        object: u32,
        (order, after): (usize, &mut usize),
    ) -> Result<u32, Stop> {
        let mut scanner = self.scanner.clone();
        let name = self.name(&mut scanner)?;
        self.scanner = scanner;
        let Some((index, member)) = self.find(table, name) else { return self.unknown(object, name.span) };
        self.arena.order.learn(order, *after, index);
        *after = index + 1;
        self.mark_written(slots, 1 << index);
        let node = self.member(member, slots as usize + index, object, name.span)?;
        let raw = name.span.of(self.text);
        if inside(raw) != member.name.as_bytes() && json::decode(raw) != member.name {
            self.problem(ProblemKind::NameCase(member.name), node, name.span);
        }
        Ok(node)
    }

    /// Whether another member follows: then the scanner stands at its name.
    #[inline(always)]
    pub(super) fn has_member(&mut self, scanner: &mut Scanner<'a>, first: bool) -> Result<bool, Stop> {
        if !first && scanner.take_comma() {
            return Ok(true);
        }
        let more = self.has_more(scanner, first, b'}', SyntaxProblem::ObjectEnd)?;
        if more && scanner.peek() != Some(b'"') {
            return Err(self.fail(scanner, SyntaxProblem::Name));
        }
        Ok(more)
    }

    /// Whether another element follows: then the scanner stands at it.
    #[inline(always)]
    pub(super) fn has_element(&mut self, scanner: &mut Scanner<'a>, first: bool) -> Result<bool, Stop> {
        if !first && scanner.take_comma() {
            return Ok(true);
        }
        let more = self.has_more(scanner, first, b']', SyntaxProblem::ArrayEnd)?;
        if more && scanner.peek() == Some(b']') {
            return Err(self.fail(scanner, SyntaxProblem::Value));
        }
        Ok(more)
    }

    /// Takes the comma before the next value of an object or array, or the bracket that closes it.
    #[inline(always)]
    fn has_more(
        &mut self,
        scanner: &mut Scanner<'a>,
        first: bool,
        closing: u8,
        otherwise: SyntaxProblem,
    ) -> Result<bool, Stop> {
        if scanner.peek() == Some(closing) {
            scanner.close();
            return Ok(false);
        }
        if !first && !scanner.take_byte(b',') {
            return Err(self.fail(scanner, otherwise));
        }
        Ok(true)
    }

    /// The name of a member, which the scanner stands at, and the colon.
    #[inline(always)]
    pub(super) fn name(&mut self, scanner: &mut Scanner<'a>) -> Result<Text, Stop> {
        let name = match scanner.plain_string() {
            Some(span) => Text { span, plain: true },
            None => self.with(scanner, |reader| {
                let name = reader.scanner.string();
                reader.or_stop(name)
            })?,
        };
        if !scanner.take_byte(b':') {
            return Err(self.fail(scanner, SyntaxProblem::Colon));
        }
        Ok(name)
    }

    /// The row of a member: by its exact name, else as Go folds letters.
    fn find(&self, table: &'static Table, name: Text) -> Option<(usize, &'static Member)> {
        let index = table.find(inside(name.span.of(self.text))).or_else(|| {
            let decoded = json::decode(name.span.of(self.text));
            table.members.iter().position(|member| json::same_name(&decoded, member.name))
        })?;
        let member = table.members.get(index).filter(|member| member.since <= self.version)?;
        Some((index, member))
    }

    /// A member that may be written for the second time.
    fn member(&mut self, member: &'static Member, slot: usize, object: u32, name: Span) -> Result<u32, Stop> {
        let earlier = self.arena.slots.get(slot).copied().unwrap_or(NONE);
        // In an object that is itself written again, what stood in the earlier one is no repetition.
        if self.node(earlier).is_some_and(|earlier| earlier.parent == object) {
            self.problem(ProblemKind::Duplicate, object, name);
        }
        let node = self.add(object, name);
        self.value(&member.kind, node, earlier)?;
        let is_null = matches!(self.node(node).map(|node| node.value), Some(Value::Null));
        if (earlier == NONE || !is_null || clears(&member.kind))
            && let Some(slot) = self.arena.slots.get_mut(slot)
        {
            *slot = node;
        }
        Ok(node)
    }

    fn unknown(&mut self, object: u32, name: Span) -> Result<u32, Stop> {
        let span = self.scanner.skip();
        let span = self.or_stop(span)?;
        let node = self.add(object, name);
        self.fill(node, Value::Unread, span);
        self.problem(ProblemKind::Unknown, node, name);
        Ok(node)
    }

    /// A map. Written again, its entries join those that were there; an entry of the same name takes the earlier one's place.
    pub(super) fn map(&mut self, of: &'static Kind, node: u32, earlier: u32) -> Result<(), Stop> {
        let mut chain = self.chain(earlier);
        self.open(node, Value::Map { first: NONE })?;
        let mut scanner = self.scanner.clone();
        let mut first = true;
        while self.has_member(&mut scanner, first)? {
            first = false;
            let name = self.name(&mut scanner)?;
            let child = self.next(&mut scanner, of, node, name.span, NONE)?;
            self.check_text(name, child);
            self.link(&mut chain, child);
        }
        self.scanner = scanner;
        self.close(node, chain.first);
        self.supersede(node, chain.first);
        Ok(())
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
                self.arena.supersede(earlier);
                if self.node(earlier).is_some_and(|earlier| earlier.parent == map) {
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
    pub(super) fn array(&mut self, of: &'static Kind, node: u32, earlier: u32) -> Result<(), Stop> {
        let earlier = self.memory(earlier);
        self.open(node, Value::Array { first: NONE })?;
        let mut chain = Chain::EMPTY;
        let mut scanner = self.scanner.clone();
        let mut length = 0;
        while self.has_element(&mut scanner, length == 0)? {
            let before = earlier.get(length).copied().unwrap_or(NONE);
            let child = self.next(&mut scanner, of, node, Span::default(), before)?;
            if before != NONE {
                self.lay_over(child, before, of);
            }
            self.link(&mut chain, child);
            length += 1;
        }
        // An empty array takes new memory.
        if let Some(left @ [_, ..]) = earlier.get(length..).filter(|_| length > 0) {
            self.arena.left_behind.push((node, left.to_vec()));
        }
        self.scanner = scanner;
        self.close(node, chain.first);
        Ok(())
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

    /// Begins an object or array, which the scanner stands at.
    pub(super) fn open(&mut self, node: u32, value: Value) -> Result<(), Stop> {
        let start = self.scanner.at();
        self.fill(node, value, Span { start, end: start });
        let opened = self.scanner.open();
        self.or_stop(opened)
    }

    /// Says of an object or array where it ends, which is where the scanner is, and what stands in it.
    pub(super) fn close(&mut self, node: u32, head: u32) {
        let end = self.scanner.at();
        if let Some(node) = self.arena.nodes.get_mut(node as usize) {
            node.span.end = end;
            match &mut node.value {
                Value::Object { first, .. } | Value::Map { first } | Value::Array { first } => *first = head,
                _ => {}
            }
        }
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
