// ./build.sh bench: tyk-session beside other validators, with the same schema, the same rules, the same keys.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { bulk, check, migrate } from "tyk-session";
import { agree } from "./agree.mjs";
import { coldStart } from "./cold.mjs";
import { documents, exported, NOW } from "./documents.mjs";
import { compare, ring, spread } from "./measure.mjs";
import { SHAPES, verdict } from "./peers.mjs";
import { page, print } from "./report.mjs";
import { sizes } from "./sizes.mjs";
import { workers } from "./workers.mjs";

const repository = new URL("../../", import.meta.url).pathname;
// With the counters kept nothing is to be said of a clean key.
const options = { endpoint: "gateway-key", now: NOW, query: { suppress_reset: "1" } };
const KEYS = Number(process.env.BENCH_KEYS ?? 20_000);
const CHUNK = 256 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const peers = Object.entries(SHAPES);

const sets = {};
for (const size of ["small", "typical", "large"]) {
  for (const errors of [false, true]) {
    const objects = documents(size, size === "large" ? 16 : 256, { errors });
    const texts = objects.map((key) => JSON.stringify(key));
    sets[`${size}, ${errors ? "with errors" : "clean"}`] = {
      objects,
      texts,
      bytes: texts.map((text) => encoder.encode(text)),
    };
  }
}
const text = exported(KEYS);
const exportBytes = Buffer.from(text);

console.error("every contender says the same of every key…");
for (const [name, { texts }] of Object.entries(sets)) {
  const found = agree(texts, options);
  if (name.endsWith("clean") && found > 0) throw new Error(`${found} issues in keys that are ${name}`);
}
agree(text.trimEnd().split("\n"), options);

const tables = [];
const measured = (title, tasks, settings) => {
  console.error(title);
  tables.push({ title, rows: compare(tasks, settings) });
};

for (const [name, { texts, bytes, objects }] of Object.entries(sets)) {
  measured(`bytes → report: ${name}`, {
    "tyk-session": ring(bytes, (one) => check(one, options).issues.length),
    "decode + JSON.parse": ring(bytes, (one) => JSON.parse(decoder.decode(one))),
    ...Object.fromEntries(
      peers.map(([peer, shape]) => [
        `decode + JSON.parse + ${peer} + rules`,
        ring(bytes, (one) => verdict(shape, JSON.parse(decoder.decode(one)))),
      ]),
    ),
  });
  measured(`text → report: ${name}`, {
    "tyk-session": ring(texts, (one) => check(one, options).issues.length),
    "JSON.parse": ring(texts, (one) => JSON.parse(one)),
    ...Object.fromEntries(
      peers.map(([peer, shape]) => [
        `JSON.parse + ${peer} + rules`,
        ring(texts, (one) => verdict(shape, JSON.parse(one))),
      ]),
    ),
  });
  measured(`object → report: ${name}`, {
    "tyk-session": ring(objects, (one) => check(one, options).issues.length),
    "JSON.stringify": ring(objects, (one) => JSON.stringify(one)),
    ...Object.fromEntries(
      peers.map(([peer, shape]) => [`${peer} + rules`, ring(objects, (one) => verdict(shape, one))]),
    ),
  });
}

// One member that has another name today, which is the ordinary case; and one whose policy draws eight issues and more.
const MIGRATIONS = {
  "one deprecated member": ({ enable_detailed_recording: _, ...key }) => ({ ...key, enable_detail_recording: true }),
  "a deprecated policy": ({ apply_policies: _, ...key }) => ({ ...key, apply_policy_id: "p1" }),
};
for (const size of ["typical", "large"]) {
  for (const [name, age] of Object.entries(MIGRATIONS)) {
    const old = sets[`${size}, clean`].objects.map((key) => JSON.stringify(age(key)));
    measured(`check and migrate, text → text: ${size}, ${name}`, {
      "tyk-session": ring(old, (one) => check(one, options).issues.length + migrate(one).text.length),
      "JSON.parse + ajv 8 + rules + JSON.stringify": ring(old, (one) => {
        const { apply_policy_id, enable_detail_recording, ...key } = JSON.parse(one);
        verdict(SHAPES["ajv 8"], key);
        if (apply_policy_id !== undefined) key.apply_policies = [apply_policy_id];
        if (enable_detail_recording) key.enable_detailed_recording = true;
        return JSON.stringify(key);
      }),
    });
  }
}

/** Checks an export, so many times on end as if it were one, and says how many keys it has. */
function checkAll(bytes, times) {
  const check = bulk(options);
  for (let turn = 0; turn < times; turn++)
    for (let start = 0; start < bytes.length; start += CHUNK) check.push(bytes.subarray(start, start + CHUNK));
  return check.finish().progress.records;
}

/** Every line of the export, as fast as JavaScript cuts and decodes them. */
function* lines() {
  for (let start = 0, end; start < exportBytes.length; start = end + 1) {
    end = exportBytes.indexOf(10, start);
    yield exportBytes.utf8Slice(start, end);
  }
}
const byLine = (judge) => () => {
  let found = 0;
  for (const line of lines()) found += judge(JSON.parse(line));
  return found;
};
measured(
  `NDJSON export of ${KEYS.toLocaleString("en")} keys, ${Math.round(exportBytes.length / 1e6)} MB`,
  {
    "tyk-session bulk": () => checkAll(exportBytes, 1),
    "JSON.parse": byLine(() => 1),
    ...Object.fromEntries(
      peers.map(([peer, shape]) => [`JSON.parse + ${peer} + rules`, byLine((key) => verdict(shape, key))]),
    ),
  },
  { rounds: 7, milliseconds: 1 },
);

const growth = [1, 10, 100, 1000, 10_000].map((kilobytes) => {
  const tags = Array.from({ length: kilobytes * 80 }, (_, index) => `tag-${index % 1e6}`);
  const one = encoder.encode(JSON.stringify({ ...sets["small, clean"].objects[0], tags }));
  const [{ microseconds }] = compare(
    { one: () => check(one, options).issues.length + 1 },
    { rounds: 7, milliseconds: 10 },
  );
  return { name: `${kilobytes} KB`, nanosecondsPerByte: (microseconds * 1000) / one.length };
});

// A hundredth of the export, all of it, and all of it fifty times.
const part = exportBytes.subarray(0, exportBytes.indexOf(10, exportBytes.length / 100) + 1);
const keys = [
  [part, 1],
  [exportBytes, 1],
  [exportBytes, 50],
].map(([bytes, times]) => {
  const one = () => checkAll(bytes, times);
  const records = one();
  const [{ microseconds }] = compare({ one }, { rounds: times > 1 ? 1 : 7, milliseconds: 1 });
  return { name: `${records.toLocaleString("en")} keys`, microsecondsPerKey: microseconds / records };
});

const result = {
  machine: `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${process.platform}`,
  node: process.versions.node,
  date: new Date().toISOString().slice(0, 10),
  tables,
  growth,
  keys,
  cold: await coldStart(sets["typical, clean"].texts[0], options),
  workers: workers(KEYS, options),
  native: native(),
  sizes: await sizes(),
};

/** The crate itself on the export, beside its Wasm. */
function native() {
  const directory = mkdtempSync(join(tmpdir(), "tyk-session-"));
  const file = join(directory, "export.ndjson");
  writeFileSync(file, exportBytes);
  const cargo = ["run", "--quiet", "--profile=native", "--example", "throughput", "--", file];
  const seconds = JSON.parse(execFileSync("cargo", cargo, { cwd: repository, encoding: "utf8" }));
  rmSync(directory, { recursive: true });
  const wasm = tables.find((table) => table.title.startsWith("NDJSON")).rows[0].microseconds / 1e6;
  return { seconds: Math.min(...seconds), wasmSeconds: wasm, ...spread(seconds.map((one) => one / wasm)) };
}

mkdirSync(join(repository, "target/bench"), { recursive: true });
writeFileSync(join(repository, "target/bench/result.json"), `${JSON.stringify(result, null, 2)}\n`);
print(result);
const document = join(repository, "docs/performance.md");
writeFileSync(document, page(result, existsSync(document) ? readFileSync(document, "utf8") : ""));
