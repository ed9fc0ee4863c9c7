use super::Fault;

/// The tree that Go would build of an expression: only how high and how large it gets, which Go limits. The factors
/// that Go takes out of alternatives are not, so that near the limits a verdict may be another.
#[derive(Debug)]
pub(super) struct Tree {
    open: Vec<Group>,
    current: Group,
}

#[derive(Debug)]
struct Group {
    is_captured: bool,
    alternatives: Joined,
    sequence: Joined,
    /// What a repetition would repeat.
    last: Option<Node>,
}

/// A part of the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    height: u32,
    /// In instructions of the compiled expression.
    size: u64,
    /// How often its innermost part is repeated.
    copies: u64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Letter,
    Literal,
    Class,
    Sequence,
    Alternatives,
    Other,
}

impl Node {
    pub(super) const LETTER: Node = Node::single(Kind::Letter);
    pub(super) const CLASS: Node = Node::single(Kind::Class);
    /// An empty expression, or one that matches at a place and takes no letter.
    pub(super) const PLACE: Node = Node::single(Kind::Other);

    const fn single(kind: Kind) -> Node {
        Node { height: 1, size: 1, copies: 1, kind }
    }

    const HIGHEST: u32 = 1000;
    const LARGEST: u64 = (128 << 20) / 40;
    const MOST_COPIES: u64 = 1000;

    fn within_limits(self) -> Result<Node, Fault> {
        match self {
            Node { size, .. } if size > Node::LARGEST => Err(Fault::Size),
            Node { height, .. } if height > Node::HIGHEST => Err(Fault::Depth),
            node => Ok(node),
        }
    }

    fn above(self, size: u64) -> Node {
        Node { height: self.height + 1, size: self.size + size, kind: Kind::Other, ..self }
    }

    /// The same, from `min` to `max` times.
    fn repeated(self, min: u64, max: Option<u64>) -> Result<Node, Fault> {
        let size = match max {
            None if min == 0 => self.size + 2,
            None => min * self.size + 1,
            Some(max) => (max * self.size + max - min).max(1),
        };
        let copies = if max == Some(0) { 1 } else { self.copies * max.unwrap_or(min).max(1) };
        let node = Node { size, copies, ..self.above(0) }.within_limits()?;
        if copies > Node::MOST_COPIES { Err(Fault::RepeatCount) } else { Ok(node) }
    }
}

/// Parts one after the other, or as alternatives.
#[derive(Clone, Copy, Debug)]
struct Joined {
    count: u32,
    node: Node,
    /// `Sequence` or `Alternatives`.
    kind: Kind,
}

impl Joined {
    const fn new(kind: Kind) -> Joined {
        Joined { count: 0, node: Node::PLACE, kind }
    }

    /// Adds a part. Letters become one literal, alternative letters one class; what is joined in the same way is taken
    /// apart.
    fn add(&mut self, part: Node) {
        let is_same = part.kind == self.kind;
        let height = part.height - u32::from(is_same);
        if self.count == 0 {
            (self.node, self.count) = (Node { height, ..part }, 1 + u32::from(is_same));
            return;
        }
        let merged = self.merged(part.kind);
        self.node = Node {
            height: self.node.height.max(height),
            size: match merged {
                Some(Kind::Class) => self.node.size,
                None if self.kind == Kind::Alternatives => self.node.size + part.size + 1,
                _ => self.node.size + part.size,
            },
            copies: self.node.copies.max(part.copies),
            kind: merged.unwrap_or(part.kind),
        };
        self.count += u32::from(merged.is_none());
    }

    /// What the last part becomes with a further one of that kind, if they become one.
    fn merged(&self, kind: Kind) -> Option<Kind> {
        match (self.kind, self.node.kind, kind) {
            (Kind::Sequence, Kind::Letter | Kind::Literal, Kind::Letter | Kind::Literal) => Some(Kind::Literal),
            (Kind::Alternatives, Kind::Letter | Kind::Class, Kind::Letter | Kind::Class) => Some(Kind::Class),
            _ => None,
        }
    }

    fn node(self) -> Result<Node, Fault> {
        if self.count < 2 {
            return Ok(self.node);
        }
        Node { height: self.node.height + 1, kind: self.kind, ..self.node }.within_limits()
    }
}

impl Group {
    const fn new(is_captured: bool) -> Group {
        Group {
            is_captured,
            alternatives: Joined::new(Kind::Alternatives),
            sequence: Joined::new(Kind::Sequence),
            last: None,
        }
    }

    fn finish_part(&mut self) {
        if let Some(node) = self.last.take() {
            self.sequence.add(node);
        }
    }

    fn finish_alternative(&mut self) -> Result<(), Fault> {
        self.finish_part();
        let sequence = std::mem::replace(&mut self.sequence, Joined::new(Kind::Sequence));
        self.alternatives.add(sequence.node()?);
        Ok(())
    }
}

impl Tree {
    pub(super) const fn new() -> Tree {
        Tree { open: Vec::new(), current: Group::new(false) }
    }

    pub(super) fn push(&mut self, node: Node) -> Result<(), Fault> {
        self.current.finish_part();
        self.current.last = Some(node.within_limits()?);
        Ok(())
    }

    pub(super) fn repeat(&mut self, min: u64, max: Option<u64>) -> Result<(), Fault> {
        let node = self.current.last.ok_or(Fault::Operand)?;
        self.current.last = Some(node.repeated(min, max)?);
        Ok(())
    }

    pub(super) fn open(&mut self, is_captured: bool) {
        self.current.finish_part();
        self.open.push(std::mem::replace(&mut self.current, Group::new(is_captured)));
    }

    pub(super) fn alternative(&mut self) -> Result<(), Fault> {
        self.current.finish_alternative()
    }

    pub(super) fn close(&mut self) -> Result<(), Fault> {
        self.current.finish_alternative()?;
        let outer = self.open.pop().ok_or(Fault::UnexpectedParen)?;
        let group = std::mem::replace(&mut self.current, outer);
        let node = group.alternatives.node()?;
        self.push(if group.is_captured { node.above(2) } else { node })
    }

    pub(super) fn end(mut self) -> Result<(), Fault> {
        self.current.finish_alternative()?;
        self.current.alternatives.node()?;
        if self.open.is_empty() { Ok(()) } else { Err(Fault::Paren) }
    }
}
