use std::cell::Cell;
use std::ops::Range;

use super::untyped::Open;
use super::{Problem, View};
use crate::json::{ONES, Span};
use crate::session::Table;
use crate::target::Reading;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// A value of the body, where it stands, and what the gateway makes of it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The value's bytes.
    pub span: Span,
    /// The bytes of the member's name with its quotes; empty for elements and for the whole body.
    pub name: Span,
    /// The object or array it stands in.
    pub(super) parent: u32,
    /// The next value in that object or array.
    pub(super) next: u32,
    /// What the gateway makes of it.
    pub value: Value,
}

/// What the gateway makes of a value.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number where an int64 belongs.
    Integer(i64),
    /// A number anywhere else.
    Float(f64),
    /// A string; `plain` when nothing in it needs decoding.
    String {
        /// Neither escapes nor anything but ASCII.
        plain: bool,
    },
    /// An object whose members are known: `slots` holds the value that counts for each row of the table.
    Object {
        /// The table of its members.
        table: &'static Table,
        /// Where its slots begin.
        slots: u32,
        /// Its first member.
        first: u32,
    },
    /// An object with names of any kind: a map, or an object in free-form data.
    Map {
        /// Its first entry.
        first: u32,
    },
    /// An array.
    Array {
        /// Its first element.
        first: u32,
    },
    /// A value that the gateway does not read: of an unknown member, or of the wrong kind.
    Unread,
}

impl Value {
    /// Says which value is the first in it.
    pub(super) fn begin_with(&mut self, head: u32) {
        if let Value::Object { first, .. } | Value::Map { first } | Value::Array { first } = self {
            *first = head;
        }
    }
}

/// The memory of a decoded body, to be used again for the next one.
#[derive(Debug)]
pub struct Arena {
    pub(super) nodes: Vec<Node>,
    pub(super) slots: Vec<u32>,
    pub(super) problems: Vec<Problem>,
    /// Where the first JSON value ends.
    pub(super) end: u32,
    /// The elements that arrays held before they were written again.
    pub(super) elements: Vec<u32>,
    /// Those of them that a repeated, shorter array has left behind.
    pub(super) left_behind: Vec<(u32, Range<usize>)>,
    /// Hashes of the names of one map.
    pub(super) name_hashes: Vec<u64>,
    /// A bit for each node: a later entry of the same name has taken its place. As long as is needed.
    pub(super) superseded: Vec<u64>,
    /// What is open around the free-form data that is being read.
    pub(super) open: Vec<Open>,
    pub(super) order: Order,
}

/// Which member has followed which: most bodies have theirs in the order of the body before, and a name that is
/// expected need not be looked up. Places are shared where their numbers fall together; what is expected is always
/// compared with the text.
#[derive(Debug)]
pub(super) struct Order([u8; Order::PLACES]);

impl Order {
    const PLACES: usize = 1024;

    /// Where what follows the members of a table begins.
    pub(super) fn of(table: &'static Table) -> usize {
        (std::ptr::from_ref(table).addr() >> 4).wrapping_mul(61)
    }

    /// The member that came last after another: after the first, 1, and so on; at the beginning of an object, 0.
    pub(super) fn expected(&self, table: usize, after: usize) -> usize {
        self.0.get(table.wrapping_add(after) % Order::PLACES).copied().map_or(0, usize::from)
    }

    pub(super) fn learn(&mut self, table: usize, after: usize, member: usize) {
        if let Some(place) = self.0.get_mut(table.wrapping_add(after) % Order::PLACES) {
            *place = member as u8;
        }
    }
}

impl Default for Arena {
    fn default() -> Arena {
        Arena::new()
    }
}

impl Arena {
    /// Memory for a first body.
    pub const fn new() -> Arena {
        Arena {
            nodes: Vec::new(),
            slots: Vec::new(),
            problems: Vec::new(),
            end: 0,
            elements: Vec::new(),
            left_behind: Vec::new(),
            name_hashes: Vec::new(),
            superseded: Vec::new(),
            open: Vec::new(),
            order: Order([0; Order::PLACES]),
        }
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.slots.clear();
        self.problems.clear();
        self.elements.clear();
        self.left_behind.clear();
        self.superseded.clear();
    }

    pub(super) fn supersede(&mut self, node: u32) {
        let word = node as usize / 64;
        if self.superseded.len() <= word {
            self.superseded.resize(word + 1, 0);
        }
        if let Some(word) = self.superseded.get_mut(word) {
            *word |= 1 << (node % 64);
        }
    }
}

/// A body that was read: its values by member, and every shape problem in it.
#[derive(Debug)]
pub struct Document<'a> {
    pub(super) text: &'a [u8],
    pub(super) nodes: &'a [Node],
    pub(super) slots: &'a [u32],
    /// A bit for each node: a later entry of the same name has taken its place.
    pub(super) superseded: &'a [u64],
    problems: &'a [Problem],
    pub(super) reading: Reading,
    /// Where the first JSON value ends; what follows it may be white space.
    pub(super) end: u32,
    /// An array, the element whose index was asked for last, and that index: the next is mostly not far.
    pub(super) counted: Cell<(u32, u32, usize)>,
}

impl<'a> Document<'a> {
    /// What that text was read as, which has to be the last that was read into this memory.
    pub(crate) fn of(text: &'a [u8], reading: Reading, arena: &'a Arena) -> Document<'a> {
        let Arena { nodes, slots, superseded, problems, end, .. } = arena;
        let counted = Cell::new((NONE, NONE, 0));
        Document { text, nodes, slots, superseded, problems, reading, end: *end, counted }
    }

    pub(super) fn is_superseded(&self, node: u32) -> bool {
        self.superseded.get(node as usize / 64).is_some_and(|word| word >> (node % 64) & 1 == 1)
    }

    /// The text it was read from.
    pub fn text(&self) -> &'a [u8] {
        self.text
    }

    /// The whole body; nothing when it is not JSON.
    pub fn root(&self) -> Option<View<'_>> {
        (!self.nodes.is_empty()).then_some(View { document: self, node: 0 })
    }

    /// Every shape problem, in the order of the text.
    pub fn problems(&self) -> &'a [Problem] {
        self.problems
    }

    /// Whether the gateway reads it: if not, the answer is 400 and nothing is stored.
    pub fn is_accepted(&self) -> bool {
        !self.problems().iter().any(|problem| problem.kind.refuses(self.reading))
    }

    /// Where the first JSON value ends.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The value of a problem, if there is one.
    pub fn view(&self, node: u32) -> Option<View<'_>> {
        self.nodes.get(node as usize).map(|_| View { document: self, node })
    }

    /// How many UTF-16 units a part of the text has, as JavaScript counts. Invalid UTF-8 counts as `TextDecoder` shows
    /// it: one unit for each replaced sequence.
    pub fn utf16_length(&self, part: Span) -> u32 {
        length_in_utf16(part.of(self.text))
    }
}

/// How many UTF-16 units `TextDecoder` makes of bytes.
fn length_in_utf16(bytes: &[u8]) -> u32 {
    let rest = after_ascii(bytes);
    let ascii = (bytes.len() - rest.len()) as u32;
    match std::str::from_utf8(rest) {
        Ok(text) => ascii + units(text),
        Err(_) => {
            let chunks = rest.utf8_chunks();
            ascii + chunks.map(|chunk| units(chunk.valid()) + u32::from(!chunk.invalid().is_empty())).sum::<u32>()
        }
    }
}

/// What follows the bytes that are ASCII, sixteen at a time.
fn after_ascii(mut bytes: &[u8]) -> &[u8] {
    while let Some((chunk, rest)) = bytes.split_first_chunk::<16>()
        && let ([first, second], _) = chunk.as_chunks::<8>()
        && (u64::from_le_bytes(*first) | u64::from_le_bytes(*second)) & (ONES << 7) == 0
    {
        bytes = rest;
    }
    while let [0..=0x7f, rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

/// The UTF-16 units of a text, eight bytes at a time: one for each letter, which has one byte that continues none, and
/// one more for one of four bytes.
fn units(text: &str) -> u32 {
    let count = |word: u64| {
        let is_long = (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4) & ONES;
        let continues = (word >> 7) & !(word >> 6) & ONES;
        is_long.count_ones().wrapping_sub(continues.count_ones())
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let last = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let units =
        words.iter().fold(text.len() as u32, |units, word| units.wrapping_add(count(u64::from_le_bytes(*word))));
    units.wrapping_add(count(last))
}
