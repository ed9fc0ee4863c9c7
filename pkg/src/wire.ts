import { TykSessionError } from "./error.js";
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

/** A text that the Wasm is given. */
export type Text = string | Uint8Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of an input. */
export function textOf(input: Input): Text {
  if (typeof input === "string" || input instanceof Uint8Array) return input;
  return ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    : stringify(input);
}

/** The text that bytes are. */
export function decode(text: Text): string {
  return typeof text === "string" ? text : decoder.decode(text);
}

type Members = Record<string, unknown>;

let last: { options: Members; bytes: Uint8Array } | undefined;

/** A copy of what a call is told, which can be read without surprises: it is an object, and has no getter that throws. */
export function membersOf<T extends object>(options: T, expected = "options must be an object with an endpoint"): T {
  if (typeof options !== "object" || options === null) throw new TykSessionError(expected);
  try {
    return { ...options };
  } catch (cause) {
    throw new TykSessionError("reading an option threw", { cause });
  }
}

/** The text of a call's options, of which most calls have the same as the call before: those are written once. */
export function optionsOf(options: object): Text {
  try {
    if (last && areSame(options as Members, last.options, 1)) return last.bytes;
  } catch {
    // It is said below why they cannot be read.
  }
  const members = withTexts(options) as Members;
  const bytes = encoder.encode(stringify(members));
  last = { options: copy(members, 1), bytes };
  return bytes;
}

/** What a call is told, where a key that is handed in in another form has become text. */
export function withTexts<T extends object>(options: T): T {
  const members: Members = membersOf<object>(options) as Members;
  for (const name of ["previous", "body"]) {
    const input = members[name];
    if (input && typeof input === "object") members[name] = decode(textOf(input));
  }
  return members as T;
}

/** Whether two objects have the same members, to that depth; what is deeper is never the same, since it may have changed. */
function areSame(left: Members, right: Members, depth: number): boolean {
  // What is no plain object may be written as something else than its members.
  const prototype: unknown = Object.getPrototypeOf(left);
  if ((prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) || "toJSON" in left)
    return false;
  let more = 0;
  for (const name in left) {
    const [one, other] = [left[name], right[name]];
    if (typeof one !== "object" || one === null) {
      if (!Object.is(one, other) || !(name in right)) return false;
    } else if (depth === 0 || typeof other !== "object" || other === null) {
      return false;
    } else if (!areSame(one as Members, other as Members, depth - 1)) {
      return false;
    }
    more++;
  }
  for (const _ in right) more--;
  return more === 0;
}

function copy(options: Members, depth: number): Members {
  const inside = ([name, value]: [string, unknown]) => [
    name,
    depth > 0 && typeof value === "object" && value !== null ? copy(value as Members, depth - 1) : value,
  ];
  return Object.fromEntries(Object.entries(options).map(inside as (entry: [string, unknown]) => [string, unknown]));
}
