//! The only room that knows JavaScript: the calls of the npm package. Keys come in as the bytes of their text, options as
//! JSON, and answers go out as JSON; nothing is thrown, the answer to a wrong call is `{"misuse": …}`. It judges nothing.

mod argument;
mod builder;
mod bulk;
mod lines;
mod options;
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
pub use plan::{apply_changes, confirm, merge, plan, timeline, translate};
pub use predict::{effective, predict};

use std::cell::{Cell, RefCell};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::decode::Arena;
use crate::json::quoted;
use crate::report::{Issue, Object, list};
use crate::target::encode_segment;
use crate::{edit, rules, update};
use argument::{Argument, Misuse};
use options::{CheckOptions, Choice};

thread_local! {
    /// What the last check was made with, used again for the next one.
    static LAST: Cell<Option<Prepared>> = Cell::default();

    /// Memory for decoded texts, with what was learned from the last one.
    static ARENA: RefCell<Arena> = RefCell::default();

    /// Where the text of a check is written, without a copy on the way.
    static INPUT: RefCell<Vec<u8>> = RefCell::default();
}

/// Options that were read, with the rules they choose.
struct Prepared {
    text: Vec<u8>,
    options: CheckOptions,
    rules: rules::Choice,
}

impl Prepared {
    /// The last one, if its options were written in the same way.
    fn take(text: &[u8]) -> Result<Prepared, Misuse> {
        if let Some(last) = LAST.take().filter(|last| last.text == text) {
            return Ok(last);
        }
        let options = CheckOptions::read(&Argument::new("options", text))?;
        let rules = rules::Choice::of(&options.borrow())?;
        Ok(Prepared { text: text.to_vec(), options, rules })
    }
}

/// Makes room for a text of that many bytes, and says at which address of the memory it is to be written. What is written
/// there already stays.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn room(length: usize) -> usize {
    INPUT.with_borrow_mut(|input| {
        if input.len() < length {
            input.resize(length, 0);
        }
        input.as_ptr().addr()
    })
}

/// The report on the text of that many bytes for which there was [`room`].
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn check_written(length: usize, options: &[u8]) -> String {
    INPUT.with_borrow(|input| check(input.get(..length).unwrap_or_default(), options))
}

/// The report on a text; nothing at all when there is nothing to say, which is the common answer.
pub fn check(text: &[u8], options: &[u8]) -> String {
    answer(|out| {
        let prepared = Prepared::take(options)?;
        let report = ARENA.with_borrow_mut(|arena| prepared.rules.check(text, &prepared.options.borrow(), arena));
        LAST.set(Some(prepared));
        if !report.issues.is_empty() {
            report.write(out);
        }
        Ok(())
    })
}

/// The text with the chosen fixes made.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn fix(text: &[u8], options: &[u8], choice: &[u8]) -> String {
    answer(|out| {
        let options = CheckOptions::read(&Argument::new("options", options))?;
        let choice = Choice::read(&Argument::new("options", choice))?;
        let fixed = ARENA.with_borrow_mut(|arena| update::fix(text, &options.borrow(), choice.borrow(), arena))?;
        let mut object = Object::open(out);
        object.text("text", &String::from_utf8_lossy(&fixed.text));
        list(object.member("applied"), &fixed.applied, Issue::write);
        fixed.remaining.write(object.member("remaining"));
        object.close();
        Ok(())
    })
}

/// The text without deprecated members.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn migrate(text: &[u8]) -> String {
    answer(|out| {
        let migrated = ARENA.with_borrow_mut(|arena| update::migrate(text, arena));
        let mut object = Object::open(out);
        object.text("text", &String::from_utf8_lossy(&migrated.text));
        list(object.member("changes"), &migrated.changes, |change, out| {
            let mut object = Object::open(out);
            object.text("pointer", change.pointer.as_str());
            object.raw("done", if change.done { "true" } else { "false" });
            object.text("message", &change.message);
            object.close();
        });
        object.close();
        Ok(())
    })
}

/// The text with the operations of a JSON Patch applied.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn patch(text: &[u8], operations: &[u8]) -> String {
    answer(|out| {
        let operations = patch::read(&Argument::new("operations", operations))?;
        let patched = edit::apply(text, &operations).map_err(|error| Misuse::new(error.to_string()))?;
        quoted(out, &String::from_utf8_lossy(&patched));
        Ok(())
    })
}

/// The text of a key that is built by these calls of the builder.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn build(calls: &[u8]) -> String {
    answer(|out| {
        quoted(out, &builder::build(&Argument::new("session", calls))?);
        Ok(())
    })
}

/// What is wrong with a credential, if anything is.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn credential(credential: &[u8]) -> String {
    answer(|_| request::read_credential(&Argument::new("credential", credential)).map(drop))
}

/// The request that the options tell of.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn request(options: &[u8]) -> String {
    answer(|out| {
        request::write(&request::build(&Argument::new("options", options))?, out);
        Ok(())
    })
}

/// The printable form of a request.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn show(request: &[u8], form: &[u8]) -> String {
    answer(|out| {
        quoted(out, &request::show(&Argument::new("request", request), &Argument::new("form", form))?);
        Ok(())
    })
}

/// The bytes from which to which the secrets of a text stand, the id of the key among them; `null` for a text that is not one
/// JSON value, where no place is sure.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn secrets(text: &[u8], key_id: &[u8]) -> String {
    let key_id = encode_segment(&String::from_utf8_lossy(key_id));
    let Some(secrets) = crate::request::secrets(text, Some(&key_id)) else { return "null".to_owned() };
    let mut out = String::new();
    list(&mut out, &secrets, |secret, out| *out += &format!("[{},{}]", secret.span.start, secret.span.end));
    out
}

/// What an answer means.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn read_parts(parts: &[u8]) -> String {
    answer(|out| {
        request::write_outcome(&request::read_parts(&Argument::new("parts", parts))?, out);
        Ok(())
    })
}

fn answer(call: impl FnOnce(&mut String) -> Result<(), Misuse>) -> String {
    let mut out = String::new();
    if let Err(misuse) = call(&mut out) {
        out.clear();
        let mut object = Object::open(&mut out);
        object.text("misuse", &misuse.message);
        list(object.member("flaws"), &misuse.flaws, request::write_flaw);
        object.close();
    }
    out
}

/// What the glue has for starting the Wasm, of which its declarations say nothing.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(typescript_custom_section)]
const START: &str = "export function __wbg_set_wasm(exports: WebAssembly.Exports): void;";
