import { parse } from "tyk-session";
import type { Failed } from "./job";

const magic: [bytes: number[], what: string][] = [
  [[0x1f, 0x8b], "this is gzip: unpack it first"],
  [[0x50, 0x4b, 3, 4], "this is a ZIP archive: unpack it first"],
  [[0xff, 0xfe], "this is UTF-16: save it as UTF-8"],
  [[0xfe, 0xff], "this is UTF-16: save it as UTF-8"],
];

/** One key that is written on many lines is not taken for an export. */
const largestKey = 4 * 1024 * 1024;

/** What a file is that is no export of keys, by how it begins. */
export async function foreign(file: Blob): Promise<Failed | undefined> {
  const start = new Uint8Array(await file.slice(0, 64 * 1024).arrayBuffer());
  const known = magic.find(([bytes]) => bytes.every((byte, at) => start[at] === byte));
  if (known) return { reason: known[1] };
  const text = new TextDecoder().decode(start).trimStart();
  if (text.startsWith("<")) return { reason: "this is HTML or XML, such as a proxy's page about an error" };
  const [first = "", second = ""] = text.split("\n", 2);
  // Where the first line is no key, the next line of an export begins with one all the same.
  if (!first.startsWith("{") || isJson(first) || !/^\s*["}]/.test(second)) return undefined;
  const isOneKey = file.size <= largestKey && isJson(await file.text());
  return {
    isOneKey,
    reason: isOneKey
      ? "this is one key on many lines, and an export has a key on each line"
      : "keys stand on many lines here, and an export has one on each: write them so first (jq -c .)",
  };
}

function isJson(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
