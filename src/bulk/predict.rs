use super::line::{Line, id};
use crate::gateway::{Context, ContextError, Names, Prediction, Update, predict};
use crate::report::Object;
use crate::target::{Query, Version};

const MEMBERS: [&str; 9] = ["id", "endpoint", "version", "query", "now", "key_id", "previous", "body", "body_base64"];

/// Answers the lines of `predict --batch`, all for the same gateway.
#[derive(Debug)]
pub struct Predictor {
    context: Vec<u8>,
    /// The context as each version reads it.
    read: Vec<(Version, Context)>,
}

impl Predictor {
    /// A predictor for the gateway that the text of a [`Context`] describes.
    pub fn new(context: &[u8]) -> Result<Predictor, ContextError> {
        let read = Context::parse(context, Version::DEFAULT)?;
        Ok(Predictor { context: context.to_vec(), read: vec![(Version::DEFAULT, read)] })
    }

    /// Answers one line. In: `{id, endpoint, version?, query?, now, key_id?, previous?, body}`, where `query` is text without
    /// its question mark, `now` is in Unix seconds, `previous` is the text in the store, and `body_base64` may stand in place of
    /// `body`. Out: `{id, status, message?, stored?, effective?, ttl?, resets_counters, undetermined, depends_on, certainty}`,
    /// where `ttl` is in seconds, −1 for ever, and left out when nothing was written; or `{id, error}` for a line that cannot be
    /// understood.
    pub fn line(&mut self, line: &str) -> String {
        let line = Line::read(line.as_bytes(), &MEMBERS);
        let mut out = String::new();
        let mut object = Object::open(&mut out);
        object.raw("id", &id(&line));
        match line.and_then(|line| self.predict(&line)) {
            Ok(prediction) => prediction.write(&mut object, Names::Snake),
            Err(error) => object.text("error", &error),
        }
        object.close();
        out
    }

    fn predict(&mut self, line: &Line<'_>) -> Result<Prediction, String> {
        let version = line.version()?;
        let query = line.text("query")?.unwrap_or_default();
        let (key_id, previous, body) = (line.text("key_id")?, line.text("previous")?, line.body()?);
        let update = Update {
            endpoint: line.endpoint()?,
            version,
            query: Query(&query),
            now: line.integer("now")?.ok_or("`now` is missing")?,
            previous: previous.as_deref(),
            body: &body,
            key_id: key_id.as_deref(),
            context: self.context(version)?,
        };
        Ok(predict(&update))
    }

    fn context(&mut self, version: Version) -> Result<&Context, String> {
        let known = self.read.iter().position(|(read, _)| *read == version);
        if known.is_none() {
            let read = Context::parse(&self.context, version).map_err(|error| error.to_string())?;
            self.read.push((version, read));
        }
        let place = known.unwrap_or(self.read.len().saturating_sub(1));
        self.read.get(place).map(|(_, context)| context).ok_or_else(String::new)
    }
}
