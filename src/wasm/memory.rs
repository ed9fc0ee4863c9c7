use std::cell::RefCell;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::argument::Misuse;
use crate::json::Object;

thread_local! {
    /// Where the texts of a call are written, one after the other.
    static TEXTS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };

    /// The answer to the last call.
    static ANSWER: RefCell<Answer> = const { RefCell::new(Answer { said: String::new(), text: Vec::new() }) };
}

/// What a call answers.
#[derive(Debug, Default)]
pub struct Answer {
    /// What there is to say: JSON, or packed as `packed` does it.
    pub said: String,
    /// A text, byte for byte; nothing where the caller has it.
    pub text: Vec<u8>,
}

impl Answer {
    /// Answers with what a text has become, if it has changed.
    pub fn change(&mut self, from: &[u8], to: Vec<u8>) {
        if to != from {
            self.text = to;
        }
    }
}

/// Whether a call was right.
type Outcome = Result<(), Misuse>;

/// Makes room for texts of that many bytes together, and says at which address of the memory they are to be written,
/// one after the other. What is written there already stays.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn room(length: usize) -> usize {
    TEXTS.with_borrow_mut(|texts| {
        if texts.len() < length {
            texts.resize(length, 0);
        }
        texts.as_ptr().addr()
    })
}

/// The address of what the last call said, of which it gave the length.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn said() -> usize {
    ANSWER.with_borrow(|answer| answer.said.as_ptr().addr())
}

/// The address of the text that the last call answered with.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn text() -> usize {
    ANSWER.with_borrow(|answer| answer.text.as_ptr().addr())
}

/// The length of the text that the last call answered with.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn text_length() -> usize {
    ANSWER.with_borrow(|answer| answer.text.len())
}

/// Answers a call with texts of these lengths. Gives the length of what there is to say: below zero, it is what is
/// wrong with the call, `{"misuse": …, "flaws": […]}`.
pub(super) fn answer<const N: usize>(lengths: [usize; N], call: impl Fn([&[u8]; N], &mut Answer) -> Outcome) -> isize {
    run(&lengths, &|texts, answer| texts.first_chunk().map_or(Ok(()), |texts| call(*texts, answer)))
}

/// No call has more texts.
const MOST: usize = 3;

/// The same for calls of all kinds, so that the Wasm has it once.
fn run(lengths: &[usize], call: &dyn Fn([&[u8]; MOST], &mut Answer) -> Outcome) -> isize {
    TEXTS.with_borrow(|texts| {
        ANSWER.with_borrow_mut(|answer| {
            answer.said.clear();
            answer.text.clear();
            let (mut texts, mut rest) = ([&[][..]; MOST], texts.as_slice());
            for (text, length) in texts.iter_mut().zip(lengths) {
                (*text, rest) = rest.split_at_checked(*length).unwrap_or((rest, &[]));
            }
            match call(texts, answer) {
                Ok(()) => answer.said.len() as isize,
                Err(misuse) => -refuse(&misuse, &mut answer.said),
            }
        })
    })
}

fn refuse(misuse: &Misuse, out: &mut String) -> isize {
    out.clear();
    let mut object = Object::open(out);
    object.text("misuse", &misuse.message);
    object.raw("flaws", &misuse.flaws);
    object.close();
    out.len() as isize
}

/// Calls as JavaScript does, and gives the answer; what is wrong with the call is said as it is to JavaScript.
#[cfg(test)]
pub(super) fn ask<const N: usize>(texts: [&[u8]; N], call: impl FnOnce([usize; N]) -> isize) -> (String, Vec<u8>) {
    TEXTS.set(texts.concat());
    call(texts.map(<[u8]>::len));
    let Answer { said, text } = ANSWER.take();
    (said, text)
}
