use std::cell::Cell;

use super::document::{Arena, Chain, Document, NONE, Node, Value};
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
    let mut reader = Reader { text, scanner: Scanner::new(text), arena, version: options.version, error: None };
    let outcome = reader.body(options.table);
    let end = reader.scanner.at();
    if let (Err(Stop), Some(error)) = (outcome, reader.error) {
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
    Document { text, arena, reading: options.reading, end, utf16: Cell::default() }
}

/// The text is no JSON; [`Reader::error`] says why. Results are kept this small because there is one for every value.
pub(super) struct Stop;

/// Reads left to right. A node is added before its value is read, so that the values in it come after it.
pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    pub(super) scanner: Scanner<'a>,
    pub(super) arena: &'a mut Arena,
    pub(super) version: Version,
    error: Option<SyntaxError>,
}

impl<'a> Reader<'a> {
    fn body(&mut self, table: &'static Table) -> Result<(), Stop> {
        let node = self.add(NONE, Span::default());
        match self.scanner.peek() {
            Some(b'{') => self.object(table, node, NONE)?,
            first => {
                let span = self.scanner.skip();
                let span = self.or_stop(span)?;
                let kind = if first == Some(b'n') { ProblemKind::NullBody } else { ProblemKind::NotObject };
                let value = if first == Some(b'n') { Value::Null } else { Value::Unread };
                self.fill(node, value, span);
                self.problem(kind, node, span);
            }
        }
        let mut rest = self.scanner.clone();
        if rest.peek().is_some() {
            let span = Span { start: rest.at(), end: self.text.len() as u32 };
            self.problem(ProblemKind::TrailingData, 0, span);
        }
        Ok(())
    }

    /// What the scanner has read, if it has read anything.
    #[inline(always)]
    pub(super) fn or_stop<T>(&mut self, read: Result<T, SyntaxError>) -> Result<T, Stop> {
        read.map_err(|error| {
            self.error = Some(error);
            Stop
        })
    }

    #[cold]
    pub(super) fn fail(&mut self, scanner: &Scanner<'a>, problem: SyntaxProblem) -> Stop {
        self.scanner = scanner.clone();
        self.error = scanner.fail::<()>(problem).err();
        Stop
    }

    /// Adds a value that is still to be read.
    pub(super) fn add(&mut self, parent: u32, name: Span) -> u32 {
        let node = self.arena.nodes.len() as u32;
        self.arena.nodes.push(Node { span: Span::default(), name, parent, next: NONE, value: Value::Unread });
        node
    }

    /// Says of a value what it is and where it stands.
    pub(super) fn fill(&mut self, node: u32, value: Value, span: Span) {
        if let Some(node) = self.arena.nodes.get_mut(node as usize) {
            (node.value, node.span) = (value, span);
        }
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, node: u32, span: Span) {
        self.arena.problems.push(Problem { kind, node, span });
    }

    pub(super) fn node(&self, node: u32) -> Option<&Node> {
        self.arena.nodes.get(node as usize)
    }

    /// Adds a value at the end of a chain.
    #[inline(always)]
    pub(super) fn link(&mut self, chain: &mut Chain, node: u32) {
        match self.arena.nodes.get_mut(chain.last as usize) {
            Some(last) => last.next = node,
            None => chain.first = node,
        }
        chain.last = node;
    }

    /// Adds and reads the next value: a plain scalar at once, which nearly all values are. Whoever reads many values has the
    /// scanner in its hands, since memory that others could write to is read anew at every step.
    #[inline(always)]
    pub(super) fn next(
        &mut self,
        scanner: &mut Scanner<'a>,
        kind: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<u32, Stop> {
        let first = scanner.peek();
        let start = scanner.at();
        let value = match (first, kind) {
            (Some(b'"'), Kind::String | Kind::Any) => scanner.plain_string().map(|_| Value::String { plain: true }),
            (Some(b'-' | b'0'..=b'9'), Kind::Integer) => scanner.short_integer().map(Value::Integer),
            (Some(b'-' | b'0'..=b'9'), Kind::Float | Kind::Any) => {
                scanner.short_integer().map(|value| Value::Float(value as f64))
            }
            (Some(b't'), Kind::Boolean) => scanner.take(b"true").then_some(Value::Boolean(true)),
            (Some(b'f'), Kind::Boolean) => scanner.take(b"false").then_some(Value::Boolean(false)),
            _ => None,
        };
        if let Some(value) = value {
            let node = self.arena.nodes.len() as u32;
            let span = Span { start, end: scanner.at() };
            self.arena.nodes.push(Node { span, name, parent, next: NONE, value });
            return Ok(node);
        }
        self.with(scanner, |reader| {
            let node = reader.add(parent, name);
            reader.value(kind, node, earlier)?;
            Ok(node)
        })
    }

    /// Goes on from where that scanner stands, and leaves it where reading has come to.
    #[inline(always)]
    pub(super) fn with<T>(
        &mut self,
        scanner: &mut Scanner<'a>,
        read: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.scanner = scanner.clone();
        let read = read(self)?;
        *scanner = self.scanner.clone();
        Ok(read)
    }

    /// Reads a value of that kind, which the scanner stands at. `earlier` is the one that counted for its place before, when
    /// it is written again: Go reads over it.
    pub(super) fn value(&mut self, kind: &'static Kind, node: u32, earlier: u32) -> Result<(), Stop> {
        match (self.scanner.peek(), kind) {
            (Some(b'{'), Kind::Object(table) | Kind::Pointer(table)) => self.object(table, node, earlier),
            (Some(b'{'), Kind::Map(of)) => self.map(of, node, earlier),
            (Some(b'['), Kind::Array(of)) => self.array(of, node, earlier),
            (Some(b'{' | b'['), Kind::Any) => self.free(node),
            (Some(b'n'), _) => self.null(kind, node, earlier),
            _ => self.scalar(kind, node),
        }
    }
}
