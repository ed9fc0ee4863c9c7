#[cfg(all(target_arch = "wasm32", not(feature = "check-only")))]
use wasm_bindgen::prelude::wasm_bindgen;

use super::argument::Argument;
use super::memory::{Answer, answer};
use super::options::{EffectiveOptions, PredictOptions};
use crate::gateway::{self, Names};
use crate::json::Object;

/// What the gateway will do with a text.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn predict(text: usize, options: usize) -> isize {
    answer([text, options], |[text, options], Answer { said, .. }| {
        let options = PredictOptions::read(&Argument::new("options", options))?;
        let mut object = Object::open(said);
        gateway::predict(&options.borrow(text)).write(&mut object, Names::Camel);
        object.close();
        Ok(())
    })
}

/// A key as it is in force.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "check-only")), wasm_bindgen)]
pub fn effective(text: usize, options: usize) -> isize {
    answer([text, options], |[text, options], Answer { said, .. }| {
        let EffectiveOptions { endpoint, version, context } =
            EffectiveOptions::read(&Argument::new("options", options))?;
        gateway::effective(text, endpoint, version, &context).write(said);
        Ok(())
    })
}
