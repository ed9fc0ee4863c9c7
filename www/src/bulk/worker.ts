// Checks and fixes a file of keys away from the page's thread. Who wants it to stop ends the Worker.
import { type BulkResult, bulk } from "tyk-session";
import { foreign } from "./foreign";
import { excerptOf, Groups } from "./groups";
import { CHANGED, type Failed, type Job, type Said, type Written } from "./job";
import { csv, csvHead, ndjson, Pieces } from "./written";

/** How often the page hears of it, in milliseconds. */
const OFTEN = 200;

self.onmessage = async ({ data }: MessageEvent<Job>) => {
  try {
    await run(data);
  } catch (error) {
    const isGone = error instanceof DOMException && error.name === "NotReadableError";
    const reason = error instanceof Error ? error.message : String(error);
    tell({ reason: isGone ? CHANGED : reason });
  }
};

async function run({ wanted, file, options }: Job): Promise<void> {
  const failed = await foreign(file);
  if (failed) {
    tell(failed);
    return;
  }
  const groups = new Groups();
  const pieces = new Pieces();
  const checking = bulk(options);
  // What is fixed is checked once more.
  const { fix, unsafe, only, ...rest } = options;
  const again = fix ? bulk(rest) : undefined;
  if (wanted === "csv") pieces.add(csvHead);

  const take = ({ progress, records, text }: BulkResult) => {
    if (wanted === "issues") for (const record of records) groups.add(record);
    if (wanted === "csv") pieces.add(csv(records));
    if (wanted === "ndjson") pieces.add(ndjson(records));
    if (again) {
      pieces.add(text as Uint8Array<ArrayBuffer>);
      again.push(text);
    }
    return progress;
  };
  const say = (progress: Said["progress"], isDone: boolean): Said => {
    const { keys, withIssues } = groups;
    return { progress, keys, withIssues, groups: groups.list(), isDone };
  };

  let last = performance.now();
  // Not every browser can loop over a stream.
  const reader = file.stream().getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const progress = take(checking.push(chunk.value));
    if (performance.now() - last < OFTEN) continue;
    last = performance.now();
    tell(say(progress, false));
  }
  const progress = take(checking.finish());
  const after = again?.finish().progress;
  const isWhole = progress.records > 0 && !progress.cutOff;
  const said = say(progress, isWhole);
  for (const { example } of said.groups) example.excerpt = await excerptOf(file, example);
  if (after) said.stillFailing = after.failed;
  if (isWhole && wanted !== "issues")
    tell({ written: pieces.whole(wanted === "csv" ? "text/csv" : "application/x-ndjson") });
  tell(said);
  if (progress.records === 0) tell({ reason: "the file holds no key" });
  else if (progress.cutOff) tell({ reason: "the file breaks off inside its array: the export is not whole" });
}

function tell(said: Said | Written | Failed): void {
  self.postMessage(said);
}
