import { TykSessionError } from "./error.js";
import type { Refusal } from "./generated/api.js";
import type { SessionState } from "./generated/session.js";
import { stringify } from "./stringify.js";

/**
 * A key as it may be handed in: what {@link SessionState} has, where everything may also be `null` or `undefined`. The gateway
 * takes `null` for the zero value, and `check` says where that matters.
 */
export type SessionInput = Forgiving<SessionState>;

type Forgiving<T> = T extends (infer Item)[]
  ? Forgiving<Item>[]
  : T extends object
    ? { [Member in keyof T]?: Forgiving<T[Member]> | null | undefined }
    : T;

/**
 * A key: as JSON text, as the bytes of one, or as an object, which is written as text first. Members that no key has are no
 * error here: `check` names them.
 */
export type Input = string | Uint8Array | SessionInput | object;

const encoder = new TextEncoder();
const buffer = new Uint8Array(64 * 1024);

/** The bytes of an input. Those of a short text stand in memory that the next call writes over. */
export function encodeInput(input: Input): Uint8Array {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  const text = typeof input === "string" ? input : stringify(input);
  if (text.length * 3 > buffer.length) return encoder.encode(text);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}

/** Writes a text into the Wasm's memory, where `room` makes room for it; gives the number of its bytes. */
export function writeInput(
  text: string | Uint8Array,
  room: (length: number) => number,
  memory: WebAssembly.Memory,
): number {
  const place = (length: number) => {
    // Making room may give the memory a new buffer.
    const address = room(length);
    return new Uint8Array(memory.buffer, address, length);
  };
  if (typeof text !== "string") {
    place(text.length).set(text);
    return text.length;
  }
  // Nearly all letters are of one byte; none of them is of more than three.
  const { read, written } = encoder.encodeInto(text, place(text.length + 64));
  if (read === text.length) return written;
  const rest = place(written + 3 * (text.length - read)).subarray(written);
  return written + encoder.encodeInto(text.slice(read), rest).written;
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

type Members = Record<string, unknown>;

let last: { options: Members; bytes: Uint8Array } | undefined;

/** The bytes of a call's options, of which most calls have the same as the call before: those are written once. */
export function encodeSameOptions(options: object): Uint8Array {
  // What is no object is refused where options are written.
  if (typeof options !== "object" || options === null) return encodeOptions(options);
  if (last === undefined || !areSame(options as Members, last.options, 1)) {
    const bytes = encodeOptions(options);
    last = { options: copy(options as Members, 1), bytes };
  }
  return last.bytes;
}

/** Whether two objects have the same members, to that depth; what is deeper is never the same, since it may have changed. */
function areSame(left: Members, right: Members, depth: number): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) {
    const [one, other] = [left[name], right[name]];
    if (typeof one !== "object" || one === null) {
      if (!Object.is(one, other)) return false;
    } else if (depth === 0 || typeof other !== "object" || other === null) {
      return false;
    } else if (!areSame(one as Members, other as Members, depth - 1)) {
      return false;
    }
  }
  return true;
}

function copy(options: Members, depth: number): Members {
  const inside = ([name, value]: [string, unknown]) => [
    name,
    depth > 0 && typeof value === "object" && value !== null ? copy(value as Members, depth - 1) : value,
  ];
  return Object.fromEntries(Object.entries(options).map(inside as (entry: [string, unknown]) => [string, unknown]));
}

/** What the Wasm answers: JSON, either of what was asked for or of how the function was used wrongly. */
export function decodeAnswer<T>(text: string): T {
  const answer: T | Refusal = JSON.parse(text);
  if (typeof answer === "object" && answer !== null && "misuse" in answer)
    throw new TykSessionError(answer.misuse, answer);
  return answer as T;
}
