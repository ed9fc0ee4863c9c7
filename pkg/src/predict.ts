import type { Effective, EffectiveOptions, Prediction, PredictOptions } from "./generated/api.js";
import { call } from "./instance.js";
import { decodeAnswer, encodeInput, encodeOptions, type Input } from "./wire.js";

/**
 * Says what the gateway will do with an update: how it answers, what it stores, for how long, and what is in force
 * afterwards.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function predict(input: Input, options: PredictOptions): Prediction {
  const [text, encoded] = [encodeInput(input), encodeOptions(options)];
  return decodeAnswer(call((wasm) => wasm.predict(text, encoded)));
}

/**
 * Says what is in force for a key once its policies are applied, and where every value comes from.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function effective(input: Input, options: EffectiveOptions): Effective {
  const [text, encoded] = [encodeInput(input), encodeOptions(options)];
  return decodeAnswer(call((wasm) => wasm.effective(text, encoded)));
}
