import { expect } from "@playwright/test";
import { test } from "./folder.js";

const KEY = '{"org_id":"5e9d9544a1dcd60001d0ed20","quota_max":-5}';
const FILE = "tyk-session.config.json";

test("the nearest configuration above a text says where it goes and how much its issues matter", ({ folder }) => {
  folder.write({
    [FILE]:
      '{"endpoint":"gateway-org","version":"5.13","severity":{"quota-max-negative":"error"},"context":"gateway.json"}',
    "gateway.json": '{"gateway_config":{"hash_keys":true}}',
    "keys/a.json": KEY,
    [`other/${FILE}`]: '{"$schema":"x","endpoint":"gateway-org","severity":{"quota-max-negative":"off"}}',
    "other/b.json": KEY,
  });
  const report = JSON.parse(folder.run("check --format json .").out);
  const said = (file: string) =>
    report.files
      .find((each: { file: string }) => each.file === file)
      .issues.map(({ code, severity }: { code: string; severity: string }) => `${severity} ${code}`);
  expect(said("keys/a.json")).toEqual(expect.arrayContaining(["error quota-max-negative", "info org-key-lost-update"]));
  expect(said("other/b.json")).toEqual([]);
  expect(folder.run(`check --config other/${FILE} keys`).code).toBe(0);
  expect(folder.run("check --endpoint gateway-key keys").out).toContain("quota-max-negative");
});

test("a mistake in it is an error that says what was meant", ({ folder }) => {
  folder.write({ "a.json": KEY });
  for (const [content, said] of [
    ['{"endpont":"gateway-org"}', "has no member endpont: did you mean endpoint?"],
    ['{"endpoint":"gateway"}', "endpoint must be one of"],
    ['{"endpoint":"gateway-kye"}', "not gateway-kye: did you mean gateway-key?"],
    ['{"context":{"polices":{}}}', "tyk-session.config.json has no member polices: did you mean policies?"],
    ['{"version":"4.3"}', "version must be a gateway version"],
    [
      '{"severity":{"quota-max-negativ":"off"}}',
      "there is no rule quota-max-negativ: did you mean quota-max-negative?",
    ],
    [
      '{"severity":{"quota-max-negative":"of"}}',
      "severity.quota-max-negative must be one of error, warning, info, off",
    ],
    ['{"context":"missing.json"}', "missing.json cannot be read"],
    ['{"context":{"apis":[1]}}', "context"],
    ["[]", "is not a JSON object"],
    ["{", "is not JSON"],
  ]) {
    folder.write({ [FILE]: content as string });
    const { code, err } = folder.run("check -e gateway-org a.json");
    expect(err, content).toContain(said);
    expect(err, content).toContain(".json");
    expect(code, content).toBe(2);
  }
});

test("a context whose members nobody would use, or could not read, is refused with the name of its file", ({
  folder,
}) => {
  folder.write({ "a.json": KEY, "questions.ndjson": "" });
  for (const [content, said] of [
    ['{"policy":{},"api":5}', "context.json has no member policy: there are org_id, apis"],
    [KEY, "context.json has no member quota_max"],
    [
      '{"policies":[]}',
      "context.json: /policies: a gateway could not read this value: apis and policies are objects by id",
    ],
    ["{", "context.json is not JSON"],
  ] as const) {
    folder.write({ "context.json": content });
    for (const line of [
      "check -e gateway-org --context context.json a.json",
      "check --batch --context context.json",
      "predict --batch --context context.json",
    ]) {
      const { code, err } = folder.run(line);
      expect(err, line).toContain(said);
      expect(code, line).toBe(2);
    }
  }
});

test("a byte-order mark is no part of a configuration or a context", ({ folder }) => {
  folder.write({
    "a.json": KEY,
    [FILE]: '\ufeff{"endpoint":"gateway-org","context":"context.json"}',
    "context.json": '\ufeff{"gateway_config":{"hash_keys":true}}',
  });
  expect(folder.run("check a.json").out).toContain("org-key-lost-update");
  const question = '{"endpoint":"gateway-org","body":"{\\"org_id\\":\\"o\\"}"}';
  expect(folder.run("check --batch --context context.json", { input: question }).out).toContain("org-key-lost-update");
});
