//! The only room that knows JavaScript: the calls of the npm package. Texts and options, which are JSON, are written
//! into the memory where [`room`] makes room for them, and a call gets their lengths. Of the answer it gives the length
//! of what there is to say, JSON or packed, which stands at [`said`]; a text stands at [`text`] as it is. Nothing is
//! thrown: the answer to a wrong call is `{"misuse": …}`, its length below zero. It judges nothing.

mod argument;
mod builder;
mod bulk;
mod lines;
mod memory;
mod options;
mod packed;
mod patch;
mod plan;
mod predict;
mod request;
#[cfg(all(test, feature = "schema"))]
mod tests;
#[cfg(feature = "schema")]
pub mod types;

pub use bulk::{bulk_begin, bulk_end, bulk_push};
pub use lines::{check_lines, predict_lines};
pub use memory::{room, said, text, text_length};
pub use plan::{apply_changes, confirm, merge, plan, timeline, translate};
pub use predict::{effective, predict};

use std::cell::{Cell, RefCell};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::decode::{Arena, Document};
use crate::json::list;
use crate::target::{Reading, encode_segment};
use crate::{edit, rules, update};
use argument::{Argument, Misuse};
use memory::{Answer, answer};
use options::{CheckOptions, read_choice};

thread_local! {
    /// What the last check was made with, used again for the next one.
    static LAST: Cell<Option<Prepared>> = const { Cell::new(None) };

    /// Memory for decoded texts, with what was learned from the last one.
    static ARENA: RefCell<Arena> = const { RefCell::new(Arena::new()) };
}

/// Options that were read, with the rules they choose.
struct Prepared {
    options: CheckOptions,
    rules: rules::RuleSet,
}

impl Prepared {
    /// Those that are written here; those of the last check where nothing is.
    fn take(text: &[u8]) -> Result<Prepared, Misuse> {
        if let Some(last) = LAST.take().filter(|_| text.is_empty()) {
            return Ok(last);
        }
        let options = CheckOptions::read(&Argument::new("options", text))?;
        let rules = rules::RuleSet::of(&options.borrow())?;
        Ok(Prepared { options, rules })
    }
}

/// The report on a text; nothing at all when there is nothing to say, which is the common answer. Without options it is
/// made with those of the last check.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn check(text: usize, options: usize) -> isize {
    answer([text, options], |[text, options], Answer { said, .. }| {
        let prepared = Prepared::take(options)?;
        let report = ARENA.with_borrow_mut(|arena| prepared.rules.check(text, &prepared.options.borrow(), arena));
        LAST.set(Some(prepared));
        if !report.issues.is_empty() {
            packed::issues(said, &report.issues);
        }
        Ok(())
    })
}

/// What was fixed and what is left to say; and the text with the chosen fixes made, if there are any.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn fix(text: usize, options: usize, choice: usize) -> isize {
    answer([text, options, choice], |[text, options, choice], answer| {
        let prepared = Prepared::take(options)?;
        let choice = read_choice(&Argument::new("options", choice))?;
        let Prepared { rules, options, .. } = &prepared;
        choice.unless_unknown()?;
        let options = options.borrow();
        let fixed = ARENA.with_borrow_mut(|arena| {
            let report = rules.check(text, &options, arena);
            update::fix_found(text, report, rules, &options, &choice, arena)
        });
        LAST.set(Some(prepared));
        packed::issues(&mut answer.said, &fixed.applied);
        packed::issues(&mut answer.said, &fixed.remaining.issues);
        answer.change(text, fixed.text);
        Ok(())
    })
}

/// What became of each deprecated member; and the text without them, if there were any. A text that the last call has
/// checked is not read again.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn migrate(text: usize, is_checked: bool) -> isize {
    answer([text], |[text], answer| {
        let migrated = ARENA.with_borrow_mut(|arena| match is_checked {
            true => update::migrate_decoded(&Document::of(text, Reading::First, arena)),
            false => update::migrate(text, arena),
        });
        packed::migrations(&mut answer.said, &migrated.changes);
        answer.change(text, migrated.text);
        Ok(())
    })
}

/// The text with the operations of a JSON Patch applied.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn patch(text: usize, operations: usize) -> isize {
    answer([text, operations], |[text, operations], answer| {
        let operations = patch::read(&Argument::new("operations", operations))?;
        answer.text = edit::apply(text, &operations).map_err(|error| Misuse::new(error.to_string()))?;
        Ok(())
    })
}

/// The text of a key that is built by these calls of the builder.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn build(calls: usize) -> isize {
    answer([calls], |[calls], answer| {
        answer.text = builder::build(&Argument::new("session", calls))?.into_bytes();
        Ok(())
    })
}

/// What is wrong with a credential, if anything is.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn credential(credential: usize) -> isize {
    answer([credential], |[credential], _| request::read_credential(&Argument::new("credential", credential)).map(drop))
}

/// The request that the options tell of.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn request(options: usize) -> isize {
    answer([options], |[options], Answer { said, .. }| {
        request::write(&request::build(&Argument::new("options", options))?, said);
        Ok(())
    })
}

/// The printable form of a request.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn show(request: usize, form: usize) -> isize {
    answer([request, form], |[request, form], answer| {
        let shown = request::show(&Argument::new("request", request), &Argument::new("form", form))?;
        answer.text = shown.into_bytes();
        Ok(())
    })
}

/// The byte ranges of the secrets in a text, the id of the key among them; `null` for a text that is not one JSON
/// value, where no place is sure.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn secrets(text: usize, key_id: usize) -> isize {
    answer([text, key_id], |[text, key_id], Answer { said, .. }| {
        // a text that holds nothing is no id, wherever it stands
        let key_id = (!key_id.is_empty()).then(|| encode_segment(&String::from_utf8_lossy(key_id)));
        match crate::request::secrets(text, key_id.as_deref()) {
            None => said.push_str("null"),
            Some(secrets) => {
                list(said, &secrets, |secret, out| *out += &format!("[{},{}]", secret.span.start, secret.span.end));
            }
        }
        Ok(())
    })
}

/// What an answer means.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn read_parts(parts: usize) -> isize {
    answer([parts], |[parts], Answer { said, .. }| {
        request::write_outcome(&request::read_parts(&Argument::new("parts", parts))?, said);
        Ok(())
    })
}

/// What the glue has for starting the Wasm, of which its declarations say nothing.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(typescript_custom_section)]
const START: &str = "export function __wbg_set_wasm(exports: WebAssembly.Exports): void;";
