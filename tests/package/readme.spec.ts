import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import ts from "typescript";
import { Project } from "./project.js";

const README = readFileSync(new URL("../../pkg/README.md", import.meta.url), "utf8");
const SNIPPETS = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? "");

/** The Dashboard of the examples. */
const DASHBOARD = `
  process.env.TYK_SECRET = "secret-of-the-example";
  globalThis.fetch = async (url, init) => {
    const sent = new Request(url, init);
    const known = sent.headers.get("authorization") === "Bearer secret-of-the-example";
    const answer = known ? { api_model: {}, data: {}, key_id: "k1", key_hash: "h1" } : { Status: "Error", Message: "no" };
    return new Response(JSON.stringify(answer), { status: known ? 200 : 401 });
  };`;

let project: Project;

test.beforeAll(() => {
  project = new Project({ "dashboard.mjs": DASHBOARD });
});

test.afterAll(() => project.remove());

test("the README has examples", () => {
  expect(SNIPPETS.length).toBeGreaterThan(3);
});

for (const [index, snippet] of SNIPPETS.entries()) {
  test(`example ${index + 1} of the README runs in the packed package and prints what it says`, () => {
    const output = ts.transpile(snippet, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 });
    project.write({ [`example-${index}.mjs`]: output });
    const printed = project.run("node", ["--import", "./dashboard.mjs", `example-${index}.mjs`]);
    const promised = [...snippet.matchAll(/; \/\/ → (.*)$/gm)].map((match) => `${match[1]}\n`).join("");
    expect(printed).toBe(promised);
  });
}
