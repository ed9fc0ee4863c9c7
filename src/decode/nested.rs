use super::document::{NONE, Order, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use crate::json::{self, Span, SyntaxProblem, Text, after, plain_string, short_integer, spaceless};
use crate::session::{Kind, Member, Table};

/// Objects, maps and arrays of what is known. They nest no deeper than the tables do.
impl<'a> Reader<'a> {
    /// An object whose members are known. Written again, it is laid over what was there.
    #[inline(never)]
    pub(super) fn object(
        &mut self,
        rest: &'a [u8],
        table: &'static Table,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let slots = if earlier == NONE { self.new_slots(table) } else { self.slots_of(earlier, table) };
        let (node, rest) = self.open(rest, Value::Object { table, slots, first: NONE }, parent, name);
        let (order, mut before) = (Order::of(table), 0);
        let mut last = NONE;
        let (mut more, mut rest) = self.first(rest, b'}');
        while more {
            last = self.upcoming();
            let index = self.arena.order.expected(order, before);
            let expected = self.expected(rest, table, index);
            (before, rest) = match (expected, self.slots.get_mut(slots as usize + index)) {
                (Some((member, name, value)), Some(slot)) if *slot == NONE => {
                    *slot = last;
                    (index + 1, self.quick(value, &member.kind, node, name, NONE)?)
                }
                _ => self.unexpected(rest, table, node, slots, (order, before))?,
            };
            (more, rest) = self.next(rest, b'}')?;
        }
        self.close(node, last, rest);
        Ok(rest)
    }

    /// The member at that place of the table, if its name begins there, where the name stands, and what follows.
    #[inline(always)]
    fn expected(
        &self,
        start: &'a [u8],
        table: &'static Table,
        index: usize,
    ) -> Option<(&'static Member, Span, &'a [u8])> {
        let member = table.members.get(index).filter(|member| self.knows(member))?;
        let rest = after(start, member.quoted)?;
        Some((member, Span { start: self.at(start), end: self.at(rest) - 1 }, rest))
    }

    /// Reads a member that is not the one that followed the last time, or is written again. Answers with what the next
    /// one comes after.
    #[inline(never)]
    fn unexpected(
        &mut self,
        start: &'a [u8],
        table: &'static Table,
        object: u32,
        slots: u32,
        (order, before): (usize, usize),
    ) -> Result<(usize, &'a [u8]), Stop> {
        let (name, rest) = self.name(start)?;
        let Some((index, member)) = self.find(table, name) else {
            let (span, rest) = self.skip(rest, object)?;
            let node = self.push(Value::Unread, span, name.span, object);
            self.problem(ProblemKind::Unknown, node, name.span);
            return Ok((before, rest));
        };
        self.arena.order.learn(order, before, index);
        let upcoming = self.upcoming();
        let slot = slots as usize + index;
        let rest = match self.slots.get_mut(slot) {
            Some(slot) if *slot == NONE => {
                *slot = upcoming;
                self.value(rest, &member.kind, object, name.span, NONE)?
            }
            _ => self.repeated(rest, member, slot, object, name.span)?,
        };
        Ok((index + 1, rest))
    }

    /// Whether the gateway's version knows a member; most members all versions know.
    #[inline(always)]
    fn knows(&self, member: &Member) -> bool {
        member.since.major == 0 || member.since <= self.version
    }

    /// A member and its place in the table, by its exact name, else as Go folds letters.
    fn find(&mut self, table: &'static Table, name: Text) -> Option<(usize, &'static Member)> {
        let raw = name.span.of(self.text);
        let exact = if let [b'"', inside @ .., b'"'] = raw { table.find(inside) } else { None };
        let index = exact.or_else(|| {
            let decoded = json::decode(raw);
            table.members.iter().position(|member| json::same_name(&decoded, member.name))
        })?;
        let member = table.members.get(index).filter(|member| self.knows(member))?;
        if exact.is_none() && json::decode(raw) != member.name {
            self.problem(ProblemKind::NameCase(member.name), self.upcoming(), name.span);
        }
        Some((index, member))
    }

    /// A member that is written for the second time.
    #[cold]
    #[inline(never)]
    fn repeated(
        &mut self,
        rest: &'a [u8],
        member: &'static Member,
        slot: usize,
        object: u32,
        name: Span,
    ) -> Result<&'a [u8], Stop> {
        let earlier = self.slots.get(slot).copied().unwrap_or(NONE);
        // In an object that is itself written again, what stood in the earlier one is no repetition.
        if self.node(earlier).is_some_and(|earlier| earlier.parent == object) {
            self.problem(ProblemKind::Duplicate, object, name);
        }
        let node = self.upcoming();
        let rest = self.value(rest, &member.kind, object, name, earlier)?;
        let is_null = matches!(self.node(node).map(|node| node.value), Some(Value::Null));
        if (!is_null || member.kind.is_cleared())
            && let Some(slot) = self.slots.get_mut(slot)
        {
            *slot = node;
        }
        Ok(rest)
    }

    /// A map. Written again, its entries join those that were there; an entry of the same name takes the earlier one's
    /// place.
    #[inline(never)]
    fn map(
        &mut self,
        rest: &'a [u8],
        of: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let (node, rest) = self.open(rest, Value::Map { first: NONE }, parent, name);
        let (mut last, mut plain) = (NONE, true);
        let (mut more, mut rest) = self.first(rest, b'}');
        while more {
            last = self.upcoming();
            let (name, value) = self.name(rest)?;
            plain &= name.plain;
            self.check_text(name, last);
            let after = self.value(value, of, node, name.span, NONE)?;
            (more, rest) = self.next(after, b'}')?;
        }
        self.close(node, last, rest);
        self.join(node, earlier, plain);
        Ok(rest)
    }

    /// An array. Written again, its elements are laid over those that were there, one by one. Go keeps the memory of
    /// elements that a shorter array leaves behind, and a longer one after it finds them there.
    #[inline(never)]
    fn array(
        &mut self,
        rest: &'a [u8],
        of: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        let held = if earlier == NONE { 0..0 } else { self.elements_of(earlier) };
        let (node, rest) = self.open(rest, Value::Array { first: NONE }, parent, name);
        let (mut last, mut length) = (NONE, 0);
        let (mut more, mut rest) = self.first(rest, b']');
        if more && held.is_empty() && matches!(of, Kind::String) {
            (rest, last) = self.plain_texts(rest, node);
            if last != NONE {
                (more, rest) = self.next(rest, b']')?;
            }
            if !more {
                self.close(node, last, rest);
                return Ok(rest);
            }
        }
        while more {
            last = self.upcoming();
            let after = if held.is_empty() {
                self.quick(rest, of, node, Span::default(), NONE)?
            } else {
                self.lay_over(rest, of, node, held.start + length..held.end)?
            };
            length += 1;
            (more, rest) = self.next(after, b']')?;
        }
        // An empty array takes new memory.
        if length > 0 && length < held.len() {
            self.arena.left_behind.push((node, held.start + length..held.end));
        }
        self.close(node, last, rest);
        Ok(rest)
    }

    /// The elements of an array as long as each is a text in which every byte means itself: what follows them, and the
    /// last.
    #[inline(always)]
    fn plain_texts(&mut self, mut start: &'a [u8], array: u32) -> (&'a [u8], u32) {
        let mut last = NONE;
        let mut rest = start;
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

    /// Adds and reads the next value: what nearly every value is at once, which is a text in which every byte means
    /// itself, a short integer, `true` or `false`, or an object or array that belongs here. `earlier` is the one that
    /// counted for its place before, when it is written again: Go reads over it.
    #[inline(always)]
    fn quick(
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
            Kind::Object(table) | Kind::Pointer(table) if rest.first() == Some(&b'{') => {
                return self.object(rest, table, parent, name, earlier);
            }
            Kind::Array(of) if rest.first() == Some(&b'[') => return self.array(rest, of, parent, name, earlier),
            Kind::Map(of) if rest.first() == Some(&b'{') => return self.map(rest, of, parent, name, earlier),
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

    /// The same, for those who read few.
    #[inline(never)]
    pub(super) fn value(
        &mut self,
        rest: &'a [u8],
        kind: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        self.quick(rest, kind, parent, name, earlier)
    }

    /// Adds and reads any other value: free-form data, and scalars that are written in another way or do not belong
    /// here.
    #[inline(never)]
    fn other(
        &mut self,
        rest: &'a [u8],
        kind: &'static Kind,
        parent: u32,
        name: Span,
        earlier: u32,
    ) -> Result<&'a [u8], Stop> {
        if let (Some(b'{' | b'['), Kind::Any) = (rest.first(), kind) {
            return self.untyped(rest, parent, name);
        }
        let start = self.at(rest);
        let node = self.push(Value::Unread, Span { start, end: start }, name, parent);
        self.scalar(rest, kind, node, earlier)
    }

    /// Whether a value stands in an object or array, and where it begins; or what follows the bracket.
    #[inline(always)]
    pub(super) fn first(&self, rest: &'a [u8], closing: u8) -> (bool, &'a [u8]) {
        match spaceless(rest) {
            [byte, end @ ..] if *byte == closing => (false, end),
            start => (true, start),
        }
    }

    /// Whether another one follows a value, and where it begins, after its comma; or what follows the bracket.
    #[inline(always)]
    pub(super) fn next(&mut self, rest: &'a [u8], closing: u8) -> Result<(bool, &'a [u8]), Stop> {
        let rest = match rest {
            [byte, ..] if *byte == b',' || *byte == closing => rest,
            _ => spaceless(rest),
        };
        match rest {
            [b',', start @ ..] => Ok((true, start)),
            [byte, end @ ..] if *byte == closing => Ok((false, end)),
            _ if closing == b'}' => Err(self.fail(rest, SyntaxProblem::ObjectEnd)),
            _ => Err(self.fail(rest, SyntaxProblem::ArrayEnd)),
        }
    }

    /// The name of a member that begins there, after white space, and what follows its colon.
    pub(super) fn name(&mut self, start: &'a [u8]) -> Result<(Text, &'a [u8]), Stop> {
        let start = spaceless(start);
        if start.first() != Some(&b'"') {
            return Err(self.fail(start, SyntaxProblem::Name));
        }
        let (name, rest) = match plain_string(start) {
            Some(rest) => (Text { span: Span { start: self.at(start), end: self.at(rest) }, plain: true }, rest),
            None => self.scan(start, |scanner| scanner.string())?,
        };
        match spaceless(rest) {
            [b':', value @ ..] => Ok((name, value)),
            other => Err(self.fail(other, SyntaxProblem::Colon)),
        }
    }

    /// Adds an object or array, whose bracket stands there; gives its place and what follows the bracket. It is said to
    /// hold the next value, until [`Reader::close`] knows better.
    #[inline(always)]
    pub(super) fn open(&mut self, rest: &'a [u8], mut value: Value, parent: u32, name: Span) -> (u32, &'a [u8]) {
        value.begin_with(self.upcoming() + 1);
        let start = self.at(rest);
        let node = self.push(value, Span { start, end: start }, name, parent);
        (node, rest.get(1..).unwrap_or_default())
    }

    /// Says of an object or array where it ends, and which value is the last in it.
    #[inline(always)]
    pub(super) fn close(&mut self, node: u32, last: u32, rest: &'a [u8]) {
        if let Some(last) = self.nodes.get_mut(last as usize) {
            last.next = NONE;
        }
        let (next, end) = (self.upcoming(), self.at(rest));
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.next = next;
            node.span.end = end;
            if last == NONE {
                node.value.begin_with(NONE);
            }
        }
    }

    #[inline(always)]
    fn new_slots(&mut self, table: &Table) -> u32 {
        let slots = self.slots.len();
        // Four at a time: filling memory is a call in a Wasm engine.
        for _ in 0..table.members.len().div_ceil(4) {
            self.slots.extend_from_slice(&[NONE; 4]);
        }
        slots as u32
    }

    /// The slots of an object that is written again.
    #[cold]
    fn slots_of(&mut self, earlier: u32, table: &Table) -> u32 {
        match self.node(earlier).map(|node| node.value) {
            Some(Value::Object { slots, .. }) => slots,
            _ => self.new_slots(table),
        }
    }
}
