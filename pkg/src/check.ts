import type { CheckOptions, Code, Fixed, Migrated, Operation, Report } from "./generated/api.js";
import { call } from "./instance.js";
import { stringify } from "./stringify.js";
import { decodeAnswer, encodeInput, encodeOptions, encodeSameOptions, type Input, writeInput } from "./wire.js";

/**
 * Says everything that is wrong or surprising about an update, before it is sent: what the gateway would refuse, ignore
 * or alter, and what it would do that was hardly meant.
 *
 * @throws {@link TykSessionError} when an option is wrong; never for what is wrong with the key.
 */
export function check(input: Input, options: CheckOptions): Report {
  const encoded = encodeSameOptions(options);
  const text = typeof input === "string" ? input : ArrayBuffer.isView(input) ? encodeInput(input) : stringify(input);
  const answer = call((wasm, memory) => wasm.check_written(writeInput(text, wasm.room, memory), encoded));
  return answer === "" ? { issues: [], errors: 0, warnings: 0, infos: 0 } : decodeAnswer(answer);
}

/** What {@link fix} is told. */
export interface FixOptions extends CheckOptions {
  /** Also the fixes that are guesses. */
  unsafe?: boolean;
  /** Only the fixes of these rules. */
  only?: Code[];
}

/**
 * Mends what can be mended in the text of a key: what no fix is about stays byte for byte as it was. Only safe fixes are
 * made, unless the options say otherwise.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function fix(input: Input, options: FixOptions): Fixed {
  const { unsafe, only, ...rest } = options;
  const [text, encoded, choice] = [encodeInput(input), encodeOptions(rest), encodeOptions({ unsafe, only })];
  return decodeAnswer(call((wasm) => wasm.fix(text, encoded, choice)));
}

/**
 * Moves deprecated members to those that have taken their place, so that the gateway does what it did before. Everything
 * else stays byte for byte as it was.
 */
export function migrate(input: Input): Migrated {
  const text = encodeInput(input);
  return decodeAnswer(call((wasm) => wasm.migrate(text)));
}

/**
 * Applies a JSON Patch (RFC 6902) to a text in place: every byte that no operation is about stays as it was. Either all
 * operations are applied, or it throws.
 *
 * @throws {@link TykSessionError} when the text is not JSON, or nothing stands where an operation points.
 */
export function patch(text: string, operations: readonly Operation[]): string {
  const [bytes, encoded] = [encodeInput(text), encodeOptions(operations)];
  return decodeAnswer(call((wasm) => wasm.patch(bytes, encoded)));
}
