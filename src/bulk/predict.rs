use super::Gateway;
use super::line::{Line, id};
use crate::gateway::{Names, Prediction, Update, predict};
use crate::json::Object;
use crate::target::Query;

const MEMBERS: [&str; 9] = ["id", "endpoint", "version", "query", "now", "key_id", "previous", "body", "body_base64"];

/// Answers one line of `predict --batch`. In: `{id, endpoint, version?, query?, now, key_id?, previous?, body}`, where
/// `query` is text without its question mark, `now` is in Unix seconds, `previous` is the text in the store, and
/// `body_base64` may stand in place of `body`. Out: `{id, status, message?, stored?, effective?, ttl?, resets_counters,
/// undetermined, depends_on, certainty}`, where `ttl` is in seconds, −1 for ever, and left out when nothing was
/// written; or `{id, error}` for a line that cannot be understood.
pub fn predict_line(line: &str, gateway: &mut Gateway) -> String {
    let line = Line::read(line.as_bytes());
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    object.raw("id", &id(&line));
    match line.and_then(|line| prediction(&line, gateway)) {
        Ok(prediction) => prediction.write(&mut object, Names::Snake),
        Err(error) => object.text("error", &error),
    }
    object.close();
    out
}

fn prediction(line: &Line<'_>, gateway: &mut Gateway) -> Result<Prediction, String> {
    line.has_only(&MEMBERS)?;
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
        context: gateway.context(version)?,
    };
    Ok(predict(&update))
}
