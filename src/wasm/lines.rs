use std::cell::Cell;

#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::argument::Misuse;
use super::memory::answer;
use crate::bulk::{Gateway, check_line, predict_line};

thread_local! {
    /// The gateway of the last lines: those of one stream come in many calls.
    static GATEWAY: Cell<Option<Gateway>> = const { Cell::new(None) };
}

/// The answers to lines of `check --batch`, as one text.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn check_lines(lines: usize, context: usize) -> isize {
    answers(lines, context, check_line)
}

/// The answers to lines of `predict --batch`, as one text.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn predict_lines(lines: usize, context: usize) -> isize {
    answers(lines, context, predict_line)
}

fn answers(lines: usize, context: usize, line: fn(&str, &mut Gateway) -> String) -> isize {
    answer([lines, context], |[lines, context], answer| {
        let mut gateway = match GATEWAY.take() {
            Some(gateway) if gateway.text() == context => gateway,
            _ => Gateway::new(context).map_err(|error| Misuse::new(error.to_string()))?,
        };
        let lines = String::from_utf8_lossy(lines);
        for text in lines.lines() {
            answer.text.extend_from_slice(line(text, &mut gateway).as_bytes());
            answer.text.push(b'\n');
        }
        GATEWAY.set(Some(gateway));
        Ok(())
    })
}
