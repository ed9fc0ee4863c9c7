use super::{Fix, Issue, Operation, Report, Severity};
use crate::json::{quoted, segments, write_integer};

impl Report {
    /// As JSON: `{"issues": […], "errors": n, "warnings": n, "infos": n}`.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        // What most issues need.
        out.reserve(512 * self.issues.len());
        let mut object = Object::open(out);
        list(object.member("issues"), &self.issues, Issue::write);
        for (name, severity) in
            [("errors", Severity::Error), ("warnings", Severity::Warning), ("infos", Severity::Info)]
        {
            write_integer(object.member(name), self.count(severity) as i64);
        }
        object.close();
    }
}

impl Issue {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("code", self.code);
        object.text("severity", self.severity.name());
        object.text("in", self.part.name());
        object.text("pointer", self.pointer.as_str());
        let path = segments(self.pointer.as_str()).unwrap_or_default();
        list(object.member("path"), &path, |segment, out| quoted(out, segment));
        let mut range = Object::open(object.member("range"));
        for (name, span) in [("bytes", self.bytes), ("utf16", self.utf16)] {
            list(range.member(name), &[span.start, span.end], |offset, out| write_integer(out, i64::from(*offset)));
        }
        range.close();
        object.text("message", &self.message);
        if let Some(help) = &self.help {
            object.text("help", help);
        }
        let mut params = Object::open(object.member("params"));
        for (name, value) in &self.params {
            match value.shown() {
                (text, true) => params.text(name, text),
                (literal, false) => params.raw(name, literal),
            }
        }
        params.close();
        list(object.member("related"), &self.related, |related, out| {
            let mut object = Object::open(out);
            object.text("pointer", related.pointer.as_str());
            object.text("message", &related.message);
            object.close();
        });
        if let Some(fix) = &self.fix {
            fix.write(object.member("fix"));
        }
        let docs = object.member("docs");
        for part in ["\"docs/rules/", self.code, ".md\""] {
            docs.push_str(part);
        }
        object.close();
    }
}

impl Fix {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("title", &self.title);
        object.text("applicability", self.applicability.name());
        list(object.member("patch"), &self.patch, Operation::write);
        object.close();
    }
}

impl Operation {
    /// Adds it to `out` as JSON; `value` is JSON text in a string, so that every digit survives.
    fn write(&self, out: &mut String) {
        let (op, from, path, value) = self.parts();
        let mut object = Object::open(out);
        object.text("op", op);
        if let Some(from) = from {
            object.text("from", from);
        }
        object.text("path", path);
        if let Some(value) = value {
            object.text("value", value);
        }
        object.close();
    }
}

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
        quoted(self.out, name);
        self.out.push(':');
        self.out
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        quoted(self.member(name), value);
    }

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
