//! Plans and what belongs to them, as JSON with the names that JavaScript has.

use super::{Change, ChangeKind, Confirmation, Conflict, Deviation, Event, Loss, Merged, Plan, Translation};
use crate::gateway::Names;
use crate::json::{Object, list, segments, write_quoted};

fn place(object: &mut Object<'_>, pointer: &str) {
    object.text("pointer", pointer);
    list(object.member("path"), &segments(pointer).unwrap_or_default(), |segment, out| write_quoted(out, segment));
}

fn lossy(object: &mut Object<'_>, name: &str, text: &[u8]) {
    object.text(name, &String::from_utf8_lossy(text));
}

impl Change {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("kind", self.kind.name());
        if self.kind != ChangeKind::Counter {
            place(&mut object, self.pointer.as_str());
            object.optional("before", self.before.as_deref());
            object.optional("after", self.after.as_deref());
            object.optional("note", self.note.as_deref());
        }
        object.text("risk", self.risk.name());
        object.text("sentence", &self.sentence);
        object.close();
    }
}

impl Loss {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        place(&mut object, self.pointer.as_str());
        object.optional("sent", self.sent.as_deref());
        object.optional("stored", self.stored.as_deref());
        object.text("reason", &self.reason);
        object.close();
    }
}

impl Plan {
    /// Adds it to `out` as JSON, without the report, which has a form of its own.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("endpoint", self.endpoint.name());
        object.text("query", &self.query);
        lossy(&mut object, "base", &self.base);
        lossy(&mut object, "body", &self.body);
        object.boolean("unchanged", self.unchanged);
        list(object.member("changes"), &self.changes, Change::write);
        list(object.member("lost"), &self.lost, Loss::write);
        object.texts("notes", &self.notes);
        let mut prediction = Object::open(object.member("prediction"));
        self.prediction.write(&mut prediction, Names::Camel);
        prediction.close();
        object.close();
    }
}

impl Conflict {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        place(&mut object, self.pointer.as_str());
        object.optional("base", self.base.as_deref());
        object.optional("mine", self.mine.as_deref());
        object.optional("theirs", self.theirs.as_deref());
        object.close();
    }
}

impl Merged {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        lossy(&mut object, "text", &self.text);
        list(object.member("taken"), &self.taken, Change::write);
        list(object.member("conflicts"), &self.conflicts, Conflict::write);
        object.close();
    }
}

impl Confirmation {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("verdict", self.verdict());
        object.text("sentence", &self.finding().sentence);
        object.text("proof", &self.finding().proof);
        if let Some(Deviation { advice, differences, .. }) = self.deviation() {
            object.text("advice", advice);
            list(object.member("differences"), differences, Change::write);
        }
        object.close();
    }
}

impl Translation {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("endpoint", self.endpoint.name());
        object.text("query", &self.query);
        lossy(&mut object, "body", &self.body);
        object.boolean("sameKey", self.same_key);
        object.texts("differences", &self.differences);
        object.close();
    }
}

impl Event {
    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.raw("at", &self.at.to_string());
        object.text("kind", self.kind.name());
        object.text("sentence", &self.sentence);
        object.close();
    }
}
