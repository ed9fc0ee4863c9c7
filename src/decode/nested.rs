use super::document::{NONE, Order, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use crate::json::{self, Span, SyntaxProblem, Text, after, plain_string, short_integer, spaceless};
use crate::session::{Kind, Member, Table};

/// Objects, maps and arrays of what is known. They nest no deeper than the tables do.
impl<'a> Reader<'a> {
    /// An object whose members are known. Written again, it is laid over what was there.
    pub(super) fn object(
        &mut self,
        rest: &'a [u8],
        table: &'static Table,
        node: u32,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let (slots, mut written) =
            if earlier == NONE { (self.new_slots(table), 0) } else { self.slots_of(earlier, table) };
        let mut rest = self.open(rest, node, Value::Object { table, slots, first: NONE })?;
        let (order, mut before) = (Order::of(table), 0);
        let mut last = NONE;
        while let Some(start) = self.member_follows(&mut rest, last == NONE)? {
            last = self.upcoming();
            let expected = self.arena.order.expected(order, before);
            let (index, member, name, value) = match self.expected(start, table, expected) {
                Some((member, name, value)) => (expected, member, name, value),
                None => {
                    let (name, value) = self.name(start)?;
                    match self.find(table, name) {
                        Some((index, member)) => {
                            self.arena.order.learn(order, before, index);
                            (index, member, name.span, value)
                        }
                        None => {
                            rest = self.unknown(value, node, name.span)?;
                            continue;
                        }
                    }
                }
            };
            before = index + 1;
            written |= 1 << index;
            let slot = slots as usize + index;
            rest = match self.arena.slots.get_mut(slot) {
                Some(slot) if *slot == NONE => {
                    *slot = last;
                    self.value(value, &member.kind, node, name, NONE)?
                }
                _ => self.repeated(value, member, slot, node, name)?,
            };
        }
        self.mark_written(slots, written);
        self.close(node, last, rest);
        Ok(rest)
    }

    /// The member at that place of the table, if its name begins there: it, the name, and what follows.
    #[inline(always)]
    fn expected(
        &self,
        start: &'a [u8],
        table: &'static Table,
        place: usize,
    ) -> Option<(&'static Member, Span, &'a [u8])> {
        let member = table.members.get(place).filter(|member| member.since <= self.version)?;
        let value = after(start, member.quoted)?;
        Some((member, Span { start: self.at(start), end: self.at(value) - 1 }, value))
    }

    /// The row of a member and its place: by its exact name, else as Go folds letters.
    fn find(&mut self, table: &'static Table, name: Text) -> Option<(usize, &'static Member)> {
        let raw = name.span.of(self.text);
        let exact = if let [b'"', inside @ .., b'"'] = raw { table.find(inside) } else { None };
        let index = exact.or_else(|| {
            let decoded = json::decode(raw);
            table.members.iter().position(|member| json::same_name(&decoded, member.name))
        })?;
        let member = table.members.get(index).filter(|member| member.since <= self.version)?;
        if exact.is_none() && json::decode(raw) != member.name {
            self.problem(ProblemKind::NameCase(member.name), self.upcoming(), name.span);
        }
        Some((index, member))
    }

    /// A member that is written for the second time.
    #[cold]
    fn repeated(
        &mut self,
        rest: &'a [u8],
        member: &'static Member,
        slot: usize,
        object: u32,
        name: Span,
    ) -> Result<&'a [u8], Stop> {
        let earlier = self.arena.slots.get(slot).copied().unwrap_or(NONE);
        // In an object that is itself written again, what stood in the earlier one is no repetition.
        if self.node(earlier).is_some_and(|earlier| earlier.parent == object) {
            self.problem(ProblemKind::Duplicate, object, name);
        }
        let node = self.upcoming();
        let rest = self.value(rest, &member.kind, object, name, earlier)?;
        let is_null = matches!(self.node(node).map(|node| node.value), Some(Value::Null));
        if (!is_null || member.kind.is_cleared())
            && let Some(slot) = self.arena.slots.get_mut(slot)
        {
            *slot = node;
        }
        Ok(rest)
    }

    fn unknown(&mut self, rest: &'a [u8], object: u32, name: Span) -> Result<&'a [u8], Stop> {
        let (span, rest) = self.scan(rest, |scanner| scanner.skip())?;
        let node = self.push(Value::Unread, span, name, object);
        self.problem(ProblemKind::Unknown, node, name);
        Ok(rest)
    }

    /// A map. Written again, its entries join those that were there; an entry of the same name takes the earlier one's place.
    pub(super) fn map(&mut self, rest: &'a [u8], of: &'static Kind, node: u32, earlier: u32) -> Result<&'a [u8], Stop> {
        let mut rest = self.open(rest, node, Value::Map { first: NONE })?;
        let mut last = NONE;
        let mut plain = true;
        while let Some(start) = self.member_follows(&mut rest, last == NONE)? {
            last = self.upcoming();
            let (name, value) = self.name(start)?;
            plain &= name.plain;
            self.check_text(name, last);
            rest = self.value(value, of, node, name.span, NONE)?;
        }
        self.close(node, last, rest);
        self.join(node, earlier, plain);
        Ok(rest)
    }

    /// An array. Written again, its elements are laid over those that were there, one by one. Go keeps the memory of elements
    /// that a shorter array leaves behind, and a longer one after it finds them there.
    pub(super) fn array(
        &mut self,
        rest: &'a [u8],
        of: &'static Kind,
        node: u32,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let held = if earlier == NONE { 0..0 } else { self.elements_of(earlier) };
        let mut rest = self.open(rest, node, Value::Array { first: NONE })?;
        let (mut last, mut length) = (NONE, 0);
        if held.is_empty() && matches!(of, Kind::String) {
            (rest, last) = self.plain_texts(rest, node);
        }
        while let Some(start) = self.element_follows(&mut rest, last == NONE)? {
            last = self.upcoming();
            rest = if held.is_empty() {
                self.value(start, of, node, Span::default(), NONE)?
            } else {
                self.lay_over(start, of, node, held.start + length..held.end)?
            };
            length += 1;
        }
        // An empty array takes new memory.
        if length > 0 && length < held.len() {
            self.arena.left_behind.push((node, held.start + length..held.end));
        }
        self.close(node, last, rest);
        Ok(rest)
    }

    /// The elements of an array as long as each is a text in which every byte means itself: what follows them, and the last.
    #[inline(always)]
    fn plain_texts(&mut self, mut rest: &'a [u8], array: u32) -> (&'a [u8], u32) {
        let mut last = NONE;
        let mut start = rest;
        while let [b'"', ..] = start
            && let Some(end) = plain_string(start)
        {
            last = self.upcoming();
            let span = Span { start: self.at(start), end: self.at(end) };
            self.push(Value::String { plain: true }, span, Span::default(), array);
            rest = end;
            let [b',', next @ ..] = rest else { break };
            start = next;
        }
        (rest, last)
    }

    /// Adds and reads the next value: what nearly every value is at once, which is a text in which every byte means itself, a short
    /// integer, `true` or `false`. `earlier` is the one that counted for its place before, when it is written again: Go reads over
    /// it.
    #[inline(always)]
    pub(super) fn value(
        &mut self,
        rest: &'a [u8],
        kind: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let rest = spaceless(rest);
        let plain = match kind {
            Kind::String | Kind::Any if rest.first() == Some(&b'"') => {
                plain_string(rest).map(|rest| (Value::String { plain: true }, rest))
            }
            Kind::Integer => short_integer(rest).map(|(value, rest)| (Value::Integer(value), rest)),
            Kind::Float | Kind::Any => short_integer(rest).map(|(value, rest)| (Value::Float(value as f64), rest)),
            Kind::Boolean => match after(rest, b"false") {
                Some(rest) => Some((Value::Boolean(false), rest)),
                None => after(rest, b"true").map(|rest| (Value::Boolean(true), rest)),
            },
            _ => None,
        };
        match plain {
            Some((value, end)) => {
                self.push(value, Span { start: self.at(rest), end: self.at(end) }, name, parent);
                Ok(end)
            }
            None => self.other(rest, kind, parent, name, earlier),
        }
    }

    /// Adds and reads a value of any other kind.
    fn other(
        &mut self,
        rest: &'a [u8],
        kind: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let start = self.at(rest);
        let node = self.push(Value::Unread, Span { start, end: start }, name, parent);
        match (rest.first(), kind) {
            (Some(b'{'), Kind::Object(table) | Kind::Pointer(table)) => self.object(rest, table, node, earlier),
            (Some(b'{'), Kind::Map(of)) => self.map(rest, of, node, earlier),
            (Some(b'['), Kind::Array(of)) => self.array(rest, of, node, earlier),
            (Some(b'{' | b'['), Kind::Any) => self.free(rest, node),
            _ => self.scalar(rest, kind, node, earlier),
        }
    }

    /// Whether another member follows: where its name begins.
    #[inline(always)]
    pub(super) fn member_follows(&mut self, rest: &mut &'a [u8], first: bool) -> Result<Option<&'a [u8]>, Stop> {
        match *rest {
            [b',', start @ ..] if !first && start.first() == Some(&b'"') => return Ok(Some(start)),
            [b'}', end @ ..] => {
                *rest = end;
                return Ok(None);
            }
            [b'"', ..] if first => return Ok(Some(rest)),
            _ => {}
        }
        let follows = self.follows(rest, first, b'}', SyntaxProblem::ObjectEnd)?;
        match follows {
            Some([b'"', ..]) | None => Ok(follows),
            Some(other) => self.fail(other, SyntaxProblem::Name),
        }
    }

    /// Whether another element follows: where it begins.
    #[inline(always)]
    pub(super) fn element_follows(&mut self, rest: &mut &'a [u8], first: bool) -> Result<Option<&'a [u8]>, Stop> {
        match *rest {
            [b',', start @ ..] if !first && start.first() == Some(&b'"') => return Ok(Some(start)),
            [b']', end @ ..] => {
                *rest = end;
                return Ok(None);
            }
            [b'"', ..] if first => return Ok(Some(rest)),
            _ => {}
        }
        let follows = self.follows(rest, first, b']', SyntaxProblem::ArrayEnd)?;
        match follows {
            Some([b']', ..]) => self.fail(rest, SyntaxProblem::Value),
            _ => Ok(follows),
        }
    }

    /// Takes the comma before the next value of an object or array, or the bracket that closes it, and white space.
    #[inline]
    fn follows(
        &mut self,
        rest: &mut &'a [u8],
        first: bool,
        closing: u8,
        otherwise: SyntaxProblem,
    ) -> Result<Option<&'a [u8]>, Stop> {
        *rest = spaceless(rest);
        match *rest {
            [byte, end @ ..] if *byte == closing => {
                *rest = end;
                Ok(None)
            }
            [b',', start @ ..] if !first => {
                *rest = spaceless(start);
                Ok(Some(rest))
            }
            start if first => Ok(Some(start)),
            other => self.fail(other, otherwise),
        }
    }

    /// The name of a member that begins there, and what follows its colon.
    #[inline(always)]
    pub(super) fn name(&mut self, start: &'a [u8]) -> Result<(Text, &'a [u8]), Stop> {
        let (name, rest) = match plain_string(start) {
            Some(rest) => (Text { span: Span { start: self.at(start), end: self.at(rest) }, plain: true }, rest),
            None => self.scan(start, |scanner| scanner.string())?,
        };
        match spaceless(rest) {
            [b':', value @ ..] => Ok((name, value)),
            other => self.fail(other, SyntaxProblem::Colon),
        }
    }

    /// Begins an object or array, whose bracket stands there.
    #[inline(always)]
    pub(super) fn open(&mut self, rest: &'a [u8], node: u32, value: Value) -> Result<&'a [u8], Stop> {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.value = value;
        }
        if self.depth == json::DEPTH_LIMIT {
            return self.fail(rest, SyntaxProblem::TooDeep);
        }
        self.depth += 1;
        Ok(rest.get(1..).unwrap_or_default())
    }

    /// Says of an object or array where it ends, and what stands in it.
    #[inline(always)]
    pub(super) fn close(&mut self, node: u32, last: u32, rest: &'a [u8]) {
        self.depth -= 1;
        let mut head = NONE;
        if let Some(last) = self.nodes.get_mut(last as usize) {
            last.next = NONE;
            head = node + 1;
        }
        let (next, end) = (self.upcoming(), self.at(rest));
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.next = next;
            node.span.end = end;
            node.value.begin_with(head);
        }
    }

    #[inline(always)]
    fn new_slots(&mut self, table: &Table) -> u32 {
        // Before the slots two words that say which of them are taken.
        let slots = self.arena.slots.len() + 2;
        // Four at a time: filling memory is a call in a Wasm engine.
        for _ in 0..(table.members.len() + 2).div_ceil(4) {
            self.arena.slots.extend_from_slice(&[NONE; 4]);
        }
        slots as u32
    }

    /// The slots of an object that is written again, and which of them are taken.
    #[cold]
    fn slots_of(&mut self, earlier: u32, table: &Table) -> (u32, u64) {
        match self.node(earlier).map(|node| node.value) {
            Some(Value::Object { slots, .. }) => (slots, self.arena.written(slots)),
            _ => (self.new_slots(table), 0),
        }
    }

    /// Says which members of an object are written.
    #[inline(always)]
    fn mark_written(&mut self, slots: u32, written: u64) {
        let words = (slots as usize).checked_sub(2).and_then(|start| self.arena.slots.get_mut(start..slots as usize));
        if let Some([low, high]) = words {
            (*low, *high) = (written as u32, (written >> 32) as u32);
        }
    }
}
