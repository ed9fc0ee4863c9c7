import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import ts from "typescript";
import { Project } from "./project.js";

const README = readFileSync(new URL("../../pkg/README.md", import.meta.url), "utf8");
const SNIPPETS = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? "");

/** The Dashboard and the gateway of the examples, which has one key. */
const SERVERS = `
  process.env.TYK_SECRET = "secret-of-the-example";
  let key = '{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"access_rights":{"a1":{"versions":["Default"]}}}';
  const answers = {
    "dash.example.com": () => ({ api_model: {}, data: {}, key_id: "k1", key_hash: "h1" }),
    "gateway.example.com": ({ method }, body) => {
      if (method === "GET") return JSON.parse(key);
      key = body;
      return { key: "k1", status: "ok", action: "modified" };
    },
  };
  globalThis.fetch = async (url, init) => {
    const sent = new Request(url, init);
    const secret = sent.headers.get("authorization") ?? sent.headers.get("x-tyk-authorization") ?? "";
    const known = secret.endsWith("secret-of-the-example");
    const answer = known ? answers[new URL(url).hostname](sent, await sent.text()) : { Status: "Error", Message: "no" };
    const headers = { "content-type": "application/json" };
    return new Response(JSON.stringify(answer), { status: known ? 200 : 401, headers });
  };`;

let project: Project;

test.beforeAll(() => {
  project = new Project({ "servers.mjs": SERVERS });
});

test.afterAll(() => project.remove());

test("the README has examples", () => {
  expect(SNIPPETS.length).toBeGreaterThan(3);
});

for (const [index, snippet] of SNIPPETS.entries()) {
  test(`example ${index + 1} of the README runs in the packed package and prints what it says`, () => {
    const output = ts.transpile(snippet, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 });
    project.write({ [`example-${index}.mjs`]: output });
    const printed = project.run("node", ["--import", "./servers.mjs", `example-${index}.mjs`]);
    const promised = [...snippet.matchAll(/; \/\/ → (.*)$/gm)].map((match) => `${match[1]}\n`).join("");
    expect(printed).toBe(promised);
  });
}
