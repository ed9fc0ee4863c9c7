// A fresh process: from its start of the module to the first verdict. The peer is one file; ours is as it is installed.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { median, spread } from "./measure.mjs";
import { standalone } from "./peers.mjs";

const directory = join(import.meta.dirname, "../.cache/cold");
const JUDGE = `import { CODES, judge } from "${join(import.meta.dirname, "rules.mjs")}";`;

/** How long contenders take from nothing to the first verdict on a text, in milliseconds. */
export async function coldStart(text, options) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "ajv-standalone.mjs"), standalone());
  const judged = (shape) => `if (${shape}) judge(key, ${options.now}, new Uint32Array(CODES.length));`;
  const programs = {
    "tyk-session": `import { check } from "tyk-session"; export default (text) => check(text, ${JSON.stringify(options)});`,
    "ajv 8 standalone + rules": `import validate from "./ajv-standalone.mjs"; ${JUDGE}
      export default (text) => { const key = JSON.parse(text); ${judged("validate(key)")} };`,
  };
  const names = Object.keys(programs);
  for (const [which, name] of names.entries()) {
    const input = join(directory, `${which}.mjs`);
    writeFileSync(input, programs[name]);
    const bundle = await rolldown({ input, platform: "node", external: ["tyk-session"], logLevel: "silent" });
    await bundle.write({ file: join(directory, `${which}.bundle.mjs`), format: "esm", minify: true });
  }
  const script = (which) =>
    `const start = performance.now(); const { default: run } = await import("./${which}.bundle.mjs");
     run(${JSON.stringify(text)}); console.log(performance.now() - start);`;
  const once = (which) =>
    Number(
      execFileSync(process.execPath, ["--input-type=module", "-e", script(which)], {
        cwd: directory,
        encoding: "utf8",
      }),
    );
  const times = names.map(() => []);
  for (let round = 0; round < 15; round++) {
    for (const which of names.keys()) times[which].push(once(which));
  }
  return names.map((name, which) => ({
    name,
    milliseconds: median(times[which]),
    ...spread(times[which].map((time, round) => time / times[0][round])),
  }));
}
