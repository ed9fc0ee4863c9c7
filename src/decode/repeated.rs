use std::ops::Range;

use super::document::{Arena, NONE, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use crate::json::{self, Span};
use crate::session::{Kind, entries::alike};

/// So many names are each compared with all others.
const FEW: usize = 8;

/// Go's rules for entries and elements that are written twice.
impl<'a> Reader<'a> {
    /// Adds the entries of a map to those that it held before, if it is written again, and marks those that a later one
    /// of the same name replaces. `plain` says whether every byte of their names means itself.
    #[inline(always)]
    pub(super) fn join(&mut self, map: u32, earlier: u32, plain: bool) {
        let Some(Value::Map { first }) = self.node(map).map(|node| node.value) else { return };
        if earlier != NONE {
            let first = self.joined(map, first, earlier);
            self.supersede(map, first);
        } else if !plain || self.may_repeat(first) {
            self.supersede(map, first);
        }
    }

    #[cold]
    #[inline(never)]
    fn joined(&mut self, map: u32, first: u32, earlier: u32) -> u32 {
        let Some(Value::Map { first: head }) = self.node(earlier).map(|node| node.value) else { return first };
        let mut last = head;
        while let Some(next) = self.node(last).map(|node| node.next).filter(|next| *next != NONE) {
            last = next;
        }
        let Some(last) = self.nodes.get_mut(last as usize) else { return first };
        last.next = first;
        if let Some(map) = self.nodes.get_mut(map as usize) {
            map.value.begin_with(head);
        }
        head
    }

    #[cold]
    #[inline(never)]
    fn supersede(&mut self, map: u32, first: u32) {
        let (mut entries, mut names) = (Vec::new(), Vec::new());
        let mut at = first;
        while let Some(node) = self.node(at).copied() {
            entries.push((at, node.name));
            names.push(json::decode(node.name.of(self.text)));
            at = node.next;
        }
        for places in alike(&names) {
            let alike: Vec<(u32, Span)> = places.iter().filter_map(|place| entries.get(*place).copied()).collect();
            for ((earlier, _), (_, name)) in alike.iter().zip(alike.iter().skip(1)) {
                self.arena.supersede(*earlier);
                if self.node(*earlier).is_some_and(|earlier| earlier.parent == map) {
                    self.problem(ProblemKind::Duplicate, map, *name);
                }
            }
        }
    }

    /// Whether two names may be written with the same bytes.
    #[inline(never)]
    fn may_repeat(&mut self, first: u32) -> bool {
        let Reader { text, nodes, arena, .. } = self;
        let seen = &mut arena.name_hashes;
        seen.clear();
        let mut at = first;
        while let Some(node) = nodes.get(at as usize) {
            let hash = hash(node.name.of(text));
            if seen.len() == FEW {
                return self.may_repeat_in_many(first);
            }
            if seen.contains(&hash) {
                return true;
            }
            seen.push(hash);
            at = node.next;
        }
        false
    }

    #[inline(never)]
    fn may_repeat_in_many(&mut self, first: u32) -> bool {
        let length = std::iter::successors(self.node(first), |node| self.node(node.next)).count();
        let slots = (length * 2).next_power_of_two();
        let seen = &mut self.arena.name_hashes;
        seen.clear();
        seen.resize(slots, 0);
        let mut at = first;
        while let Some(node) = self.nodes.get(at as usize) {
            let hash = hash(node.name.of(self.text));
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

    /// The elements that an array held before, and those that it has left behind: where in [`Arena::elements`] they
    /// stand.
    #[cold]
    #[inline(never)]
    pub(super) fn elements_of(&mut self, array: u32) -> Range<usize> {
        let Arena { elements, left_behind, .. } = &mut *self.arena;
        let start = elements.len();
        if let Some(Value::Array { first }) = self.nodes.get(array as usize).map(|node| node.value) {
            let mut at = first;
            while let Some(node) = self.nodes.get(at as usize) {
                elements.push(at);
                at = node.next;
            }
            if let Some((_, left)) = left_behind.iter().find(|(node, _)| *node == array) {
                elements.extend_from_within(left.clone());
            }
        }
        start..elements.len()
    }

    /// An element over the first of those that the array held before in this place and after it. A `null` keeps what
    /// was there, unless its kind is cleared by `null`.
    #[cold]
    #[inline(never)]
    pub(super) fn lay_over(
        &mut self,
        rest: &'a [u8],
        of: &'static Kind,
        array: u32,
        held: Range<usize>,
    ) -> Result<&'a [u8], Stop> {
        let before = self.arena.elements.get(held).and_then(<[u32]>::first).copied().unwrap_or(NONE);
        let node = self.upcoming();
        let rest = self.value(rest, of, array, Span::default(), before)?;
        let is_null = matches!(self.node(node).map(|node| node.value), Some(Value::Null));
        if let Some(before) = self.node(before).filter(|_| is_null && !of.is_cleared()) {
            let (value, span) = (before.value, before.span);
            self.fill(node, value, span);
        }
        Ok(rest)
    }
}

/// A hash of a name, never 0.
#[inline]
fn hash(name: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(ODD);
    let (words, rest) = name.as_chunks::<8>();
    let last = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let hash = words.iter().fold(name.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    (mix(hash, last) >> 7) | 1
}
