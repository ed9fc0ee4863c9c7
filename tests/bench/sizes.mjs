// What an import costs: the entries of the package as they are, and whole bundles of the peers.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const dist = (file) => fileURLToPath(new URL(`../../pkg/dist/${file}`, import.meta.url));

/** Bytes raw, with gzip and with brotli. */
export async function sizes() {
  const entries = [
    ["tyk-session, everything, Wasm inside", readFileSync(dist("index.js"))],
    ["tyk-session, for Node.js, without the Wasm", readFileSync(dist("index.node.js"))],
    ["tyk-session, for workerd, without the Wasm", readFileSync(dist("index.workerd.js"))],
    ["tyk-session, the Wasm alone", readFileSync(dist("tyk_session.wasm"))],
    ["tyk-session/check, Wasm inside", readFileSync(dist("check-only.js"))],
    ["tyk-session/check, the Wasm alone", readFileSync(dist("tyk_session_check.wasm"))],
    ["zod 4", await bundled('import { z } from "zod"; console.log(z);')],
    ["ajv 8", await bundled('import Ajv from "ajv/dist/2020.js"; console.log(Ajv);')],
    ["valibot", await bundled('import * as v from "valibot"; console.log(v);')],
  ];
  return entries.map(([name, bytes]) => ({
    name,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  }));
}

async function bundled(code) {
  const bundle = await rolldown({
    input: "virtual",
    logLevel: "silent",
    plugins: [
      {
        name: "virtual",
        resolveId: (id) => (id === "virtual" ? fileURLToPath(new URL("virtual.mjs", import.meta.url)) : undefined),
        load: (id) => (id.endsWith("virtual.mjs") ? code : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  return Buffer.from(output[0].code);
}
