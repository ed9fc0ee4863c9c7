import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { Project } from "./project.js";

const recordings = fileURLToPath(new URL("../conformance/recordings/", import.meta.url));

interface Recorded {
  id: string;
  gateway: string;
  endpoint: string;
  query: string;
  now: number;
  before: string | null;
  body?: string;
  body_base64?: string;
  status: number;
  after: string | null;
  undetermined?: string[];
}

let project: Project;

test.beforeAll(() => {
  project = new Project({ "setup.json": readFileSync(`${recordings}setup.json`, "utf8") });
});

test.afterAll(() => project.remove());

test("the command line predicts what the gateway was recorded to store, for thousands of updates", () => {
  const lines = gunzipSync(readFileSync(`${recordings}5.13.0.ndjson.gz`))
    .toString()
    .trim()
    .split("\n");
  const recorded: Recorded[] = lines.map((line) => JSON.parse(line));
  const questions = recorded.map(({ id, gateway, endpoint, query, now, before, body, body_base64 }) =>
    JSON.stringify({ id, version: gateway, endpoint, query, now, previous: before, body, body_base64 }),
  );
  const answers = project.run(
    "npx",
    ["--offline", "tyk-session", "predict", "--batch", "--context", "setup.json"],
    questions.join("\n"),
  );
  const predicted = answers
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(predicted).toHaveLength(2_431);
  recorded.forEach(({ id, status, after, undetermined }, index) => {
    const { stored = null, ...prediction } = predicted[index];
    expect(prediction).toMatchObject({ id, status });
    if (undetermined === undefined) expect(stored).toBe(after);
  });
});

test("a line that cannot be understood spoils no other, and a wrong call says how to do it", () => {
  const good = '{"id":1,"endpoint":"gateway-org","now":1795000000,"body":"[]"}';
  const answers = project.run("npx", ["--offline", "tyk-session", "predict", "--batch"], `{"id":0}\n${good}`);
  expect(answers.split("\n")).toEqual([
    expect.stringContaining('{"id":0,"error":'),
    expect.stringContaining('{"id":1,"status":400,"message":"Request malformed"'),
    "",
  ]);
  expect(() => project.run("npx", ["--offline", "tyk-session", "predict"])).toThrow(/predict takes one text/);
});

test("JavaScript asks what the gateway will do, and what is in force", () => {
  const script = `
    import { effective, predict } from "tyk-session";
    const context = {
      org_id: "o",
      apis: { a1: { kind: "http" } },
      policies: { p1: { org_id: "o", rate: 5, per: 1, access_rights: { a1: {} } } },
    };
    const key = { org_id: "o", apply_policies: ["p1"], rate: 99 };
    const options = { endpoint: "gateway-key", context };
    const { status, stored, dependsOn } = predict(key, { ...options, now: 1795000000.9, previous: "{}" });
    const rate = effective(key, options).members.find(({ pointer }) => pointer === "/rate");
    console.log(JSON.stringify({ status, rate: JSON.parse(stored).rate, dependsOn, source: rate.policies }));`;
  const answer = JSON.parse(project.run("node", ["--input-type=module", "--eval", script]));
  expect(answer).toEqual({ status: 200, rate: 5, dependsOn: [], source: ["p1"] });
});
