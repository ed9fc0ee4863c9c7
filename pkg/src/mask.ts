import { ask } from "./instance.js";
import { MASK } from "./printing.js";
import { decode, type Input, textOf } from "./wire.js";

/**
 * The text of a key with a mask in place of every secret, to show it or to log it: still JSON, and every other byte as
 * it was. Secret is what the gateway keeps as one, what stands where one belongs, and unknown members and metadata that
 * are called like one. `null` for a text that is not one JSON value, where no place can be told for sure.
 */
export function mask(input: Input): string | null {
  const text = textOf(input);
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const secrets = secretsIn(bytes, "");
  if (secrets === null) return null;
  let shown = "";
  let at = 0;
  for (const [start, end] of secrets) {
    shown += `${decode(bytes.subarray(at, start))}"${MASK}"`;
    at = end;
  }
  return shown + decode(bytes.subarray(at));
}

/** Where secrets stand in a text, in bytes, strings with their quotes; the id of the key is one of them. */
export function secretsIn(bytes: Uint8Array, keyId: string): [start: number, end: number][] | null {
  return ask((wasm) => wasm.secrets, [bytes, keyId]);
}
