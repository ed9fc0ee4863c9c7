use super::document::{Chain, NONE, Value};
use super::reader::{Reader, Stop};
use crate::session::Kind;

/// Free data: objects and arrays of whatever the caller likes.
impl Reader<'_> {
    /// An object or array of free data, at whatever depth: read with a list of what is open instead of by recursion, since
    /// 10,000 levels are allowed.
    pub(super) fn free(&mut self, node: u32) -> Result<(), Stop> {
        self.open_free(node)?;
        let mut open = std::mem::take(&mut self.arena.open);
        open.clear();
        open.push((node, Chain::EMPTY));
        let mut scanner = self.scanner.clone();
        let mut first = true;
        while let Some((container, chain)) = open.last_mut() {
            let is_map = matches!(self.node(*container).map(|node| node.value), Some(Value::Map { .. }));
            let more =
                if is_map { self.has_member(&mut scanner, first)? } else { self.has_element(&mut scanner, first)? };
            if !more {
                first = false;
                self.scanner = scanner.clone();
                self.close(*container, chain.first);
                if is_map {
                    self.supersede(*container, chain.first);
                }
                open.pop();
                continue;
            }
            let name = if is_map { Some(self.name(&mut scanner)?) } else { None };
            let span = name.map(|name| name.span).unwrap_or_default();
            let nested = matches!(scanner.peek(), Some(b'{' | b'['));
            let child = if nested {
                self.with(&mut scanner, |reader| {
                    let child = reader.add(*container, span);
                    reader.open_free(child)?;
                    Ok(child)
                })?
            } else {
                self.next(&mut scanner, &Kind::Any, *container, span, NONE)?
            };
            if let Some(name) = name {
                self.check_text(name, child);
            }
            self.link(chain, child);
            first = nested;
            if nested {
                open.push((child, Chain::EMPTY));
            }
        }
        self.arena.open = open;
        Ok(())
    }

    fn open_free(&mut self, node: u32) -> Result<(), Stop> {
        let is_map = self.scanner.peek() == Some(b'{');
        self.open(node, if is_map { Value::Map { first: NONE } } else { Value::Array { first: NONE } })
    }
}
