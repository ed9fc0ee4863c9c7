use super::{Certainty, Effective, Origin, Prediction, Source};
use crate::json::{Object, list};

/// How names of several words are written: as in files, or as in JavaScript.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    Snake,
    Camel,
}

impl Names {
    fn of(self, snake: &'static str, camel: &'static str) -> &'static str {
        match self {
            Names::Snake => snake,
            Names::Camel => camel,
        }
    }
}

impl Prediction {
    /// As members of a JSON object: `status, message?, stored?, effective?, ttl?, resets_counters, undetermined,
    /// depends_on, certainty`. What is not there is left out.
    pub(crate) fn write(&self, object: &mut Object<'_>, names: Names) {
        object.raw("status", &self.status.to_string());
        object.optional("message", self.message.as_deref());
        object.optional("stored", self.stored.as_deref());
        object.optional("effective", self.effective.as_deref());
        if let Some(seconds) = self.ttl {
            object.raw("ttl", &seconds.to_string());
        }
        object.boolean(names.of("resets_counters", "resetsCounters"), self.resets_counters);
        object.texts("undetermined", &self.undetermined);
        object.texts(names.of("depends_on", "dependsOn"), &self.depends_on);
        object.text("certainty", self.certainty.name());
    }
}

impl Effective {
    /// Adds it to `out` as JSON: `text?, members: [{pointer, value?, source, policies, key}], applies, undetermined,
    /// dependsOn, certainty`. What is not there is left out.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.optional("text", self.text.as_deref());
        list(object.member("members"), &self.members, |origin, out| {
            let mut object = Object::open(out);
            origin.write(&mut object);
            object.close();
        });
        object.boolean("applies", self.applies);
        object.texts("undetermined", &self.undetermined);
        object.texts("dependsOn", &self.depends_on);
        object.text("certainty", self.certainty.name());
        object.close();
    }
}

impl Origin {
    fn write(&self, object: &mut Object<'_>) {
        object.text("pointer", &self.pointer);
        object.optional("value", self.value.as_deref());
        let (source, policies, key): (_, &[String], _) = match &self.source {
            Source::Key => ("key", &[], true),
            Source::Policy(id) => ("policy", std::slice::from_ref(id), false),
            Source::Merged { policies, key } => ("merged", policies, *key),
            Source::Gateway => ("gateway", &[], false),
            Source::Default => ("default", &[], false),
        };
        object.text("source", source);
        object.texts("policies", policies);
        object.boolean("key", key);
    }
}

impl Certainty {
    /// `recorded`, `documented` or `assumed`.
    pub const fn name(self) -> &'static str {
        match self {
            Certainty::Recorded => "recorded",
            Certainty::Documented => "documented",
            Certainty::Assumed => "assumed",
        }
    }
}
