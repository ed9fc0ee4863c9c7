import type { Effective, EffectiveOptions, Prediction, PredictOptions } from "./generated/api.js";
import { ask } from "./instance.js";
import { stringify } from "./stringify.js";
import { type Input, textOf, withTexts } from "./wire.js";

/**
 * Says what the gateway will do with an update: how it answers, what it stores, for how long, and what is in force
 * afterwards.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function predict(input: Input, options: PredictOptions): Prediction {
  return ask((wasm) => wasm.predict, [textOf(input), stringify(withTexts(options))]);
}

/**
 * Says what is in force for a key once its policies are applied, and where every value comes from.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function effective(input: Input, options: EffectiveOptions): Effective {
  return ask((wasm) => wasm.effective, [textOf(input), stringify(withTexts(options))]);
}
