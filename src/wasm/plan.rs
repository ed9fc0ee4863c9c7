#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::argument::{self, Argument, Misuse, required};
use super::memory::{Answer, answer};
use super::options::{CheckOptions, read_context, read_endpoint, read_seconds, read_version};
use super::packed;
use crate::json::{Pointer, list};
use crate::target::{Query, Version};
use crate::update::{self, Change, Event, Period, ReadBack, Sent};

/// An update, worked out: as a line of JSON, and after it the issues, packed.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn plan(base: usize, edited: usize, options: usize) -> isize {
    answer([base, edited, options], |[base, edited, options], Answer { said, .. }| {
        let options = CheckOptions::read(&Argument::new("options", options))?;
        if !base.trim_ascii().is_empty() && !update::is_object(base) {
            return Err(Misuse::new(
                "base is not a key: give what GET answered, or an empty text where there is no key",
            ));
        }
        let borrowed = options.borrow();
        let unknown = crate::Context::default();
        let plan = update::plan(base, edited, &borrowed, borrowed.context.unwrap_or(&unknown))?;
        plan.write(said);
        said.push('\n');
        packed::issues(said, &plan.report.issues);
        Ok(())
    })
}

/// Two edits of a key, joined.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn merge(base: usize, mine: usize, theirs: usize) -> isize {
    answer([base, mine, theirs], |[base, mine, theirs], Answer { said, .. }| {
        let merged = update::merge(base, mine, theirs).map_err(|error| {
            // A text that cannot be joined even with itself.
            let texts = [("base", base), ("mine", mine), ("theirs", theirs)];
            let wrong = texts.into_iter().find(|(_, text)| update::merge(text, text, text).is_err());
            Misuse::new(format!("{}: {error}", wrong.map_or("merge", |(name, _)| name)))
        })?;
        merged.write(said);
        Ok(())
    })
}

/// The text with changes made in it.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen(js_name = applyChanges))]
pub fn apply_changes(text: usize, changes: usize) -> isize {
    answer([text, changes], |[text, changes], answer| {
        let changes = Argument::new("changes", changes).elements()?;
        let changes = changes.iter().map(read_change).collect::<Result<Vec<_>, _>>()?;
        answer.text = update::apply_changes(text, &changes).map_err(|error| Misuse::new(error.to_string()))?;
        Ok(())
    })
}

/// Whether a plan stuck.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn confirm(sent: usize, read_backs: usize) -> isize {
    answer([sent, read_backs], |[sent, read_backs], Answer { said, .. }| {
        let [endpoint, base, body, unchanged, expected, undetermined, depends_on] = Argument::new("plan", sent)
            .members(["endpoint", "base", "body", "unchanged", "expected", "undetermined", "dependsOn"])?;
        let base = argument::string(base)?.unwrap_or_default();
        let body = argument::string(body)?.unwrap_or_default();
        let expected = argument::string(expected)?;
        let (undetermined, depends_on) = (strings(undetermined)?, strings(depends_on)?);
        let read_backs = Argument::new("readBacks", read_backs).elements()?;
        let read_backs = read_backs.iter().map(read_back).collect::<Result<Vec<_>, _>>()?;
        let read_backs: Vec<_> = read_backs
            .iter()
            .map(|(text, after)| ReadBack { text: text.as_deref().map(str::as_bytes), after: *after })
            .collect();
        let sent = Sent {
            endpoint: read_endpoint(endpoint)?,
            base: base.as_bytes(),
            body: body.as_bytes(),
            unchanged: unchanged.map(|unchanged| unchanged.boolean()).transpose()?.unwrap_or_default(),
            expected: expected.as_deref(),
            undetermined: &undetermined,
            depends_on: &depends_on,
        };
        update::confirm(&sent, &read_backs).write(said);
        Ok(())
    })
}

/// The update of a plan as another endpoint wants it.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn translate(body: usize, options: usize) -> isize {
    answer([body, options], |[body, options], Answer { said, .. }| {
        let [from, query, to] = Argument::new("options", options).members(["from", "query", "to"])?;
        let query = argument::string(query)?.unwrap_or_default();
        update::translate(read_endpoint(from)?, Query(&query), body, read_endpoint(to)?).write(said);
        Ok(())
    })
}

/// What happens to a key over time.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn timeline(text: usize, options: usize) -> isize {
    answer([text, options], |[text, options], Answer { said, .. }| {
        let [from, until, requests, version, context] =
            Argument::new("options", options).members(["from", "until", "requestsPerSecond", "version", "context"])?;
        let version = version.as_ref().map(read_version).transpose()?.unwrap_or(Version::DEFAULT);
        let period = Period {
            from: read_seconds(&required(from, "options.from")?)?,
            until: read_seconds(&required(until, "options.until")?)?,
            requests_per_second: requests.map(|requests| requests.number()).transpose()?,
        };
        let context = read_context(context, version)?.unwrap_or_default();
        list(said, &update::timeline(text, period, version, &context), Event::write);
        Ok(())
    })
}

fn strings(list: Option<Argument<'_>>) -> Result<Vec<String>, Misuse> {
    let elements = list.map(|list| list.elements()).transpose()?.unwrap_or_default();
    elements.iter().map(|element| element.string().map(Into::into)).collect()
}

/// The key as it was read back, and how many seconds after the update.
fn read_back(argument: &Argument<'_>) -> Result<(Option<String>, f64), Misuse> {
    let [text, after] = argument.members(["text", "after"])?;
    let text = argument::string(text.filter(|text| text.json() != b"null"))?;
    Ok((text, after.map(|after| after.number()).transpose()?.unwrap_or_default()))
}

/// Of a change only where it is and what it makes.
fn read_change(argument: &Argument<'_>) -> Result<Change, Misuse> {
    let entries = argument.entries()?;
    let text = |name: &str| -> Result<Option<String>, Misuse> {
        let found = entries.iter().find(|(found, value)| found == name && value.json() != b"null");
        found.map(|(_, value)| value.string().map(Into::into)).transpose()
    };
    Ok(Change {
        pointer: Pointer::from(text("pointer")?.unwrap_or_default().as_str()),
        before: text("before")?,
        after: text("after")?,
        kind: update::ChangeKind::Unknown,
        risk: update::Risk::Harmless,
        sentence: String::new(),
        note: None,
    })
}
