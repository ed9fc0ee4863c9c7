import { expect, test } from "@playwright/test";
import { type BulkOptions, bulk, TykSessionError } from "tyk-session";

const KEY: BulkOptions = { endpoint: "gateway-key", now: 1_795_000_000 };
const REST = '"access_rights":{"a1":{}},"org_id":"o"';
// a guess, a safe fix, and a rule that makes both: one name is nearly known, the other is not
const EXPORT = [
  `{"rte":100,"per":60,${REST}}`,
  `{"rate":"100","per":60,${REST}}`,
  `{"alais":"x","x":1,"rate":100,"per":60,${REST}}`,
  "",
].join("\n");

function mended(options: Partial<BulkOptions>): string[] {
  const checking = bulk({ ...KEY, fix: true, ...options });
  const parts = [checking.push(new TextEncoder().encode(EXPORT)), checking.finish()];
  const text = parts.map(({ text }) => new TextDecoder().decode(text)).join("");
  expect(parts.at(-1)?.progress.changed).toBe(
    text.split("\n").filter((line, n) => line !== EXPORT.split("\n")[n]).length,
  );
  return text.split("\n").slice(0, -1);
}

test("of an export, the fixes are made that were chosen, and every other byte stays", () => {
  const [first, second, third] = EXPORT.split("\n");
  const renamed = first?.replace("rte", "rate");
  const number = second?.replace('"100"', "100");
  const known = third?.replace('"x":1,', "");
  const all = known?.replace("alais", "alias");
  expect(mended({ only: [] })).toEqual([first, second, third]);
  expect(mended({})).toEqual([first, number, known]);
  expect(mended({ only: ["number-as-string"] })).toEqual([first, number, third]);
  expect(mended({ unsafe: true })).toEqual([renamed, number, all]);
  expect(mended({ unsafe: true, only: ["unknown-member"] })).toEqual([renamed, second, all]);
  expect(mended({ unsafe: [] })).toEqual([first, number, known]);
  expect(mended({ unsafe: ["per-without-rate"] })).toEqual([first, number, known]);
  expect(mended({ unsafe: ["unknown-member"] })).toEqual([renamed, number, all]);
});

test("a key of an export stands where its record says", () => {
  const text = `[ ${EXPORT.trim().split("\n").join(" ,\n ")} ]`;
  const checking = bulk(KEY);
  const bytes = new TextEncoder().encode(text);
  const records = [bytes.subarray(0, 40), bytes.subarray(40)].flatMap((chunk) => checking.push(chunk).records);
  records.push(...checking.finish().records);
  expect(records.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(records.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(EXPORT.trim().split("\n"));
});

test("a choice of fixes that cannot be made is refused in words", () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ unsafe: true }, "need `fix: true`"],
    [{ only: ["number-as-string"] }, "need `fix: true`"],
    [{ fix: true, only: ["number-as-strong"] }, "number-as-strong"],
    [{ fix: true, unsafe: ["number-as-strong"] }, "number-as-strong"],
    [{ fix: true, unsafe: "number-as-string" }, "options.unsafe must be true, false, or an array of codes"],
    [{ fix: true, only: "number-as-string" }, "options.only must be an array"],
    [{ unsafe: ["unknown-member"] }, "need `fix: true`"],
    [{ fix: true, migrate: true }, "either migrated or fixed"],
  ];
  for (const [options, words] of wrong) {
    const begin = () => bulk({ ...KEY, ...options });
    expect(begin, JSON.stringify(options)).toThrow(TykSessionError);
    expect(begin, JSON.stringify(options)).toThrow(words);
  }
  expect(bulk({ ...KEY, fix: false, unsafe: false }).finish().progress.changed).toBe(0);
});
