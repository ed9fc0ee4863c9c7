use super::document::{Arena, Document, NONE, Node, Value};
use super::problem::{Problem, ProblemKind};
use crate::json::{BYTE_ORDER_MARK, Scanner, Span, SyntaxError, SyntaxProblem, spaceless};
use crate::session::{SessionState, Table};
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
    let (nodes, slots) = (std::mem::take(&mut arena.nodes), std::mem::take(&mut arena.slots));
    let mut reader = Reader { text, nodes, slots, arena, version: options.version, error: None };
    let outcome = reader.body(options.table);
    let Reader { nodes, slots, arena, error, .. } = reader;
    (arena.nodes, arena.slots) = (nodes, slots);
    if let Some(error) = error {
        // A text that is not JSON has no other problem: nothing in it counts.
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
    arena.end = outcome.unwrap_or_else(|Stop| error.map_or(0, |error| error.at));
    Document::of(text, options.reading, arena)
}

/// The text is no JSON; [`Reader::error`] says why. Results are kept this small because there is one for every value.
pub(super) struct Stop;

/// Reads left to right: what reads something is given the rest of the text and answers with what then is left of it, so
/// that both stay in the hands of whoever reads many values. A node comes before those of the values in it.
pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    /// The values, which are the arena's.
    pub(super) nodes: Vec<Node>,
    /// The slots of its objects.
    pub(super) slots: Vec<u32>,
    pub(super) arena: &'a mut Arena,
    pub(super) version: Version,
    error: Option<SyntaxError>,
}

impl<'a> Reader<'a> {
    /// Reads the body, and says where it ends.
    fn body(&mut self, table: &'static Table) -> Result<u32, Stop> {
        let start = spaceless(self.text);
        let rest = match start.first() {
            Some(b'{') => self.object(start, table, NONE, Span::default(), NONE)?,
            first => {
                let (span, rest) = self.skip(start, NONE)?;
                let kind = if first == Some(&b'n') { ProblemKind::NullBody } else { ProblemKind::NotObject };
                let value = if first == Some(&b'n') { Value::Null } else { Value::Unread };
                let node = self.push(value, span, Span::default(), NONE);
                self.problem(kind, node, span);
                rest
            }
        };
        let trailing = spaceless(rest);
        if !trailing.is_empty() {
            let span = Span { start: self.at(trailing), end: self.text.len() as u32 };
            self.problem(ProblemKind::TrailingData, 0, span);
        }
        Ok(self.at(rest))
    }

    /// Where in the text the rest of it begins.
    #[inline(always)]
    pub(super) fn at(&self, rest: &[u8]) -> u32 {
        (self.text.len() - rest.len()) as u32
    }

    /// Has a scanner read what begins there, for all that is out of the ordinary.
    pub(super) fn scan<T>(
        &mut self,
        rest: &'a [u8],
        read: impl FnOnce(&mut Scanner<'a>) -> Result<T, SyntaxError>,
    ) -> Result<(T, &'a [u8]), Stop> {
        self.scan_inside(0, rest, read)
    }

    /// Passes over a value of any kind that stands in that object or array.
    pub(super) fn skip(&mut self, rest: &'a [u8], parent: u32) -> Result<(Span, &'a [u8]), Stop> {
        self.scan_inside(self.depth(parent), rest, |scanner| scanner.skip())
    }

    fn scan_inside<T>(
        &mut self,
        depth: usize,
        rest: &'a [u8],
        read: impl FnOnce(&mut Scanner<'a>) -> Result<T, SyntaxError>,
    ) -> Result<(T, &'a [u8]), Stop> {
        let mut scanner = Scanner::inside(self.text, rest, depth);
        match read(&mut scanner) {
            Ok(read) => Ok((read, scanner.rest())),
            Err(error) => {
                self.error = Some(error);
                Err(Stop)
            }
        }
    }

    /// How many objects and arrays are open around a value in that one.
    pub(super) fn depth(&self, parent: u32) -> usize {
        std::iter::successors(self.node(parent), |node| self.node(node.parent)).count()
    }

    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, rest: &'a [u8], problem: SyntaxProblem) -> Stop {
        self.error = Scanner::inside(self.text, rest, 0).fail::<()>(problem).err();
        Stop
    }

    /// Adds a value. The next one in the same object or array follows at once, until [`Reader::close`] knows better.
    #[inline(always)]
    pub(super) fn push(&mut self, value: Value, span: Span, name: Span, parent: u32) -> u32 {
        let node = self.upcoming();
        self.nodes.push(Node { span, name, parent, next: node + 1, value });
        node
    }

    /// The place of the value that is added next.
    #[inline(always)]
    pub(super) fn upcoming(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Says of a value what it is and where it stands.
    pub(super) fn fill(&mut self, node: u32, value: Value, span: Span) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            (node.value, node.span) = (value, span);
        }
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, node: u32, span: Span) {
        self.arena.problems.push(Problem { kind, node, span });
    }

    pub(super) fn node(&self, node: u32) -> Option<&Node> {
        self.nodes.get(node as usize)
    }
}
