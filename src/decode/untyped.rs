use super::document::{NONE, Value};
use super::reader::{Reader, Stop};
use crate::json::{DEPTH_LIMIT, Span, SyntaxProblem, spaceless};
use crate::session::Kind;

/// An object or array of free-form data that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    node: u32,
    is_map: bool,
    /// Every name in it means itself, byte by byte.
    plain: bool,
    /// The last value in it so far.
    last: u32,
}

impl Open {
    fn closing(self) -> u8 {
        if self.is_map { b'}' } else { b']' }
    }
}

/// Free data: objects and arrays of whatever the caller likes.
impl<'a> Reader<'a> {
    /// An object or array of free-form data, at whatever depth: read with a list of what is open instead of by
    /// recursion, since 10,000 levels are allowed.
    #[inline(never)]
    pub(super) fn untyped(&mut self, rest: &'a [u8], parent: u32, name: Span) -> Result<&'a [u8], Stop> {
        let mut outside = std::mem::take(&mut self.arena.open);
        outside.clear();
        let around = self.depth(parent);
        let (mut open, rest) = self.open_untyped(rest, parent, name);
        let (mut more, mut rest) = self.first(rest, open.closing());
        loop {
            if !more {
                self.close(open.node, open.last, rest);
                if open.is_map {
                    self.join(open.node, NONE, open.plain);
                }
                let Some(outer) = outside.pop() else { break };
                open = outer;
                (more, rest) = self.next(rest, open.closing())?;
                continue;
            }
            open.last = self.upcoming();
            let mut name = Span::default();
            if open.is_map {
                let (text, value) = self.name(rest)?;
                self.check_text(text, open.last);
                open.plain &= text.plain;
                (name, rest) = (text.span, value);
            }
            let start = spaceless(rest);
            if !matches!(start, [b'{' | b'[', ..]) {
                let after = self.value(start, &Kind::Any, open.node, name, NONE)?;
                (more, rest) = self.next(after, open.closing())?;
                continue;
            }
            outside.push(open);
            if around + outside.len() == DEPTH_LIMIT {
                return Err(self.fail(start, SyntaxProblem::TooDeep));
            }
            (open, rest) = self.open_untyped(start, open.node, name);
            (more, rest) = self.first(rest, open.closing());
        }
        self.arena.open = outside;
        Ok(rest)
    }

    fn open_untyped(&mut self, rest: &'a [u8], parent: u32, name: Span) -> (Open, &'a [u8]) {
        let is_map = rest.first() == Some(&b'{');
        let value = if is_map { Value::Map { first: NONE } } else { Value::Array { first: NONE } };
        let (node, rest) = self.open(rest, value, parent, name);
        (Open { node, is_map, plain: true, last: NONE }, rest)
    }
}
