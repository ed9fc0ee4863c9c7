use super::{Certainty, Effective, Origin, Prediction, Source};
use crate::json::quoted;
use crate::report::{Object, list};

impl Prediction {
    /// As members of a JSON object: `status, message, stored, effective, ttl, resets_counters, undetermined, depends_on,
    /// certainty`.
    pub(crate) fn write(&self, object: &mut Object<'_>) {
        object.raw("status", &self.status.to_string());
        optional(object, "message", self.message.as_deref());
        optional(object, "stored", self.stored.as_deref());
        optional(object, "effective", self.effective.as_deref());
        object.raw("ttl", &self.ttl.map_or("null".to_owned(), |seconds| seconds.to_string()));
        boolean(object, "resets_counters", self.resets_counters);
        texts(object, "undetermined", &self.undetermined);
        texts(object, "depends_on", &self.depends_on);
        object.text("certainty", self.certainty.name());
    }
}

impl Effective {
    /// As members of a JSON object: `text, members: [{pointer, value, source, policies?, key?}], applies, undetermined,
    /// depends_on, certainty`.
    pub(crate) fn write(&self, object: &mut Object<'_>) {
        optional(object, "text", self.text.as_deref());
        list(object.member("members"), &self.members, |origin, out| {
            let mut object = Object::open(out);
            origin.write(&mut object);
            object.close();
        });
        boolean(object, "applies", self.applies);
        texts(object, "undetermined", &self.undetermined);
        texts(object, "depends_on", &self.depends_on);
        object.text("certainty", self.certainty.name());
    }
}

impl Origin {
    fn write(&self, object: &mut Object<'_>) {
        object.text("pointer", &self.pointer);
        optional(object, "value", self.value.as_deref());
        match &self.source {
            Source::Key => object.text("source", "key"),
            Source::Gateway => object.text("source", "gateway"),
            Source::Default => object.text("source", "default"),
            Source::Policy(id) => {
                object.text("source", "policy");
                texts(object, "policies", std::slice::from_ref(id));
            }
            Source::Merged { policies, key } => {
                object.text("source", "merged");
                texts(object, "policies", policies);
                boolean(object, "key", *key);
            }
        }
    }
}

impl Certainty {
    /// `recorded` or `documented`.
    pub const fn name(self) -> &'static str {
        match self {
            Certainty::Recorded => "recorded",
            Certainty::Documented => "documented",
        }
    }
}

fn optional(object: &mut Object<'_>, name: &str, text: Option<&str>) {
    match text {
        Some(text) => object.text(name, text),
        None => object.raw(name, "null"),
    }
}

fn boolean(object: &mut Object<'_>, name: &str, value: bool) {
    object.raw(name, if value { "true" } else { "false" });
}

fn texts(object: &mut Object<'_>, name: &str, texts: &[String]) {
    list(object.member(name), texts, |text, out| quoted(out, text));
}
