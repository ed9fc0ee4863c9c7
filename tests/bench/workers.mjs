// The same export in one Worker and in two: each checks its part. In a process of its own, where nothing else is left to be done.
import { execFileSync } from "node:child_process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bulk } from "tyk-session";
import { exported } from "./documents.mjs";
import { spread } from "./measure.mjs";

const CHUNK = 256 * 1024;

/** How many times as fast two Workers are as one, for an export of so many keys. */
export function workers(keys, options) {
  const script = [import.meta.filename, JSON.stringify({ keys, options })];
  return JSON.parse(execFileSync(process.execPath, script, { encoding: "utf8" }));
}

async function measure({ keys, options }) {
  const bytes = Buffer.from(exported(keys));
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const middle = bytes.indexOf(10, Math.floor(bytes.length / 2)) + 1;
  const start = () => new Worker(new URL(import.meta.url), { workerData: { shared, options } });
  const pool = [start(), start()];
  const run = (worker, from, to) =>
    new Promise((resolve) => {
      worker.once("message", resolve);
      worker.postMessage({ from, to });
    });
  const time = async (work) => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  const one = () => run(pool[0], 0, bytes.length);
  const two = () => Promise.all([run(pool[0], 0, middle), run(pool[1], middle, bytes.length)]);
  await one();
  await two();
  const ratios = [];
  for (let round = 0; round < 15; round++) ratios.push((await time(one)) / (await time(two)));
  await Promise.all(pool.map((worker) => worker.terminate()));
  return spread(ratios);
}

if (isMainThread) {
  if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await measure(JSON.parse(process.argv[2]))));
} else {
  parentPort.on("message", ({ from, to }) => {
    const bytes = new Uint8Array(workerData.shared, from, to - from);
    const check = bulk(workerData.options);
    for (let at = 0; at < bytes.length; at += CHUNK) check.push(bytes.subarray(at, at + CHUNK));
    parentPort.postMessage(check.finish().progress.records);
  });
}
