// Before anything is timed: all contenders say the same of the same keys.
import assert from "node:assert/strict";
import { check, rules } from "tyk-session";
import { codes, SHAPES } from "./peers.mjs";
import { CODES } from "./rules.mjs";

const known = new Set(CODES);
const shapes = new Set(
  rules()
    .filter((rule) => rule.family === "decode" && rule.severity === "error")
    .map((rule) => rule.code),
);

/** Holds that tyk-session and the peers refuse the same keys and find the same in the others; gives how many issues. */
export function agree(texts, options) {
  let found = 0;
  for (const text of texts) {
    const { issues } = check(text, options);
    const ours = issues.some((issue) => shapes.has(issue.code))
      ? undefined
      : issues
          .map((issue) => issue.code)
          .filter((code) => known.has(code))
          .sort();
    const key = JSON.parse(text);
    for (const [name, hasShape] of Object.entries(SHAPES)) {
      assert.deepEqual(codes(hasShape, key)?.sort(), ours, `${name} disagrees on ${text}`);
    }
    found += issues.length;
  }
  return found;
}
