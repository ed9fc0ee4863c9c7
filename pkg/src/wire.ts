import { TykSessionError } from "./error.js";
import type { Refusal } from "./generated/api.js";
import { stringify } from "./stringify.js";

/** A key: as JSON text, as the bytes of one, or as an object, which is written as text first. */
export type Input = string | Uint8Array | object;

const encoder = new TextEncoder();
const buffer = new Uint8Array(64 * 1024);

/** The bytes of an input. Those of a short text stand in memory that the next call writes over. */
export function encodeInput(input: Input): Uint8Array {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  const text = typeof input === "string" ? input : stringify(input);
  if (text.length * 3 > buffer.length) return encoder.encode(text);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}

/** The bytes of an input, in memory of their own: for calls with more than one. */
export function copyInput(input: Input): Uint8Array {
  return ArrayBuffer.isView(input)
    ? encodeInput(input)
    : encoder.encode(typeof input === "string" ? input : stringify(input));
}

/** The bytes of a call's options. */
export function encodeOptions(options: unknown): Uint8Array {
  return encoder.encode(stringify(options));
}

/** What the Wasm answers: JSON, either of what was asked for or of how the function was used wrongly. */
export function decodeAnswer<T>(text: string): T {
  const answer: T | Refusal = JSON.parse(text);
  if (typeof answer === "object" && answer !== null && "misuse" in answer)
    throw new TykSessionError(answer.misuse, answer);
  return answer as T;
}
