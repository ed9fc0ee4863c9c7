import { beside } from "./about.js";
import { Misuse } from "./command.js";
import { title } from "./files.js";
import { tell } from "./terminal.js";

/** The mark that editors on Windows write at the beginning of UTF-8: no part of what a file says. */
const MARK = Buffer.from("\ufeff");

/** A text without its byte-order mark. */
export function unmarked(bytes: Buffer): Buffer {
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

/** What a text is that is no JSON at all but something that people often have in its place. */
export function foreign(bytes: Buffer): string | undefined {
  // no text begins with NUL, and letters of ASCII have one in UTF-16
  const start = bytes.toString("hex", 0, 2);
  if (start === "fffe" || start === "feff" || bytes.subarray(0, 2).includes(0))
    return "this is UTF-16: write it as UTF-8";
  const text = unmarked(bytes).toString().trim();
  if (text.startsWith("<")) return "this is HTML or XML, such as a proxy's page about an error: a key is a JSON object";
  return /^[\w.[\]-]+=[^\s"{}]*$/.test(text) ? "these are the fields of a form: a key is a JSON object" : undefined;
}

/** What a text is that is hardly the key that was meant, and what to do; nothing for what may be one. */
export function mistaken(bytes: Buffer): string | undefined {
  const what = foreign(bytes);
  if (what !== undefined) return what;
  const text = unmarked(bytes).toString().trim();
  if (hasKeys(text)) return "there is a key on each line: check, fix and migrate take that with --ndjson";
  const value = objectOf(text);
  if (value === undefined || hasMembers(value)) return undefined;
  if (isObject(value.data)) return "this is the Dashboard's answer: the key is in its member data (jq .data)";
  const status = value.status ?? value.Status;
  const isError = typeof value.error === "string" || (typeof status === "string" && status.toLowerCase() === "error");
  return isError ? "this is an error that a server answered with: it is not a key" : undefined;
}

/** Says what a text is that is hardly the key that was meant: beside the output, since it is judged as it is. */
export function tellMistaken(name: string, bytes: Buffer): void {
  const what = mistaken(bytes);
  if (what !== undefined) tell(`${title(name)}: ${what}`);
}

/** A key as a server has it, from a text that somebody named for it. An empty text stands for no key. */
export function stored(role: string, name: string, bytes: Buffer): Buffer {
  const key = unmarked(bytes);
  const text = key.toString().trim();
  if (text === "") return key;
  const value = objectOf(text);
  const strange = value === undefined ? "it is no JSON object" : "it has no member of a key";
  const isKey = value !== undefined && (hasMembers(value) || Object.keys(value).length === 0);
  const reason = mistaken(key) ?? (isKey ? undefined : strange);
  if (reason !== undefined) throw new Misuse(`${role} is not a key: ${title(name)}: ${reason}`);
  return key;
}

/** Whether there is a key on each of the first lines. */
function hasKeys(text: string): boolean {
  const [, ...keys] = /^(\{.*\})[ \t\r]*\n\s*(\{.*\})[ \t\r]*(?:\n|$)/.exec(text) ?? [];
  return keys.length > 0 && keys.every((line) => objectOf(line) !== undefined);
}

let members: ReadonlySet<string> | undefined;

/** Whether one of the members is a key's; the gateway takes names in any case. */
function hasMembers(value: object): boolean {
  members ??= new Set(Object.keys(JSON.parse(beside("./schema.json")).properties));
  return Object.keys(value).some((name) => members?.has(name.toLowerCase()));
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
