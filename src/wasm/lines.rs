use std::cell::Cell;

#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::answer;
use super::argument::Misuse;
use crate::bulk::{Gateway, check_line, predict_line};
use crate::json::quoted;

thread_local! {
    /// The gateway of the last lines: those of one stream come in many calls.
    static GATEWAY: Cell<Option<Gateway>> = Cell::default();
}

/// The answers to lines of `check --batch`, as one text.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn check_lines(lines: &[u8], context: &[u8]) -> String {
    answers(lines, context, check_line)
}

/// The answers to lines of `predict --batch`, as one text.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn predict_lines(lines: &[u8], context: &[u8]) -> String {
    answers(lines, context, predict_line)
}

fn answers(lines: &[u8], context: &[u8], line: impl Fn(&str, &mut Gateway) -> String) -> String {
    answer(|out| {
        let mut gateway = match GATEWAY.take() {
            Some(gateway) if gateway.text() == context => gateway,
            _ => Gateway::new(context).map_err(|error| Misuse::new(error.to_string()))?,
        };
        let lines = String::from_utf8_lossy(lines);
        let answers: String = lines.lines().map(|text| line(text, &mut gateway) + "\n").collect();
        GATEWAY.set(Some(gateway));
        quoted(out, &answers);
        Ok(())
    })
}
