use super::write_quoted;

/// A JSON object being written.
pub(crate) struct Object<'o> {
    out: &'o mut String,
    empty: bool,
}

impl<'o> Object<'o> {
    pub(crate) fn open(out: &'o mut String) -> Object<'o> {
        out.push('{');
        Object { out, empty: true }
    }

    /// Writes the name; the caller writes the value.
    pub(crate) fn member(&mut self, name: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        write_quoted(self.out, name);
        self.out.push(':');
        self.out
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        write_quoted(self.member(name), value);
    }

    pub(crate) fn texts(&mut self, name: &str, values: &[String]) {
        list(self.member(name), values, |value, out| write_quoted(out, value));
    }

    #[inline(never)]
    pub(crate) fn boolean(&mut self, name: &str, value: bool) {
        self.raw(name, if value { "true" } else { "false" });
    }

    /// Writes a text if it is there.
    pub(crate) fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// Writes a value that is JSON already.
    pub(crate) fn raw(&mut self, name: &str, value: &str) {
        self.member(name).push_str(value);
    }

    pub(crate) fn close(self) {
        self.out.push('}');
    }
}

/// Writes a JSON array.
pub(crate) fn list<T>(out: &mut String, items: &[T], mut write: impl FnMut(&T, &mut String)) {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}
