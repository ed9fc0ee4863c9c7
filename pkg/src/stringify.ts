import { TykSessionError } from "./error.js";

/** Far deeper than a key, and far from the end of any engine's stack. */
const DEEPEST = 1_000;

/**
 * Writes a value as JSON text, losing nothing on the way: a bigint becomes its digits, a member that is `undefined` is
 * left out, `toJSON` is honoured.
 *
 * @throws {@link TykSessionError} for what JSON cannot hold and `JSON.stringify` would change or drop without a word:
 * `NaN`, infinities, integers a `number` no longer holds exactly, objects such as `Promise`, `Response` and `Map` that hold
 * nothing where JSON looks, functions, symbols, cycles, a getter that throws. The message names the place as a JSON Pointer.
 */
export function stringify(value: unknown): string {
  const place: Place = { names: [], ancestors: new Set() };
  let text: string | undefined;
  try {
    // The engine's own writer is several times as fast, and for what nearly all keys are made of it writes the same.
    text = isPlain(value, 0) ? JSON.stringify(value) : write(value, place);
  } catch (cause) {
    throw cause instanceof TykSessionError ? cause : refusal(place, "reading the value threw", { cause });
  }
  if (text === undefined) throw refusal(place, "the value is undefined, and JSON has no word for that");
  return text;
}

/** Whether `JSON.stringify` writes the value as it is. Says no when in doubt. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
    case "object":
      return value === null || (depth < DEEPEST && isPlainObject(value, depth + 1));
    default:
      return false;
  }
}

function isPlainObject(value: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  try {
    if (Array.isArray(value)) {
      // by index: a hole counts as undefined
      for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth)) return false;
      return prototype === Array.prototype && !("toJSON" in value);
    }
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const name in value) {
      const member = (value as Record<string, unknown>)[name];
      if (member !== undefined && !isPlain(member, depth)) return false;
    }
    return !("toJSON" in value);
  } catch {
    return false;
  }
}

/** Says which part of a value JSON cannot hold. */
export class NotJson extends TykSessionError {
  constructor(
    /** Where the part is. */
    readonly path: readonly (string | number)[],
    /** Why JSON cannot hold it. */
    readonly reason: string,
    options?: { cause: unknown },
  ) {
    const pointer = path.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    super(`cannot write the value as JSON, at "${pointer}": ${reason}`, options);
  }
}

interface Place {
  /** The names on the way to the value. */
  readonly names: (string | number)[];
  /** The objects on the way to the value. */
  readonly ancestors: Set<object>;
}

function write(value: unknown, place: Place): string | undefined {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return writeNumber(value, place);
    case "undefined":
      return undefined;
    case "object":
      return value === null ? "null" : writeObject(value, place);
    default:
      throw refusal(place, `a ${typeof value} is not JSON`);
  }
}

function writeNumber(value: number, place: Place): string {
  if (!Number.isFinite(value)) throw refusal(place, `${value} is no finite number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 2 ** 64) {
    // which bigint was meant cannot be told any more
    throw refusal(
      place,
      `${value} is more than a number holds exactly, its last digits may be lost already: hand in the text itself, or read it with parse()`,
    );
  }
  return String(value);
}

function writeObject(value: object, place: Place): string | undefined {
  if (place.ancestors.has(value)) throw refusal(place, "the object holds itself");
  if (place.ancestors.size === DEEPEST)
    throw refusal(place, `nested deeper than ${DEEPEST} levels: hand in the text itself`);
  place.ancestors.add(value);
  const toJson = read(value, "toJSON", place);
  let text: string | undefined;
  if (typeof toJson === "function") {
    text = write(toJson.call(value), place);
  } else if (Array.isArray(value)) {
    text = writeArray(value, place);
  } else {
    const advice = instead(value, place);
    if (advice !== undefined) throw refusal(place, `this ${value.constructor?.name} is not JSON: ${advice}`);
    text = writeMembers(value, place);
  }
  place.ancestors.delete(value);
  return text;
}

/** What to hand in instead of an object that keeps what it holds where JSON does not look; nothing for any other. */
function instead(value: object, place: Place): string | undefined {
  if (typeof read(value, "then", place) === "function") return "await it first";
  if (value instanceof Map || value instanceof Set) return "use Object.fromEntries or an array";
  if (value instanceof ArrayBuffer) return "wrap it in new Uint8Array()";
  // Nothing is above the prototype of a plain object, whatever realm it comes from.
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = !prototype || !Object.getPrototypeOf(prototype);
  return isPlain || Object.keys(value).length > 0 ? undefined : "hand in what it holds";
}

function writeArray(values: unknown[], place: Place): string {
  const parts: string[] = [];
  for (let index = 0; index < values.length; index++) {
    place.names.push(index);
    const text = write(read(values, index, place), place);
    if (text === undefined) throw refusal(place, "the element is undefined, and JSON has no word for that");
    parts.push(text);
    place.names.pop();
  }
  return `[${parts.join(",")}]`;
}

function writeMembers(value: object, place: Place): string {
  const parts: string[] = [];
  for (const name of Object.keys(value)) {
    place.names.push(name);
    const text = write(read(value, name, place), place);
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`);
    place.names.pop();
  }
  return `{${parts.join(",")}}`;
}

function read(value: object, name: string | number, place: Place): unknown {
  try {
    return Reflect.get(value, name);
  } catch (cause) {
    throw refusal(place, "reading the member threw", { cause });
  }
}

function refusal(place: Place, reason: string, options?: { cause: unknown }): NotJson {
  return new NotJson([...place.names], reason, options);
}
