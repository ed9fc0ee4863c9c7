use std::cell::RefCell;

#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::answer;
use super::argument::Argument;
use super::options::CheckOptions;
use crate::bulk::{Batch, Bulk, Change, Record};
use crate::report::list;

thread_local! {
    /// The exports that are being checked, each with its options.
    static OPEN: RefCell<Vec<Option<(Bulk, CheckOptions)>>> = RefCell::default();
}

/// Begins to check an export; answers with its number. `change` is nothing, `"fix"` or `"migrate"`.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn bulk_begin(options: &[u8], change: &[u8]) -> String {
    answer(|out| {
        let options = CheckOptions::read(&Argument::new("options", options))?;
        let change = match change {
            b"fix" => Change::Fix,
            b"migrate" => Change::Migrate,
            _ => Change::None,
        };
        let bulk = Bulk::new(&options.borrow(), change)?;
        let number = OPEN.with_borrow_mut(|open| {
            open.push(Some((bulk, options)));
            open.len() - 1
        });
        out.push_str(&number.to_string());
        Ok(())
    })
}

/// Checks the next chunk of an export, or what is left of it at its end. Answers with how far it is and with the keys that
/// have issues, each as JSON after its length (four bytes, the lowest first), then with the bytes of the changed export.
/// Nothing when there is no export of that number.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn bulk_push(number: usize, chunk: &[u8], is_last: bool) -> Vec<u8> {
    OPEN.with_borrow_mut(|open| {
        let Some(Some((bulk, options))) = open.get_mut(number) else { return Vec::new() };
        let options = options.borrow();
        let Batch { reports, text } = if is_last { bulk.finish(&options) } else { bulk.push(chunk, &options) };
        let mut out = Vec::new();
        let mut json = String::new();
        bulk.progress().write(&mut json);
        add(&mut out, &json);
        json.clear();
        list(&mut json, &reports, Record::write);
        add(&mut out, &json);
        out.extend_from_slice(&text);
        out
    })
}

/// Forgets an export.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn bulk_end(number: usize) {
    OPEN.with_borrow_mut(|open| {
        if let Some(bulk) = open.get_mut(number) {
            *bulk = None;
        }
        while let Some(None) = open.last() {
            open.pop();
        }
    });
}

fn add(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(&(json.len() as u32).to_le_bytes());
    out.extend_from_slice(json.as_bytes());
}
