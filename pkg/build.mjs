// Puts the package together in dist: one module a condition, with the facade and the Wasm's glue in it, the Wasm, and
// the declarations. Reads what wasm-bindgen wrote to src/generated.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compress } from "lzma1";
import { rolldown } from "rolldown";

process.chdir(import.meta.dirname);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

// by name: --all-features writes imports that Node.js 20 refuses
const features = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];
// Node.js prints the line an error comes from, and its class: there nothing is minified, and elsewhere classes keep their names.
const MINIFY = { compress: true, codegen: true, mangle: { keepNames: { class: true, function: false } } };
const { gather, scatter } = await load("module/operands.ts");

// Two packages in one: everything, and the check alone. Each as one file with the Wasm in it, for Node.js with what it reads when
// needed beside it, and for workerd.
const everything = { entry: "src/index.ts", name: "index", generated: "src/generated", wasm: "tyk_session.wasm" };
const check = {
  entry: "src/check-only.ts",
  name: "check-only",
  generated: "src/generated/check",
  wasm: "tyk_session_check.wasm",
};
for (const entry of [everything, check]) {
  optimise(entry);
  await bundle(entry, entry.name, "inline");
  await bundle(entry, `${entry.name}.node`, "node");
  await bundle(entry, `${entry.name}.workerd`, "workerd");
}
await bundle({ ...everything, entry: "src/cli/main.ts" }, "cli", "node");

run("tsc", "--project", ".", "--declaration", "--emitDeclarationOnly", "--outDir", "dist");
// how the Wasm is called is nobody's business
for (const internal of ["instance.d.ts", "packed.d.ts", "report.d.ts", "module"])
  rmSync(`dist/${internal}`, { recursive: true });
for (const { wasm } of [everything, check])
  writeFileSync(`dist/${wasm}.d.ts`, "declare const module: WebAssembly.Module;\nexport default module;\n");
cpSync("src/generated/rules.json", "dist/rules.json");
cpSync("src/generated/schema.json", "dist/schema.json");
cpSync("src/generated/schema.draft-07.json", "dist/schema.draft-07.json");
cpSync("../LICENSE", "LICENSE");
rmSync("docs", { recursive: true, force: true });
cpSync("../docs/rules", "docs/rules", { recursive: true });
cpSync("../docs/command-line.md", "docs/command-line.md");

/** The most that the files of an import may weigh with gzip, in bytes: what they weigh, rounded up. */
const BUDGETS = {
  "index.js": 225_700,
  "index.node.js": 15_500,
  "index.workerd.js": 33_200,
  "tyk_session.wasm": 280_700,
  "check-only.js": 96_700,
  "check-only.node.js": 6_500,
  "check-only.workerd.js": 3_300,
  "tyk_session_check.wasm": 119_300,
};
weigh();

/** Shows what the files of dist weigh, and fails when one is heavier than its budget. */
function weigh() {
  const row = (...cells) =>
    console.log(cells.map((cell, index) => String(cell)[index ? "padStart" : "padEnd"](index ? 10 : 24)).join(""));
  row("bytes", "raw", "gzip", "brotli", "budget");
  const heavy = Object.entries(BUDGETS).filter(([name, budget]) => {
    const bytes = readFileSync(`dist/${name}`);
    const zipped = gzipSync(bytes, { level: 9 }).length;
    row(name, bytes.length, zipped, brotliCompressSync(bytes).length, budget);
    return zipped > budget;
  });
  if (heavy.length > 0) throw new Error(`heavier with gzip than the budget: ${heavy.map(([name]) => name).join(", ")}`);
}

/**
 * Makes the Wasm smaller where that leaves it as easy to pack: wasm-opt's own levels make it shorter and, packed, longer,
 * since they write the same things in more ways. Functions in the order of their names stand beside those like them.
 */
function optimise({ generated, wasm }) {
  const passes = ["duplicate-function-elimination", "optimize-instructions", "vacuum", "reorder-functions-by-name"];
  const strip = ["strip-debug", "strip-producers", "strip-target-features"];
  const options = [...passes, ...strip, ...features.map((feature) => `enable-${feature}`)].map(
    (option) => `--${option}`,
  );
  run("wasm-opt", ...options, `${generated}/tyk_session_bg.wasm`, "-o", `dist/${wasm}`);
}

/** Writes an entry to dist/NAME.js, which compiles its Wasm as src/module/MODULE.ts does. */
async function bundle({ entry, generated, wasm }, name, module) {
  const output = await rolldown({
    input: entry,
    platform: module === "inline" || module === "workerd" ? "browser" : "node",
    plugins: [{ name: "wasm", resolveId, load }],
  });
  const {
    output: [chunk],
  } = await output.generate({ format: "esm", minify: module !== "node" && MINIFY });
  const literal = (_, id) => `'${text(id).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  writeFileSync(`dist/${name}.js`, chunk.code.replaceAll(/["'`](#base64|#[a-z0-9.-]+\.json)["'`]/g, literal));

  function resolveId(id) {
    if (id === "#module") return resolve(`src/module/${module}.ts`);
    if (id === "#wasm") return { id: `./${wasm}`, external: true };
    if (id === "./generated/tyk_session.js") return resolve(generated, "tyk_session.js");
    return id.startsWith("#") ? { id, moduleSideEffects: false } : undefined;
  }

  function load(id) {
    if (!id.startsWith("#")) return;
    // not imported: an import of node:fs evaluates all of its exports, which takes as long as the package's own import
    const read = (name) => `process.getBuiltinModule("node:fs").readFileSync(new URL("./${name}", import.meta.url))`;
    const code = id === "#bytes" ? read(wasm) : module === "node" ? `${read(id.slice(1))}.toString()` : `"${id}"`;
    // the text comes after the minifier, which would write a template of it, and engines read those at half the speed
    return { code: `export default () => ${code}`, moduleType: "js" };
  }

  function text(id) {
    if (id === "#base64") return pack(readFileSync(`dist/${wasm}`));
    return JSON.stringify(JSON.parse(readFileSync(`src/generated/${id.slice(1)}`, "utf8")));
  }
}

/** The Wasm as text that every bundler leaves alone, for src/module/inline.ts. */
function pack(wasm) {
  const gathered = gather(wasm);
  if (!wasm.equals(scatter(gathered)))
    throw new Error("src/module/operands.ts does not know all instructions of the Wasm");
  return Buffer.from(compress(gathered, 9)).toString("base64");
}

/** A module of src, to be used here. */
async function load(file) {
  const source = await rolldown({ input: `src/${file}` });
  const { output } = await source.generate({ format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}

function run(tool, ...options) {
  execFileSync(resolve("../node_modules/.bin", tool), options, { stdio: "inherit" });
}
