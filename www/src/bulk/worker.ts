// Checks and mends a file of keys away from the page's thread. Who wants it to stop ends the Worker.
import { type BulkResult, bulk } from "tyk-session";
import { excerptOf, Groups } from "./groups";
import type { Failed, Job, Said } from "./job";
import { csv, csvHead, ndjson, Written } from "./written";

/** How often the page hears of it, in milliseconds. */
const OFTEN = 200;

self.onmessage = async ({ data }: MessageEvent<Job>) => {
  try {
    await run(data);
  } catch (error) {
    fail({ reason: error instanceof Error ? error.message : String(error) });
  }
};

async function run({ wanted, file, options }: Job): Promise<void> {
  const start = await file.slice(0, 1000).text();
  if (/^\ufeff?\s*\{[ \t\r]*\n/.test(start)) {
    fail({ reason: "this is one key on many lines, and an export has a key on each line", isOneKey: true });
    return;
  }
  const groups = new Groups();
  const written = new Written();
  const isFixed = wanted === "fixed";
  const { fix, unsafe, only, ...rest } = options;
  const checking = bulk(isFixed ? options : rest);
  // What is written is checked once more.
  const again = isFixed ? bulk(rest) : undefined;
  if (wanted === "csv") written.add(csvHead);

  const take = ({ progress, records, text }: BulkResult) => {
    if (wanted === "issues") for (const record of records) groups.add(record);
    if (wanted === "csv") written.add(csv(records));
    if (wanted === "ndjson") written.add(ndjson(records));
    if (again) {
      written.add(text as Uint8Array<ArrayBuffer>);
      again.push(text);
    }
    return progress;
  };
  const say = (progress: Said["progress"], isDone: boolean): Said => {
    const { keys, withIssues } = groups;
    return { progress, keys, withIssues, groups: groups.list(), isDone };
  };

  let last = performance.now();
  for await (const chunk of file.stream()) {
    const progress = take(checking.push(chunk));
    if (performance.now() - last < OFTEN) continue;
    last = performance.now();
    self.postMessage(say(progress, false));
  }
  const progress = take(checking.finish());
  const after = again?.finish().progress;
  const said = say(progress, progress.records > 0 && !progress.cutOff);
  for (const { example } of said.groups) example.excerpt = await excerptOf(file, example);
  if (said.isDone && wanted !== "issues")
    said.written = written.whole(wanted === "csv" ? "text/csv" : "application/x-ndjson");
  if (after) said.stillFailing = after.failed;
  self.postMessage(said);
  if (progress.records === 0) fail({ reason: "the file holds no key" });
  else if (progress.cutOff) fail({ reason: "the file breaks off inside its array: the export is not whole" });
}

function fail(failed: Failed): void {
  self.postMessage(failed);
}
