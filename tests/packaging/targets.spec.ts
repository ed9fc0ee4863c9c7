import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, expect, test } from "@playwright/test";
import { createServer } from "vite";
import { Project } from "../package/project.js";
import { serve } from "./site.js";

const CHECK = `check('{"rate" => 100}', { endpoint: "gateway-key" }).issues.map((issue) => issue.code).join()`;
const CODES = "json-syntax";
const SMALL = `import { check } from "tyk-session/check"; console.log(${CHECK});`;
const IMPORT = 'import { check } from "tyk-session";';
/** Allows Wasm to be compiled, and no script from elsewhere or in the page. */
const POLICY = "default-src 'none'; connect-src 'self'; worker-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const here = import.meta.dirname;
const bin = join(here, "node_modules/.bin");

let project: Project;
let browser: Browser;

test.beforeAll(async () => {
  // inside this directory, so that its tools are found; nearest of all packages is still the packed one
  project = new Project(
    {
      "page.js": `${IMPORT} document.title = ${CHECK};`,
      "print.mjs": `${IMPORT} console.log(${CHECK});`,
      "small.mjs": SMALL,
      "print.cjs": `const { check } = require("tyk-session"); console.log(${CHECK});`,
      "index.html": '<!doctype html><script type="module" src="./page.js"></script>',
    },
    join(here, "projects"),
  );
  const { CHROMIUM: executablePath } = process.env;
  browser = await chromium.launch({ args: ["--no-sandbox"], ...(executablePath ? { executablePath } : {}) });
});

test.afterAll(async () => {
  await browser?.close();
  project.remove();
});

function tool(name: string, options: string[]): string {
  return project.run(join(bin, name), options);
}

/** Opens a page of the project in Chromium and waits for the codes in its title. */
async function open(directory: string, { page: name = "", policy = POLICY, title = CODES } = {}): Promise<void> {
  const { url, server } = await serve(join(project.directory, directory), policy);
  const page = await browser.newPage();
  try {
    await page.goto(url + name);
    await expect(page).toHaveTitle(title, { timeout: 20_000 });
  } finally {
    await page.close();
    server.close();
  }
}

/** Makes a page around a script that a bundler wrote. */
function page(directory: string, script: string, type = "module"): void {
  project.write({
    [`${directory}/index.html`]: `<!doctype html><script type="${type}" defer src="${script}"></script>`,
  });
}

for (const [runtime, executable, options] of [
  ["Node.js 22", "node22/bin/node", []],
  ["Node.js 24", "node24/bin/node", []],
  ["Deno", ".bin/deno", ["run", "--cached-only"]],
  ["Bun", ".bin/bun", []],
] as const) {
  test(`${runtime} imports it, and requires it`, () => {
    const command = join(here, "node_modules", executable);
    test.skip(!existsSync(command), `there is no ${runtime} for this platform in the registry`);
    for (const file of ["print.mjs", "print.cjs", "small.mjs"]) {
      // what is required is what Node.js gets, which reads its Wasm
      const allowed = runtime === "Deno" && file === "print.cjs" ? ["--allow-read"] : [];
      expect(project.run(command, [...options, ...allowed, file]).trim(), file).toBe(CODES);
    }
  });
}

test("webpack bundles it for a page", async () => {
  tool("webpack", ["--mode", "production", "--entry", "./page.js", "--output-path", "webpack"]);
  page("webpack", "main.js", "text/javascript");
  await open("webpack");
});

test("Rollup bundles it for a page", async () => {
  tool("rollup", ["page.js", "--file", "rollup/main.js", "--plugin", "node-resolve", "--silent"]);
  page("rollup", "main.js");
  await open("rollup");
});

test("esbuild bundles it for a page, as a module and as a classic script", async () => {
  for (const format of ["esm", "iife"]) {
    const directory = `esbuild-${format}`;
    tool("esbuild", ["page.js", "--bundle", "--minify", `--format=${format}`, `--outfile=${directory}/main.js`]);
    page(directory, "main.js", format === "esm" ? "module" : "text/javascript");
    await open(directory);
  }
});

test("webpack and esbuild bundle it for Node.js, and the check alone", () => {
  for (const file of ["print", "small"]) {
    tool("webpack", [
      "--mode",
      "production",
      "--target",
      "node",
      "--entry",
      `./${file}.mjs`,
      "--output-path",
      `node-${file}`,
    ]);
    tool("esbuild", [`${file}.mjs`, "--bundle", "--platform=node", "--format=esm", `--outfile=node-${file}/esm.mjs`]);
    tool("esbuild", [
      `${file}.mjs`,
      "--bundle",
      "--platform=node",
      "--format=cjs",
      `--outfile=node-${file}/cjs.cjs`,
      "--log-level=error",
    ]);
    for (const built of ["main.js", "esm.mjs", "cjs.cjs"])
      expect(project.run("node", [join(project.directory, `node-${file}`, built)]).trim(), built).toBe(CODES);
  }
});

test("Parcel bundles it for a page", async () => {
  tool("parcel", ["build", "index.html", "--dist-dir", "parcel", "--no-source-maps", "--no-cache"]);
  await open("parcel");
});

test("Next.js renders it on the server and runs it in the page", async () => {
  project.write({
    "next/package.json": '{ "private": true, "type": "module" }',
    "next/next.config.mjs": `export default {
      output: "export", turbopack: { root: ${JSON.stringify(join(here, "../.."))} } };`,
    "next/app/layout.jsx": "export default ({ children }) => <html><body>{children}</body></html>;",
    "next/app/page.jsx": `${IMPORT} import Client from "./client";
      export default () => <main><p id="server">{${CHECK}}</p><Client /></main>;`,
    "next/app/client.jsx": `"use client"; import { useEffect } from "react"; ${IMPORT}
      export default () => { useEffect(() => { document.title = ${CHECK}; }); return null; };`,
  });
  tool("next", ["build", "next"]);
  const { url, server } = await serve(
    join(project.directory, "next/out"),
    POLICY.replace("'self' 'wasm", "'self' 'unsafe-inline' 'wasm"),
  );
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await expect(page.locator("#server")).toHaveText(CODES);
    await expect(page).toHaveTitle(CODES);
  } finally {
    await page.close();
    server.close();
  }
});

test("the edge runtime of Next.js answers with it", async () => {
  project.write({
    "next-edge/package.json": '{ "private": true, "type": "module" }',
    "next-edge/next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(join(here, "../.."))} } };`,
    "next-edge/app/layout.jsx": "export default ({ children }) => <html><body>{children}</body></html>;",
    "next-edge/app/page.jsx": "export default () => <main />;",
    "next-edge/app/codes/route.js": `${IMPORT} export const runtime = "edge";
      export const GET = () => new Response(${CHECK} + typeof EdgeRuntime);`,
  });
  tool("next", ["build", "next-edge"]);
  const next = spawn(join(bin, "next"), ["start", "next-edge", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: project.directory,
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      next.stdout.on("data", (text) => {
        said += text;
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (address !== undefined && said.includes("Ready")) resolve(address);
      });
      next.once("exit", () => reject(new Error(said)));
    });
    expect(await (await fetch(`${url}/codes`)).text()).toBe(`${CODES}string`);
  } finally {
    next.kill();
  }
});

test("a plain static server gives it to a page as it is, under a policy that allows nothing but Wasm", async () => {
  project.write({
    "plain.js": `import { check } from "./node_modules/tyk-session/dist/index.js"; document.title = ${CHECK};`,
    "plain.html": '<!doctype html><script type="module" src="plain.js"></script>',
  });
  await open(".", { page: "plain.html" });
});

test("an import map names it to a page", async () => {
  const map = '{ "imports": { "tyk-session": "./node_modules/tyk-session/dist/index.js" } }';
  const hash = createHash("sha256").update(map).digest("base64");
  project.write({
    "mapped.html": `<!doctype html><script type="importmap">${map}</script><script type="module" src="page.js"></script>`,
  });
  await open(".", { page: "mapped.html", policy: POLICY.replace("'self' 'wasm", `'self' 'sha256-${hash}' 'wasm`) });
});

test("a page that allows no Wasm is told so by the browser", async () => {
  const { url, server } = await serve(project.directory, POLICY.replace(" 'wasm-unsafe-eval'", ""));
  const page = await browser.newPage();
  try {
    const thrown = page.waitForEvent("pageerror");
    await page.goto(`${url}plain.html`);
    expect(String(await thrown)).toContain("WebAssembly");
  } finally {
    await page.close();
    server.close();
  }
});

test("Vite serves it while developing", async () => {
  const vite = await createServer({ root: project.directory, logLevel: "error", server: { host: "127.0.0.1" } });
  const page = await browser.newPage();
  try {
    await vite.listen();
    await page.goto(vite.resolvedUrls?.local[0] ?? "");
    await expect(page).toHaveTitle(CODES, { timeout: 20_000 });
  } finally {
    await page.close();
    await vite.close();
  }
});

test("Vite replaces a module of a page that uses it, and the package itself, while the page goes on", async () => {
  const part = (word: string) => `${IMPORT} export const told = () => "${word} " + ${CHECK};`;
  project.write({
    "hot/part.js": part("first"),
    "hot/main.js": `
      import { told } from "./part.js";
      window.loads = (window.loads ?? 0) + 1;
      let latest = told;
      document.title = latest();
      import.meta.hot.accept("./part.js", (replaced) => { latest = replaced.told; document.title = latest(); });
      window.again = () => latest();`,
    "hot/index.html": '<!doctype html><script type="module" src="./main.js"></script>',
  });
  const root = join(project.directory, "hot");
  const vite = await createServer({ root, logLevel: "error", server: { host: "127.0.0.1" } });
  const page = await browser.newPage();
  const evaluate = (script: string) => page.evaluate<unknown>(script);
  try {
    await vite.listen();
    await page.goto(vite.resolvedUrls?.local[0] ?? "");
    await expect(page).toHaveTitle(`first ${CODES}`, { timeout: 20_000 });
    for (const word of ["second", "third"]) {
      // the watcher of files overlooks a change that comes right after another
      await expect(async () => {
        project.write({ "hot/part.js": part(word) });
        await expect(page).toHaveTitle(`${word} ${CODES}`, { timeout: 2_000 });
      }).toPass({ timeout: 20_000 });
    }
    const copy = `/@fs${join(project.directory, "node_modules/tyk-session/dist/index.js")}?t=1`;
    expect(await evaluate(`import(${JSON.stringify(copy)}).then(({ check }) => ${CHECK})`)).toBe(CODES);
    expect(await evaluate("again()")).toBe(`third ${CODES}`);
    // nothing of this has loaded the page anew
    expect(await evaluate("loads")).toBe(1);
  } finally {
    await page.close();
    await vite.close();
  }
});

test("two copies live in one page, each with its own credentials, and read each other's plans", async () => {
  cpSync(join(project.directory, "node_modules/tyk-session/dist"), join(project.directory, "other"), {
    recursive: true,
  });
  project.write({
    "copies.js": `
      import * as first from "./node_modules/tyk-session/dist/index.js";
      import * as second from "./other/index.js";
      const codes = ({ check }) => ${CHECK};
      const answers = Array.from({ length: 200 }, (_, round) => codes(round % 2 ? first : second));
      const origin = "https://gateway.example";
      const credential = second.credential({ origin, secret: "s3cr3t" });
      let refusal;
      try {
        first.request({ endpoint: "gateway-key", baseUrl: origin, keyId: "k", method: "GET", credential });
      } catch (error) {
        refusal = error instanceof first.TykSessionError;
      }
      const plan = first.plan({ base: "{}", edited: '{"rate":1}', endpoint: "gateway-key", now: 1 });
      const { verdict } = second.confirm(plan, [{ text: plan.prediction.stored, after: 1 }]);
      document.title = [...new Set(answers), first.check !== second.check, refusal, verdict].join(" ");`,
    "copies.html": '<!doctype html><script type="module" src="copies.js"></script>',
  });
  await open(".", { page: "copies.html", title: `${CODES} true true kept` });
});

test("eight Workers of one page import it at once and answer alike", async () => {
  project.write({
    "eight-worker.js": `import { check } from "./node_modules/tyk-session/dist/index.js";
      for (let round = 0; round < 200; round++) ${CHECK};
      postMessage(${CHECK});`,
    "eight.js": `
      const answer = () => new Promise((resolve, reject) => {
        const worker = new Worker("eight-worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
      });
      const answers = await Promise.all(Array.from({ length: 8 }, answer));
      document.title = answers.length + " " + [...new Set(answers)].join(" ");`,
    "eight.html": '<!doctype html><script type="module" src="eight.js"></script>',
  });
  await open(".", { page: "eight.html", title: `8 ${CODES}` });
});

test("a Worker imports it", async () => {
  project.write({
    "worker.js": `import { check } from "./node_modules/tyk-session/dist/index.js"; postMessage(${CHECK});`,
    "worker-page.js": `new Worker("worker.js", { type: "module" }).onmessage = ({ data }) => { document.title = data; };`,
    "worker.html": '<!doctype html><script type="module" src="worker-page.js"></script>',
  });
  await open(".", { page: "worker.html" });
});

test("a service worker answers with it", async () => {
  project.write({
    "service.js": `import { check } from "./node_modules/tyk-session/dist/index.js";
      addEventListener("install", () => skipWaiting());
      addEventListener("activate", (event) => event.waitUntil(clients.claim()));
      addEventListener("fetch", (event) => {
        if (event.request.url.endsWith("/codes")) event.respondWith(new Response(${CHECK}));
      });`,
    "service-page.js": `
      const controlled = new Promise((resolve) => { navigator.serviceWorker.oncontrollerchange = resolve; });
      await navigator.serviceWorker.register("service.js", { type: "module" });
      await controlled;
      document.title = await (await fetch("codes")).text();`,
    "service.html": '<!doctype html><script type="module" src="service-page.js"></script>',
  });
  await open(".", { page: "service.html" });
});

test("workerd runs it, with the Wasm compiled beforehand", async () => {
  project.write({
    "edge.js": `${IMPORT} export default { fetch: () => new Response(${CHECK}) };`,
    "edge.mjs": `
      import { Miniflare } from "miniflare";
      const edge = new Miniflare({
        modules: true, scriptPath: "edge/edge.js", modulesRoot: "edge", compatibilityDate: "2025-01-01",
        modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
      });
      try {
        console.log(await (await edge.dispatchFetch("http://localhost/")).text());
      } finally {
        await edge.dispose();
      }`,
  });
  const options = ["--bundle", "--format=esm", "--conditions=workerd", "--loader:.wasm=copy", "--outdir=edge"];
  tool("esbuild", ["edge.js", ...options]);
  expect(project.run("node", ["edge.mjs"]).trim()).toBe(CODES);
});
