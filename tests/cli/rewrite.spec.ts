import { expect } from "@playwright/test";
import { test } from "./folder.js";

const KEY =
  '{\n  "apply_policy_id": "p1",\n\t"quota_max" : -5,\n  "expires": 1795000000000,\n  "meta_data": {"n": 12345678901234567890}\n}\n';
const MIGRATED = KEY.replace('"apply_policy_id": "p1"', '"apply_policies": ["p1"]');
const MENDED = MIGRATED.replace("-5", "-1");

test("fix shows the new text, and says beside it what it did and what is left", ({ folder }) => {
  folder.write({ "a.json": KEY });
  const { code, out, err } = folder.run("fix -e gateway-key a.json");
  expect(out).toBe(MENDED);
  expect(err).toContain("a.json: quota-max-negative: set quota_max to -1\n");
  expect(err).toContain("a.json: left: expires-milliseconds: ");
  expect(code).toBe(1);
  expect(folder.read("a.json")).toBe(KEY);
  expect(folder.run("fix -e gateway-key --only quota-max-negative -", { input: KEY }).out).toBe(
    KEY.replace("-5", "-1"),
  );
  expect(folder.run("fix -e gateway-key --unsafe a.json").out).toContain('"expires": 1795000000,');
  expect(folder.run("fix -e gateway-key --only quota-max-negativ a.json").err).toContain(
    "did you mean quota-max-negative?",
  );
});

test("fix writes the files, and touches none that needs nothing", ({ folder }) => {
  folder.write({ "keys/a.json": KEY, "keys/b.json": '{ "rate" : 1e1 }' });
  const { out, err } = folder.run("fix -e gateway-key --write --only quota-max-negative keys");
  expect(out).toBe("");
  expect(err).toContain("1 key of 2 changed");
  expect(folder.read("keys/a.json")).toBe(KEY.replace("-5", "-1"));
  expect(folder.read("keys/b.json")).toBe('{ "rate" : 1e1 }');
});

test("what would change is named, or shown as a diff, and nothing is written", ({ folder }) => {
  folder.write({ "a.json": KEY, "b.json": MIGRATED });
  const named = folder.run("migrate --check a.json b.json");
  expect(named).toMatchObject({ code: 1, out: "a.json\n" });
  const shown = folder.run("migrate --diff a.json b.json");
  expect(shown.out).toBe(`--- a/a.json
+++ b/a.json
@@ -1,5 +1,5 @@
 {
-  "apply_policy_id": "p1",
+  "apply_policies": ["p1"],
   "quota_max" : -5,
   "expires": 1795000000000,
   "meta_data": {"n": 12345678901234567890}
`);
  expect(shown.code).toBe(1);
  expect(folder.read("a.json")).toBe(KEY);
  expect(folder.run("migrate --check b.json")).toMatchObject({ code: 0, out: "" });
});

test("migrate moves an export line by line, every other byte stays", ({ folder }) => {
  const line = '{ "apply_policy_id":"p1","n":1.0,"é":"\\u00e9" }';
  const moved = '{ "apply_policies":["p1"],"n":1.0,"é":"\\u00e9" }';
  const input = `${line}\r\n\n{"rate": 1}\n`.repeat(3_000) + line;
  const { code, out, err } = folder.run("migrate --ndjson -", { input });
  expect(out).toBe(input.replaceAll(line, moved));
  expect(err).toContain("3,001 keys of 9,001 changed");
  expect(code).toBe(0);
});

test("fix mends an export line by line, says what is left in which line, and fails for it", ({ folder }) => {
  const line = '{ "rate":"10" ,"per":60,"quota_max":12345678901234567890 }';
  const input = `${line}\n\n{"rate": 1}\r\n`;
  const { code, out, err } = folder.run("fix -e gateway-key --ndjson -", { input });
  expect(out).toBe(input.replace('"10"', "10"));
  expect(err).toMatch(/:1: left: int64-overflow: /);
  expect(err).toContain("1 key of 3 changed");
  expect(code).toBe(1);
  expect(
    folder.run("fix -e gateway-key --ndjson -", { input: '{"rate":1,"per":1,"access_rights":{"a1":{}}}\n' }).code,
  ).toBe(0);
  expect(folder.run("fix -e gateway-key --ndjson --write -", { input }).err).toContain("choose one of --");
});

test("migrate keeps the bytes of lines that are not UTF-8", ({ folder }) => {
  const lines = `printf '{"a":"\\xff"}\\n{"apply_policy_id":"p","a":"\\xff"}\\n{"apply_policy_id":"p"}'`;
  expect(folder.shell(`${lines} | tyk-session migrate --ndjson -`).code).toBe(1);
  const { code, out, err } = folder.shell(
    `${lines} > in; tyk-session migrate --ndjson in > out; head -n 2 in | cmp - <(head -n 2 out) && tail -n 1 out`,
  );
  expect(out).toBe('{"apply_policies":["p"]}');
  expect(err).toContain("in:2: left: it is not UTF-8");
  expect(code).toBe(0);
});

test("a text whose bytes could not be kept, and ways that exclude each other, are refused", ({ folder }) => {
  folder.write({ "a.json": KEY, "b.json": KEY });
  expect(folder.run("migrate a.json b.json")).toMatchObject({ code: 2, out: "" });
  expect(folder.run("fix -e gateway-key --write --check a.json").err).toContain("choose one of --write and --check");
  expect(folder.shell('printf \'{"alias":"\\xff"}\' > c.json; tyk-session migrate --write c.json').err).toContain(
    "not UTF-8",
  );
});

test("migrate fails where it could not move what may be there", ({ folder }) => {
  for (const [input, said] of [
    ["not json", "json-syntax"],
    ["5", "body-not-object"],
    ['{"apply_policy_id":5}', "wrong-type-string"],
    ['{"apply_policies":[""],"apply_policy_id":"p1"}', "apply_policies is not empty and names no policy"],
  ] as const) {
    for (const line of ["migrate -", "migrate --check -", "migrate --ndjson -"]) {
      const { err, code } = folder.run(line, { input });
      expect(err, `${line} ${input}`).toMatch(new RegExp(`^standard input(:1)?: left: ${said}`));
      expect(code, `${line} ${input}`).toBe(1);
    }
  }
  expect(folder.run("migrate -", { input: '{"rate":"x"}' })).toMatchObject({ code: 0, err: "" });
});

test("a diff counts the lines that are there, and says where no newline ends the last", ({ folder }) => {
  const diff = (input: string) => folder.run("migrate --diff -", { input }).out.split("\n").slice(2).join("\n");
  const [old, fresh] = ['{"apply_policy_id":"p1"}', '{"apply_policies":["p1"]}'];
  expect(diff(`${old}\n`)).toBe(`@@ -1,1 +1,1 @@\n-${old}\n+${fresh}\n`);
  const end = "\n\\ No newline at end of file\n";
  expect(diff(old)).toBe(`@@ -1,1 +1,1 @@\n-${old}${end}+${fresh}${end}`);
});
