// Puts the package together in dist: one module a condition, with the facade and the Wasm's glue in it, the Wasm, and
// the declarations. Reads what wasm-bindgen wrote to src/generated.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
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
const wasm = "dist/tyk_session.wasm";
run(
  "wasm-opt",
  "-O3",
  ...features.map((feature) => `--enable-${feature}`),
  "src/generated/tyk_session_bg.wasm",
  "-o",
  wasm,
);

await bundle("src/index.ts", "index", "inline");
await bundle("src/index.ts", "workerd", "workerd");
await bundle("src/cli/main.ts", "cli", "file");

run("tsc", "--project", ".", "--declaration", "--emitDeclarationOnly", "--outDir", "dist");
// how the Wasm is called is nobody's business
for (const internal of ["instance.d.ts", "module"]) rmSync(`dist/${internal}`, { recursive: true });
writeFileSync("dist/tyk_session.wasm.d.ts", "declare const module: WebAssembly.Module;\nexport default module;\n");
cpSync("src/generated/rules.json", "dist/rules.json");
cpSync("src/generated/schema.json", "dist/schema.json");
cpSync("src/generated/schema.draft-07.json", "dist/schema.draft-07.json");
cpSync("../LICENSE", "LICENSE");
rmSync("docs", { recursive: true, force: true });
cpSync("../docs/rules", "docs/rules", { recursive: true });

/** The most that `import "tyk-session"` may weigh with everything in it, with gzip, in bytes: what it weighs, to be lowered. */
const BUDGET = 600_000;

weigh("tyk_session.wasm");
weigh("workerd.js");
if (weigh("index.js") > BUDGET)
  throw new Error(`dist/index.js is heavier than its budget of ${BUDGET} bytes with gzip`);

/** Shows what a file of dist weighs; gives its bytes with gzip. */
function weigh(name) {
  const bytes = readFileSync(`dist/${name}`);
  const zipped = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${bytes.length} bytes, ${zipped} with gzip, ${brotliCompressSync(bytes).length} with brotli`);
  return zipped;
}

/** Writes the module at INPUT to dist/NAME.js, which compiles its Wasm as src/module/MODULE.ts does. */
async function bundle(input, name, module) {
  const output = await rolldown({
    input,
    platform: name === "cli" ? "node" : "browser",
    plugins: [{ name: "wasm", resolveId, load }],
  });
  await output.write({ file: `dist/${name}.js`, format: "esm" });

  function resolveId(id) {
    if (id === "#module") return resolve(`src/module/${module}.ts`);
    if (id === "#wasm") return { id: "./tyk_session.wasm", external: true };
    return id === "#base64" ? id : undefined;
  }

  function load(id) {
    return id === "#base64" ? `export default "${readFileSync(wasm, "base64")}"` : undefined;
  }
}

function run(tool, ...options) {
  execFileSync(resolve("../node_modules/.bin", tool), options, { stdio: "inherit" });
}
