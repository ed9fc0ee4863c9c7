import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium, expect, test } from "@playwright/test";
import { Project } from "./project.js";

const BODY = '{"rate" => 100}';
const OPTIONS = '{ endpoint: "gateway-key" }';
const CHECK = `check('${BODY}', ${OPTIONS}).issues.map((issue) => issue.code).join()`;
const CODES = "json-syntax";

let project: Project;

test.beforeAll(() => {
  project = new Project({
    "import.mjs": `import { check } from "tyk-session"; console.log(${CHECK});`,
    "require.cjs": `const { check } = require("tyk-session"); console.log(${CHECK});`,
    "check.mjs": `import { check } from "tyk-session/check"; console.log(${CHECK});`,
    "check.cjs": `const { check } = require("tyk-session/check"); console.log(${CHECK});`,
    "rules.mjs": `import { rules, sessionSchema } from "tyk-session"; console.log(rules()[0].code);
      for (const target of ["draft-2020-12", "draft-07"])
        if (sessionSchema({})["~standard"].jsonSchema.input({ target }).type !== "object") throw new Error(target);`,
    "index.html": '<!doctype html><title>page</title><script type="module" src="/main.js"></script>',
    "main.js": `import { check } from "tyk-session"; document.title = ${CHECK};`,
    "check/index.html": '<!doctype html><script type="module" src="/main.js"></script>',
    "check/main.js": `import { check } from "tyk-session/check"; document.title = ${CHECK};`,
    "unused/index.html": '<!doctype html><script type="module" src="/main.js"></script>',
    "unused/main.js": 'import { check } from "tyk-session"; document.title = "unused";',
  });
});

test.afterAll(() => project.remove());

test("Node.js imports the package", () => {
  expect(project.run("node", ["import.mjs"]).trim()).toBe(CODES);
});

test("Node.js requires the package", () => {
  expect(project.run("node", ["require.cjs"]).trim()).toBe(CODES);
});

test("Node.js imports and requires the check alone", () => {
  for (const file of ["check.mjs", "check.cjs"]) expect(project.run("node", [file]).trim(), file).toBe(CODES);
});

test("what Rolldown bundles for Node.js is one file with the Wasm inside", () => {
  for (const file of ["import.mjs", "check.mjs", "rules.mjs"]) {
    const built = `bundled/alone-${file}`;
    project.tool("rolldown", [file, "--platform", "node", "--file", built]);
    expect(project.run("node", [built]).trim(), file).toBe(CODES);
  }
});

test("Node.js reads the catalogue and the JSON Schemas from beside the module", () => {
  expect(project.run("node", ["rules.mjs"]).trim()).toBe(CODES);
});

test("a page built by Vite checks a key, allowed to compile Wasm and nothing else", async () => {
  project.tool("vite", ["build", "--base", "/dist/", "--logLevel", "error"]);
  project.tool("vite", ["build", "check", "--base", "/check/dist/", "--logLevel", "error"]);
  const site = createServer((request, response) => {
    const path = request.url?.replace(/\/$/, "/index.html") ?? "";
    const type = extname(path) === ".js" ? "text/javascript" : "text/html";
    response.setHeader("content-security-policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    response.setHeader("content-type", type);
    response.end(readFileSync(join(project.directory, path)));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const executablePath = process.env.CHROMIUM;
  const browser = await chromium.launch({
    args: ["--no-sandbox"],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    for (const built of ["dist", "check/dist"]) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/${built}/`);
      await expect(page).toHaveTitle(CODES);
    }
  } finally {
    await browser.close();
    site.close();
  }
});

test("an import that is not used adds nothing to a bundle", () => {
  project.tool("vite", ["build", "unused", "--logLevel", "error"]);
  const assets = join(project.directory, "unused/dist/assets");
  const sizes = readdirSync(assets).map((name) => readFileSync(join(assets, name)).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_000);
});

test("the guide to the command line that the README names is in the package, and the page of a rule", () => {
  const packed = join(project.directory, "node_modules/tyk-session");
  const [, guide = ""] =
    /`(docs\/[a-z-]+\.md)` in the package/.exec(readFileSync(join(packed, "README.md"), "utf8")) ?? [];
  expect(readFileSync(join(packed, guide), "utf8")).toContain("# The command line");
  expect(readdirSync(join(packed, "docs/rules"))).toContain("json-syntax.md");
});

test("the Wasm, the rules and the JSON Schema can be had as files, and no path of the machine is in them", () => {
  const script = `
    for (const name of ["tyk_session.wasm", "tyk_session_check.wasm", "rules.json", "schema.json", "schema.draft-07.json", "package.json"]) {
      console.log(import.meta.resolve("tyk-session/" + name));
    }`;
  const files = project.run("node", ["--input-type=module", "--eval", script]).trim().split("\n");
  expect(files).toHaveLength(6);
  for (const file of files) {
    const content = readFileSync(new URL(file), "latin1");
    expect(content).not.toMatch(/\/root\/|\/home\/|\/Users\/|\.cargo\b/);
  }
});

test("an error that nobody catches shows its line and its class, and not the package", () => {
  const project = new Project({ "broken.mjs": 'import { check } from "tyk-session"; check("{}", { endpoint: "x" });' });
  try {
    let shown = "";
    try {
      project.run("node", ["broken.mjs"]);
    } catch (error) {
      shown = String((error as { stderr: unknown }).stderr);
    }
    expect(shown).toContain("TykSessionError: options.endpoint must be one of");
    expect(shown.length).toBeLessThan(3_000);
    project.write({
      "names.mjs": `
        for (const file of ["index.js", "index.node.js", "check-only.js", "check-only.node.js"]) {
          const library = await import("./node_modules/tyk-session/dist/" + file);
          console.log(library.TykSessionError.name, library.session?.().constructor.name ?? "");
        }`,
    });
    const printed = project.run("node", ["names.mjs"]).trim().split(/\s*\n/);
    expect(printed).toEqual([
      "TykSessionError SessionBuilder",
      "TykSessionError SessionBuilder",
      "TykSessionError",
      "TykSessionError",
    ]);
  } finally {
    project.remove();
  }
});
