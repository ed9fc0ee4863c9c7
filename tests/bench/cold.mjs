// A fresh process: from the import of a validator to its first verdict. The peer is one file; ours is as it is installed.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { median, spread } from "./measure.mjs";
import { standalone } from "./peers.mjs";

const directory = join(import.meta.dirname, "../.cache/cold");

/** How long contenders take from nothing to the first verdict on a text, in milliseconds. */
export async function coldStart(text, options) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "ajv-standalone.mjs"), standalone());
  writeFileSync(
    join(directory, "peer.mjs"),
    `import validate from "./ajv-standalone.mjs"; import { CODES, judge } from "${join(import.meta.dirname, "rules.mjs")}";
     export function check(text) {
       const key = JSON.parse(text);
       if (validate(key)) judge(key, ${options.now}, new Uint32Array(CODES.length));
     }`,
  );
  const bundle = await rolldown({ input: join(directory, "peer.mjs"), platform: "node", logLevel: "silent" });
  await bundle.write({ file: join(directory, "peer.bundle.mjs"), format: "esm", minify: true });
  const contenders = [
    ["tyk-session", "tyk-session"],
    ["ajv 8 standalone + rules", "./peer.bundle.mjs"],
    ["tyk-session/check", "tyk-session/check"],
  ];
  const once = (name) => {
    const script = `const start = performance.now(); const { check } = await import("${name}");
      check(${JSON.stringify(text)}, ${JSON.stringify(options)}); console.log(performance.now() - start);`;
    const settings = { cwd: directory, encoding: "utf8" };
    return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], settings));
  };
  const times = contenders.map(() => []);
  for (let round = 0; round < 15; round++) {
    for (const [which, [, name]] of contenders.entries()) times[which].push(once(name));
  }
  return contenders.map(([name], which) => ({
    name,
    milliseconds: median(times[which]),
    ...spread(times[which].map((time, round) => time / times[0][round])),
  }));
}
