use std::cell::RefCell;

#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::argument::{Argument, Misuse};
use super::memory::{Answer, answer};
use super::options::{CheckOptions, read_choice};
use super::packed;
use crate::bulk::{Batch, Bulk, Change};

thread_local! {
    /// The exports that are being checked, each with its options.
    static OPEN: RefCell<Vec<Option<(Bulk, CheckOptions)>>> = const { RefCell::new(Vec::new()) };
}

/// Begins to check an export; answers with its number. `change` is nothing, `migrate`, or which fixes to make.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn bulk_begin(options: usize, change: usize) -> isize {
    answer([options, change], |[options, change], Answer { said, .. }| {
        let options = CheckOptions::read(&Argument::new("options", options))?;
        let change = match change {
            b"" => Change::None,
            b"migrate" => Change::Migrate,
            choice => Change::Fix(read_choice(&Argument::new("options", choice))?),
        };
        let bulk = Bulk::new(&options.borrow(), change)?;
        let number = OPEN.with_borrow_mut(|open| {
            open.push(Some((bulk, options)));
            open.len() - 1
        });
        said.push_str(&number.to_string());
        Ok(())
    })
}

/// Checks the next chunk of an export, or what is left of it at its end. Answers with how far it is, as a line of JSON,
/// with the keys that have issues, packed, and with the bytes of the changed export.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn bulk_push(number: usize, chunk: usize, is_last: bool) -> isize {
    answer([chunk], |[chunk], answer| {
        OPEN.with_borrow_mut(|open| {
            let ended = || Misuse::new("this check has ended, or another call broke it off");
            let (bulk, options) = open.get_mut(number).and_then(Option::as_mut).ok_or_else(ended)?;
            let options = options.borrow();
            let Batch { reports, text } = if is_last { bulk.finish(&options) } else { bulk.push(chunk, &options) };
            bulk.progress().write(&mut answer.said);
            answer.said.push('\n');
            packed::records(&mut answer.said, &reports);
            answer.text = text;
            Ok(())
        })
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
