import { patch } from "./check.js";
import { TykSessionError } from "./error.js";

/**
 * Reads JSON text into a value without rounding: an integer that a `number` cannot hold exactly becomes a `bigint`.
 * Objects have no prototype, so a member may be called `__proto__` or `constructor`.
 *
 * @throws {@link TykSessionError} when the text is not JSON: from which byte on, without quoting it; `check` says more about why.
 */
export function parse(text: string): unknown {
  if (typeof text !== "string") throw new TykSessionError("what parse reads must be a string");
  try {
    JSON.parse(text);
  } catch {
    // Without the engine's own words: they quote the text, and with it its secrets. This throws, and says from which byte on.
    patch(text, []);
    throw new TykSessionError("the text is not JSON: something stands after its value");
  }
  return build(text);
}

type Container = { value: Record<string, unknown> | unknown[]; name: string | undefined };

/** Builds the value of a text that is known to be JSON, with a stack of its own: nesting cannot exhaust the engine's. */
function build(text: string): unknown {
  const stack: Container[] = [];
  let root: unknown;
  const put = (value: unknown) => {
    const parent = stack.at(-1);
    if (parent === undefined) {
      root = value;
    } else if (Array.isArray(parent.value)) {
      parent.value.push(value);
    } else {
      parent.value[parent.name ?? ""] = value;
      parent.name = undefined;
    }
  };
  for (const token of tokens(text)) {
    const parent = stack.at(-1);
    if (token === "{" || token === "[") {
      const value = token === "{" ? Object.create(null) : [];
      put(value);
      stack.push({ value, name: undefined });
    } else if (token === "}" || token === "]") {
      stack.pop();
    } else if (parent !== undefined && parent.name === undefined && !Array.isArray(parent.value)) {
      parent.name = JSON.parse(token);
    } else {
      put(scalar(token));
    }
  }
  return root;
}

/** The brackets and scalars of a JSON text, without its white space, commas and colons. */
function* tokens(text: string): Generator<string> {
  const start = /[^\s,:]/g;
  const end = /[\s{}[\]",:]|$/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const from = match.index;
    if (match[0] === '"') {
      start.lastIndex = endOfString(text, from);
    } else if (!"{}[]".includes(match[0])) {
      end.lastIndex = from;
      start.lastIndex = end.exec(text)?.index ?? text.length;
    }
    yield text.slice(from, start.lastIndex);
  }
}

/** Past the quote that closes the string. Not a pattern: engines run out of stack on one of twenty megabytes. */
function endOfString(text: string, from: number): number {
  let quote = from;
  let backslashes: number;
  do {
    quote = text.indexOf('"', quote + 1);
    backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
  } while (backslashes % 2 === 1);
  return quote + 1;
}

function scalar(token: string): unknown {
  const value: unknown = JSON.parse(token);
  const rounded = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(token);
  return rounded ? BigInt(token) : value;
}
