use crate::json::{self, Scanner, Span, SyntaxError};

/// A member or element as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child {
    /// Its name with the quotes; empty for an element.
    pub(super) name: Span,
    /// Its value.
    pub(super) value: Span,
}

impl Child {
    /// Where it begins: at its name if it has one.
    pub(super) fn start(&self) -> u32 {
        if self.name == Span::default() { self.value.start } else { self.name.start }
    }
}

/// An object or array as it stands in the text.
#[derive(Debug)]
pub(super) struct Container {
    /// The whole of it, with its braces or brackets.
    pub(super) span: Span,
    /// Whether it is an array.
    pub(super) is_array: bool,
    /// What stands in it, in order.
    pub(super) children: Vec<Child>,
}

impl Container {
    /// Reads the object or array that the span holds; nothing when it is neither.
    pub(super) fn read(text: &[u8], span: Span) -> Result<Option<Container>, SyntaxError> {
        let mut scanner = Scanner::new(text.get(..span.end as usize).unwrap_or_default());
        scanner.move_to(span.start);
        let is_array = match scanner.peek() {
            Some(b'{') => false,
            Some(b'[') => true,
            _ => return Ok(None),
        };
        let start = scanner.at();
        scanner.open()?;
        let mut children = Vec::new();
        loop {
            let first = children.is_empty();
            let name = if is_array { None } else { scanner.member(first)? };
            let more = if is_array { scanner.element(first)? } else { name.is_some() };
            if !more {
                break;
            }
            let name = name.map(|name| name.span).unwrap_or_default();
            children.push(Child { name, value: scanner.skip()? });
        }
        Ok(Some(Container { span: Span { start, end: scanner.at() }, is_array, children }))
    }

    /// The places of the child that a segment names: of a repeated member all of them, the last one counts.
    pub(super) fn find(&self, text: &[u8], segment: &str) -> Vec<usize> {
        if self.is_array {
            let index = index(segment).filter(|index| *index < self.children.len());
            return index.into_iter().collect();
        }
        let named = |child: &Child| match child.name.of(text) {
            [b'"', inside @ .., b'"'] if json::same_bytes(inside, segment.as_bytes()) => !inside.contains(&b'\\'),
            // What is escaped is longer, and so are bytes that are no UTF-8 once they are replaced.
            raw => (raw.len() > segment.len() + 2 || !raw.is_ascii()) && json::decode(raw) == segment,
        };
        self.children.iter().enumerate().filter(|(_, child)| named(child)).map(|(place, _)| place).collect()
    }
}

/// The index that a segment of a pointer is in an array; RFC 6901 allows no leading zero.
pub(super) fn index(segment: &str) -> Option<usize> {
    let plain = segment == "0" || !segment.starts_with('0');
    if plain && segment.bytes().all(|byte| byte.is_ascii_digit()) { segment.parse().ok() } else { None }
}
