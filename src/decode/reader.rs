use std::cell::Cell;

use super::document::{Arena, Document, NONE, Node, Value};
use super::problem::{Problem, ProblemKind};
use crate::json::{BYTE_ORDER_MARK, Scanner, Span, SyntaxError, SyntaxProblem};
use crate::session::{Kind, SessionState, Table};
use crate::target::{Reading, Version};

/// Who reads the body.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How the handler treats bytes after the value.
    pub reading: Reading,
    /// Members that this gateway version does not know are unknown.
    pub version: Version,
    /// What the body is, mostly [`SessionState::TABLE`].
    pub table: &'static Table,
}

impl Options {
    /// A key, read by that kind of handler of that version.
    pub fn session(reading: Reading, version: Version) -> Options {
        Options { reading, version, table: SessionState::TABLE }
    }
}

/// Reads a body. The arena's memory is used again; what it held before is gone.
pub fn decode<'a>(text: &'a [u8], options: Options, arena: &'a mut Arena) -> Document<'a> {
    arena.clear();
    let mut reader = Reader { text, scanner: Scanner::new(text), arena, version: options.version };
    let outcome = reader.body(options.table);
    let end = reader.scanner.at();
    if let Err(error) = outcome {
        // A text that is no JSON has no other problem: nothing in it counts.
        arena.clear();
        let kind = match error.problem {
            SyntaxProblem::TooDeep => ProblemKind::TooDeep,
            _ if text.starts_with(BYTE_ORDER_MARK) => ProblemKind::ByteOrderMark,
            problem => ProblemKind::Syntax(problem),
        };
        let span = match kind {
            ProblemKind::ByteOrderMark => Span { start: 0, end: BYTE_ORDER_MARK.len() as u32 },
            _ => Span { start: error.at, end: (error.at + 1).min(text.len() as u32) },
        };
        arena.problems.push(Problem { kind, node: NONE, span });
    }
    Document { text, arena, reading: options.reading, end, utf16: Cell::new((0, 0)) }
}

/// Where a value stands, before it is read.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: u32,
    pub(super) name: Span,
    /// The value that counted for this place before, when it is written again: Go reads over it.
    pub(super) earlier: u32,
}

impl Place {
    pub(super) fn element(parent: u32, earlier: u32) -> Place {
        Place { parent, name: Span::default(), earlier }
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    pub(super) scanner: Scanner<'a>,
    pub(super) arena: &'a mut Arena,
    pub(super) version: Version,
}

impl Reader<'_> {
    fn body(&mut self, table: &'static Table) -> Result<(), SyntaxError> {
        let root = Place::element(NONE, NONE);
        match self.scanner.peek() {
            Some(b'{') => drop(self.object(table, root)?),
            first => {
                let span = self.scanner.skip()?;
                let kind = if first == Some(b'n') { ProblemKind::NullBody } else { ProblemKind::NotObject };
                let value = if first == Some(b'n') { Value::Null } else { Value::Unread };
                let node = self.add(root, value);
                self.finish(node, span.start);
                self.problem(kind, node, span);
            }
        }
        let after = self.scanner.clone().peek();
        if after.is_some() {
            let mut rest = self.scanner.clone();
            rest.peek();
            let span = Span { start: rest.at(), end: self.text.len() as u32 };
            self.problem(ProblemKind::TrailingData, 0, span);
        }
        Ok(())
    }

    /// Adds a value of which more is to be read.
    pub(super) fn add(&mut self, place: Place, value: Value) -> u32 {
        self.add_read(place, value, Span::default())
    }

    /// Adds a value that was read.
    pub(super) fn add_read(&mut self, place: Place, value: Value, span: Span) -> u32 {
        let node = self.arena.nodes.len() as u32;
        let Place { parent, name, .. } = place;
        self.arena.nodes.push(Node { span, name, parent, next: NONE, superseded: false, value });
        node
    }

    /// Says where a value ends, which is where the scanner is.
    pub(super) fn finish(&mut self, node: u32, start: u32) {
        let end = self.scanner.at();
        if let Some(node) = self.arena.nodes.get_mut(node as usize) {
            node.span = Span { start, end };
        }
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, node: u32, span: Span) {
        self.arena.problems.push(Problem { kind, node, span });
    }

    pub(super) fn node(&self, node: u32) -> Option<&Node> {
        self.arena.nodes.get(node as usize)
    }

    /// Adds a value at the end of a chain whose head and tail the caller keeps.
    pub(super) fn link(&mut self, chain: &mut Chain, node: u32) {
        match self.arena.nodes.get_mut(chain.last as usize) {
            Some(last) => last.next = node,
            None => chain.first = node,
        }
        chain.last = node;
    }

    /// Reads one value of that kind.
    pub(super) fn value(&mut self, kind: &'static Kind, place: Place) -> Result<u32, SyntaxError> {
        match (self.scanner.peek(), kind) {
            (Some(b'{'), Kind::Object(table) | Kind::Pointer(table)) => self.object(table, place),
            (Some(b'{'), Kind::Map(of)) => self.map(of, place),
            (Some(b'['), Kind::Array(of)) => self.array(of, place),
            (Some(b'{' | b'['), Kind::Any) => self.free(place),
            (Some(b'n'), _) => self.null(kind, place),
            _ => self.scalar(kind, place),
        }
    }
}

/// The values of an object or array, being read.
#[derive(Clone, Copy)]
pub(super) struct Chain {
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Chain {
    pub(super) const EMPTY: Chain = Chain { first: NONE, last: NONE };
}
