import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, expect, test } from "@playwright/test";
import { Project } from "../package/project.js";
import { serve } from "./site.js";

const here = import.meta.dirname;
const bin = join(here, "node_modules/.bin");

let project: Project;

test.beforeAll(() => {
  project = new Project({}, join(here, "projects"));
  cpSync(join(here, "../../examples"), project.directory, {
    recursive: true,
    filter: (path) => !path.endsWith(".rs") && !path.endsWith("package.json"),
  });
});

test.afterAll(() => project.remove());

/** Opens what esbuild made of an example, and waits for its title. */
async function title(directory: string, expected: string): Promise<void> {
  const policy = "default-src 'none'; worker-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
  const { url, server } = await serve(join(project.directory, directory), policy);
  const { CHROMIUM: executablePath } = process.env;
  const browser = await chromium.launch({ args: ["--no-sandbox"], ...(executablePath ? { executablePath } : {}) });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await expect(page).toHaveTitle(expected);
  } finally {
    await browser.close();
    server.close();
  }
}

test("the API in front of Tyk refuses what the gateway would, and sends the rest", () => {
  project.write({
    "hono-api/try.mjs": `
      import { createApp } from "./server.js";
      const sent = [];
      const fetch = async (url, { body }) => {
        sent.push(body);
        return Response.json({ key: "k1", status: "ok", action: "modified" });
      };
      const app = createApp({ baseUrl: "https://gateway.example", fetch });
      const headers = { "content-type": "application/json" };
      const put = (body) => app.request("/keys/k1", { method: "PUT", headers, body });
      const fine = '{"rate":100,"per":60,"access_rights":{"a1":{"versions":["Default"]}}}';
      console.log((await put('{"rate":"100"}')).status, sent.length, (await put(fine)).status, sent.join());`,
  });
  const said = project.run("node", ["hono-api/try.mjs"]).trim();
  expect(said).toBe('400 0 200 {"rate":100,"per":60,"access_rights":{"a1":{"versions":["Default"]}}}');
});

test("the form shows what the gateway would refuse", async () => {
  project.write({
    "react-hook-form/try.jsx": `
      import { createRoot } from "react-dom/client";
      import { KeyForm } from "./form.jsx";
      const session = { rate: "fast", per: 60, access_rights: { a1: { versions: ["Default"] } } };
      createRoot(document.body).render(<KeyForm session={session} onSave={() => {}} />);
      const watch = setInterval(() => {
        const button = document.querySelector("button");
        const problem = document.querySelector("#rate-problem");
        if (problem?.textContent) { clearInterval(watch); document.title = "told"; } else button?.click();
      }, 50);`,
    "react-hook-form/site/index.html": '<!doctype html><body><script type="module" src="main.js"></script>',
  });
  const options = ["--bundle", "--jsx=automatic", "--outfile=react-hook-form/site/main.js"];
  project.run(join(bin, "esbuild"), ["react-hook-form/try.jsx", ...options]);
  await title("react-hook-form/site", "told");
});

test("the Worker counts the issues of a thousand keys", async () => {
  project.tool("vite", ["build", "worker-bulk", "--logLevel", "error"]);
  await title("worker-bulk/dist", '{"number-as-string":500}');
});

test("the workflow fails for a wrong key, and annotates it", () => {
  const [, command = ""] =
    /run: npx (.*)$/m.exec(readFileSync(join(project.directory, "ci-lint/workflow.yaml"), "utf8")) ?? [];
  const [name = "", ...options] = command.split(" ");
  const cwd = join(project.directory, "ci-lint");
  const { status, stdout } = spawnSync(join(project.directory, "node_modules/.bin", name), options, {
    cwd,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error file=keys\/team\.json,line=3/m);
});

test("Spark counts the issues of a data set", () => {
  const python = process.env.PYSPARK_PYTHON ?? "python3";
  const missing = spawnSync(python, ["-c", "import pyspark, pandas, pyarrow"]).status !== 0;
  test.skip(missing || spawnSync("java", ["-version"]).status !== 0, "PySpark with pandas, and Java, are needed");
  project.write({ "keys.ndjson": '{"rate":"100"}\n{"rate":"200"}\n' });
  const PATH = `${join(project.directory, "node_modules/.bin")}:${process.env.PATH}`;
  const { status, stderr } = spawnSync(python, ["spark/check_keys.py", "keys.ndjson", "codes"], {
    cwd: project.directory,
    encoding: "utf8",
    env: { ...process.env, PATH, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1" },
  });
  expect(status, stderr).toBe(0);
  const directory = join(project.directory, "codes");
  const parts = readdirSync(directory).filter((name) => name.endsWith(".json"));
  const counts = parts.map((name) => readFileSync(join(directory, name), "utf8")).join("");
  expect(counts).toContain('{"code":"number-as-string","count":2}');
});
