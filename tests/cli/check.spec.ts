import { expect } from "@playwright/test";
import { test } from "./folder.js";

const ORGANISATION = "5e9d9544a1dcd60001d0ed20";
const GOOD =
  '{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"access_rights":{"a1":{"api_id":"a1","versions":["Default"]}}}';
const NEGATIVE = `{\n  "org_id": "${ORGANISATION}",\n  "alias": "😀 日本",\t"quota_max": -5\n}\n`;
const BROKEN = '{"rate":100,"per":60,}';

test("a person sees where it is, what will happen, the line with carets, and what to do", ({ folder }) => {
  folder.write({ "key.json": NEGATIVE });
  const { code, out, err } = folder.run("check --endpoint gateway-org key.json");
  expect(out).toBe(`key.json:3:34 warning[quota-max-negative] /quota_max
  a quota of -5 is no quota: the number of requests will be unlimited
  3 │   "alias": "😀 日本",  "quota_max": -5
    │                                     ^^
  help: -1 is the documented number for unlimited
  fix: set quota_max to -1 (tyk-session fix)

1 key checked: 1 warning
`);
  expect(err).toBe("");
  expect(code).toBe(0);
});

test("the exit code is 1 for errors, 0 for warnings and less, 2 for misuse", ({ folder }) => {
  folder.write({ "good.json": GOOD, "negative.json": NEGATIVE, "broken.json": BROKEN });
  expect(folder.run("check -e gateway-key good.json").code).toBe(0);
  expect(folder.run("check -e gateway-org negative.json").code).toBe(0);
  expect(folder.run("check -e gateway-org --gateway-version v5.8.1 negative.json").code).toBe(0);
  expect(folder.run("check -e gateway-key good.json broken.json").code).toBe(1);
  for (const [line, said] of [
    ["", "usage"],
    ["chek", "there is no command chek: did you mean check?"],
    ["check -e gateway-key", "name files, directories or patterns, or - for standard input"],
    [
      "check good.json",
      "say where the update goes: --endpoint dashboard-admin-org|dashboard-api|gateway-org|gateway-key",
    ],
    ["check -e gateway-kye good.json", "did you mean gateway-key?"],
    ["check -e gateway-key --formt json good.json", "check has no option --formt: did you mean --format?"],
    ["check -e gateway-key --format", "--format needs a value"],
    ["check -e gateway-key --format json --format sarif good.json", "--format is given twice"],
    ["check -e gateway-key --ndjson=1 good.json", "--ndjson takes no value"],
    ["check -e gateway-key missing.json", "missing.json cannot be read: there is no such file"],
    ["check -e gateway-key none/*.json", "none/*.json holds no file"],
    ["check -e gateway-key --gateway-version 4.3 good.json", "gateway version"],
    ["check -e gateway-key --now soon good.json", "--now is a time in Unix seconds"],
    ["check -e gateway-key --query suppres_reset=1 good.json", "did you mean suppress_reset?"],
    ["check -e gateway-key --query foo=1 good.json", "--query: there is no foo: there are suppress_reset, "],
    [
      "check -e gateway-key --gateway-version 5.99 good.json",
      "tyk-session: --gateway-version must be a gateway version",
    ],
    ["check -e gateway-key --context broken.json good.json", "broken.json is not JSON"],
    ["check -e gateway-key --previous - good.json", "standard input can only be a key to work on"],
    ["check -e gateway-key --batch", "--batch goes with --context alone, not with --endpoint"],
    ["predict --format json --batch", "--batch goes with --context alone, not with --format"],
    ["schema good.json", "schema takes no text"],
    ["--versio", "there is no option --versio before a command: did you mean --version?"],
  ]) {
    const { code, out, err } = folder.run(line as string);
    expect(err, line).toContain(said);
    expect(out, line).toBe("");
    expect(code, line).toBe(2);
  }
});

test("files are named, found in directories and by patterns, or come from standard input", ({ folder }) => {
  folder.write({
    "keys/a.json": NEGATIVE,
    "keys/deep/b.json": NEGATIVE,
    "keys/deep/c.txt": NEGATIVE,
    "keys/node_modules/d.json": NEGATIVE,
    "keys/.hidden/e.json": NEGATIVE,
  });
  const named = (operands: string, input = "") => {
    const { out } = folder.run(`check -e gateway-org --format json ${operands}`, { input });
    return JSON.parse(out).files.map(({ file }: { file: string }) => file);
  };
  expect(named("keys")).toEqual(["keys/a.json", "keys/deep/b.json"]);
  expect(named("keys/**/*.json")).toEqual(["keys/a.json", "keys/deep/b.json"]);
  expect(named("keys/*.json")).toEqual(["keys/a.json"]);
  expect(named("keys/deep/{b,x}.json keys/?.json")).toEqual(["keys/deep/b.json", "keys/a.json"]);
  expect(named("keys/deep/c.txt keys/deep/c.txt")).toEqual(["keys/deep/c.txt"]);
  expect(named("-", NEGATIVE)).toEqual(["-"]);
});

test("JSON holds the report of each file and the counts of all", ({ folder }) => {
  folder.write({ "a.json": NEGATIVE, "b.json": BROKEN });
  const report = JSON.parse(folder.run("check -e gateway-org --format json a.json b.json").out);
  expect(report).toMatchObject({ keys: 2, errors: 1, warnings: 1, infos: 0 });
  expect(report.files[0]).toMatchObject({
    file: "a.json",
    warnings: 1,
    issues: [{ code: "quota-max-negative", pointer: "/quota_max", fix: { applicability: "safe" } }],
  });
});

test("no digit of a number is lost in JSON", ({ folder }) => {
  const largest = "9223372036854775807";
  folder.write({ "a.json": `{"rate":1,"per":1,"quota_max":-${largest}}` });
  for (const line of [
    "check -e gateway-key --format json a.json",
    "check -e gateway-key --ndjson --format json a.json",
  ]) {
    const { out } = folder.run(line);
    for (const [number] of out.matchAll(/\d{16,}/g)) expect(number).toBe(largest);
    expect(out).toContain(largest);
  }
});

test("GitHub gets an annotation an issue, on its line, with nothing in it that is a command of its own", ({
  folder,
}) => {
  folder.write({ "a.json": NEGATIVE, "50%,:.json": '{"a\\n::error::b":1,"rate":1,"per":1}' });
  const { out } = folder.run("check -e gateway-org --format github a.json 50%,:.json");
  expect(out).toContain(
    "::warning file=a.json,line=3,endLine=3,col=34,endColumn=36,title=quota-max-negative::/quota_max: a quota of -5",
  );
  expect(out).toContain("file=50%25%2C%3A.json,");
  expect(out).not.toMatch(/^::error::b/m);
});

test("colours come only on a terminal, or when they are asked for", ({ folder }) => {
  folder.write({ "a.json": NEGATIVE });
  const colours = (env: Record<string, string>) =>
    folder.run("check -e gateway-org a.json", { env }).out.includes("\u001b[");
  expect(colours({})).toBe(false);
  expect(colours({ FORCE_COLOR: "1" })).toBe(true);
  expect(colours({ FORCE_COLOR: "0" })).toBe(false);
  expect(colours({ NO_COLOR: "1" })).toBe(false);
});

test("a text cannot move the cursor or turn the direction of a terminal", ({ folder }) => {
  folder.write({ "a.json": '{"\u001b[2J\u202e\\u001b[2J":1,"rate":"\u009b2J","per":1}' });
  const { out } = folder.run("check -e gateway-org a.json");
  expect(out).toContain("[2J");
  expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
});

test("a key on one long line is shown around the place", ({ folder }) => {
  const tags = JSON.stringify(Array.from({ length: 500 }, (_, index) => `tag-${index}`));
  folder.write({ "a.json": `{"org_id":"${ORGANISATION}","tags":${tags},"quota_max":-5,"meta_data":{"list":${tags}}}` });
  const { out } = folder.run("check -e gateway-org a.json");
  const [, , code, carets] = out.split("\n") as [string, string, string, string];
  expect(code.length).toBeLessThanOrEqual(100);
  expect(code.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("-5");
});

test("keys of an export are told of by rule, or one per line", ({ folder }) => {
  const keys = [...Array.from({ length: 2_000 }, () => GOOD), BROKEN, "", NEGATIVE.replaceAll("\n", " "), BROKEN];
  folder.write({ "keys.ndjson": keys.join("\n") });
  const { code, out, err } = folder.run("check -e gateway-key --ndjson keys.ndjson");
  expect(out).toMatch(/^error\[json-syntax\] \d times?, first in keys\.ndjson:2001$/m);
  expect(out).toMatch(/^2,003 keys checked: /m);
  expect(err).toBe("");
  expect(code).toBe(1);
  const lines = folder.run("check -e gateway-key --ndjson --format json -", { input: keys.join("\n") }).out;
  const reports = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(reports[0]).toMatchObject({ file: "-", line: 2001, index: 2000, issues: [{ code: "json-syntax" }] });
  expect(reports.at(-1)).toMatchObject({ line: 2004, index: 2002 });
  const array = folder.run("check -e gateway-key --ndjson -", { input: `[${GOOD},${GOOD}]` });
  expect(array).toMatchObject({ code: 0, out: "2 keys checked: nothing to say\n" });
  expect(folder.run("check -e gateway-key --ndjson -", { input: `[${GOOD},` }).code).toBe(2);
  expect(folder.run("check -e gateway-key --ndjson --format sarif keys.ndjson").code).toBe(2);
  const pretty = folder.run("check -e gateway-key --ndjson --format json -", { input: `[\n${GOOD},\n${NEGATIVE}]` });
  expect(JSON.parse(pretty.out).line).toBe(3);
});

test("whoever reads the output may stop reading, or read slowly", ({ folder }) => {
  const question = `{"endpoint":"gateway-org","body":${JSON.stringify(NEGATIVE)}}`;
  folder.write({ "questions.ndjson": `${question}\n`.repeat(50_000) });
  const first = folder.shell("tyk-session check --batch < questions.ndjson | head -n 1");
  expect(first.err).toBe("");
  expect(first.out).toContain("quota-max-negative");
  const slow = folder.shell("tyk-session check --batch < questions.ndjson | (sleep 1; wc -l)");
  expect(slow.out.trim()).toBe("50000");
});

test("an answer is one line for every program that reads lines, whatever the key holds", ({ folder }) => {
  const alias = "next\u0085line\u2028and\u2029paragraph";
  const previous = JSON.stringify({ org_id: ORGANISATION, alias });
  const question = JSON.stringify({ endpoint: "gateway-org", now: 1_800_000_000, previous, body: BROKEN });
  const { out } = folder.run("predict --batch", { input: `${question}\n` });
  expect(out.trimEnd()).not.toMatch(/[\n\u0085\u2028\u2029]/);
  expect(JSON.parse(out).stored).toBe(previous);

  const key = JSON.stringify({ org_id: ORGANISATION, [`x${alias}`]: 1 });
  const { out: found } = folder.run("check -e gateway-org --ndjson --format json -", { input: `${key}\n` });
  expect(found.trimEnd()).not.toMatch(/[\n\u0085\u2028\u2029]/);
  expect(JSON.parse(found).issues[0].pointer).toBe(`/x${alias}`);
});

test("an export is not taken for a key, nor a key for an export, and one without keys is none", ({ folder }) => {
  folder.write({ "pretty.json": NEGATIVE, "array.json": `[${GOOD}]`, "empty.json": "" });
  for (const command of ["check -e gateway-key", "fix -e gateway-key", "migrate"]) {
    const pretty = folder.run(`${command} --ndjson pretty.json`);
    expect(pretty).toMatchObject({ code: 2, out: "" });
    expect(pretty.err).toContain("pretty.json: one key stands on many lines: leave out --ndjson");
    const empty = folder.run(`${command} --ndjson empty.json`);
    expect(empty).toMatchObject({ code: 2, out: "" });
    expect(empty.err).toContain("empty.json holds no key");
  }
  const array = folder.run("fix -e gateway-key --ndjson array.json");
  expect(array).toMatchObject({ code: 2, out: "" });
  expect(array.err).toContain("array.json is an array: fix and migrate take one key a line");
});

test("the counts say that more is judged once the gateway can read the keys", ({ folder }) => {
  const wrong = '{"rate":"1","per":1,"quota_max":-5}';
  const more = "1 error; more is judged once what cannot be read is fixed\n";
  expect(folder.run("check -e gateway-key -", { input: wrong }).out).toContain(`1 key checked: ${more}`);
  expect(folder.run("check -e gateway-key --ndjson -", { input: wrong }).out).toContain(`1 key checked: ${more}`);
  expect(folder.run("check -e gateway-key -", { input: '{"rate":1,"per":1}' }).out).not.toContain("more is judged");
});
