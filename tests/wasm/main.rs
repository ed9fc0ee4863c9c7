//! What could differ in Wasm, where pointers have 32 bits and the stack is small: run in Node.js and in Chromium.
#![cfg(target_arch = "wasm32")]

use js_sys::{Uint8Array, WebAssembly::Memory};
use serde::Deserialize;
use tyk_session::decode::{Arena, Options, decode};
use tyk_session::gateway::{Context, Update, effective, predict};
use tyk_session::target::{Endpoint, Query, Reading, Version};
use tyk_session::wasm;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn accepts(body: &[u8], reading: Reading) -> bool {
    decode(body, Options::session(reading, Version::DEFAULT), &mut Arena::default()).is_accepted()
}

fn bytes(column: &str) -> Vec<u8> {
    let Some(digits) = column.strip_prefix("HEX:") else { return column.as_bytes().to_vec() };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default() as u8;
    digits.as_bytes().chunks(2).map(|pair| pair.iter().map(digit).fold(0, |sum, digit| sum * 16 + digit)).collect()
}

#[wasm_bindgen_test]
fn every_body_is_read_or_refused_as_on_the_host() {
    for line in include_str!("../data/decode.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (verdicts, body) = (columns.next().unwrap_or_default(), bytes(columns.next().unwrap_or_default()));
        for (reading, verdict) in [Reading::Whole, Reading::First].into_iter().zip(verdicts.chars()) {
            assert_eq!(accepts(&body, reading), verdict == '+', "{reading:?} of {line}");
        }
    }
}

#[wasm_bindgen_test]
fn nesting_does_not_exhaust_the_stack() {
    let nested = |levels: usize| format!("{{\"meta_data\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(!accepts(nested(9_999).as_bytes(), Reading::Whole), "an array is no object");
    assert!(!accepts(nested(10_001).as_bytes(), Reading::Whole));
    let nested = |levels: usize| format!("{{\"meta_data\":{}1{}}}", "{\"a\":".repeat(levels), "}".repeat(levels));
    assert!(accepts(nested(9_999).as_bytes(), Reading::Whole));
    assert!(!accepts(nested(10_000).as_bytes(), Reading::Whole));
    assert!(!accepts("[".repeat(1_000_000).as_bytes(), Reading::Whole));
}

#[wasm_bindgen_test]
fn predictions_of_nested_free_data_do_not_exhaust_the_stack() {
    let context = Context::default();
    // Policies in free-form data are read as policies, and these open nothing.
    for (data, status) in [("{\"a\":", 200), ("{\"policies\":[{\"meta_data\":", 500)] {
        let levels = 9_990 / data.matches(['{', '[']).count();
        let closing: String = data.chars().rev().filter_map(|letter| "}]".chars().nth("{[".find(letter)?)).collect();
        let nested = format!("{}{{}}{}", data.repeat(levels), closing.repeat(levels));
        let body = format!("{{\"access_rights\":{{\"a\":{{}}}},\"meta_data\":{nested}}}");
        let update = Update {
            endpoint: Endpoint::GatewayKey,
            version: Version::DEFAULT,
            query: Query(""),
            now: 1_795_000_000,
            previous: Some("{}"),
            body: body.as_bytes(),
            key_id: None,
            context: &context,
        };
        let prediction = predict(&update);
        assert_eq!(prediction.status, status);
        assert_eq!(
            prediction.stored.is_some_and(|text| text.contains(&nested)),
            status == 200,
            "free-form data is kept"
        );
        assert!(effective(body.as_bytes(), Endpoint::GatewayKey, Version::DEFAULT, &context).text.is_some());
    }
}

#[wasm_bindgen_test]
fn a_string_of_twenty_megabytes_is_read() {
    let body = format!("{{\"alias\":\"{}\"}}", "é".repeat(10_000_000));
    assert!(accepts(body.as_bytes(), Reading::Whole));
}

/// The bytes of the memory from there on.
fn memory(address: usize, length: usize) -> Uint8Array {
    let memory = wasm_bindgen::memory().unchecked_into::<Memory>();
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address as u32, length as u32)
}

/// What is said to two texts, as JavaScript hears it.
fn ask(texts: [&str; 2], call: fn(usize, usize) -> isize) -> String {
    let [first, second] = texts;
    let all = texts.concat();
    memory(wasm::room(all.len()), all.len()).copy_from(all.as_bytes());
    let length = call(first.len(), second.len());
    String::from_utf8(memory(wasm::said(), length.unsigned_abs()).to_vec()).unwrap_or_default()
}

#[derive(Deserialize)]
struct Prediction {
    status: u16,
}

#[wasm_bindgen_test]
fn a_call_reads_what_is_written_where_there_is_room_and_answers_in_the_memory() {
    let answer = ask(["[]", r#"{"endpoint":"gateway-key","now":1795000000}"#], wasm::predict);
    let prediction = js_sys::JSON::parse(&answer).unwrap_or_default();
    let prediction: Option<Prediction> = serde_wasm_bindgen::from_value(prediction).ok();
    assert_eq!(prediction.map(|prediction| prediction.status), Some(400), "{answer}");
}

#[wasm_bindgen_test]
fn the_places_of_an_issue_are_told_in_bytes_and_in_units_of_utf16() {
    let said = ask(["{\"alias\":\"é😀\",\"quota_max\":-77}", r#"{"endpoint":"gateway-org"}"#], wasm::check);
    let (_, issue) = said.split_once("quota-max-negative").unwrap_or_default();
    // Each number is a character.
    assert!(issue.contains("/quota_max\u{1e}\u{21}\u{1b}\u{1e}"), "{issue:?}");
}
