import { type BulkResult, bulk } from "../bulk.js";
import type { BulkRecord, CheckOptions, Code, Severity } from "../generated/api.js";
import { FINE, FOUND, Misuse, type Values } from "./command.js";
import { checkOptions } from "./configuration.js";
import { LINE_FILES, sources, stream, title } from "./files.js";
import { escapeLineEnds, LineCounter } from "./lines.js";
import { foreign } from "./mistaken.js";
import { Progress } from "./progress.js";
import { isUnreadable, summary } from "./reports/human.js";
import type { Totals } from "./reports/report.js";
import { columns, counted, painter, plain, wrapped, write } from "./terminal.js";

/** A key with issues, and the line in which it begins. */
interface Found extends BulkRecord {
  readonly line: number;
}

/** What one rule said about many keys. */
interface Group {
  readonly code: Code;
  readonly severity: Severity;
  count: number;
  /** Where it was said first. */
  readonly place: string;
  readonly message: string;
}

/** Checks exports: one key per line, or arrays of keys. */
export async function checkExports(values: Values, operands: readonly string[]): Promise<number> {
  const format = values.text("format") ?? "human";
  if (format !== "human" && format !== "json") throw new Misuse("--ndjson is told as human or json");
  const groups = new Map<Code, Group>();
  const totals = { keys: 0, errors: 0, warnings: 0, infos: 0 };
  for (const { name, directory } of sources(operands, LINE_FILES)) {
    const tell = async (records: readonly Found[]) => {
      if (format === "json")
        await write(
          escapeLineEnds(
            records.map(({ line, ...record }) => `${JSON.stringify({ file: name, line, ...record })}\n`).join(""),
          ),
        );
      else for (const record of records) group(groups, record, title(name));
    };
    const found = await checkExport(name, checkOptions(values, directory), tell);
    totals.keys += found.keys;
    totals.errors += found.errors;
    totals.warnings += found.warnings;
    totals.infos += found.infos;
  }
  if (format === "human") await write(`${told(groups)}${summary(totals, [...groups.values()].some(isUnreadable))}\n`);
  return totals.errors > 0 ? FOUND : FINE;
}

async function checkExport(
  name: string,
  options: CheckOptions,
  tell: (records: readonly Found[]) => Promise<void>,
): Promise<Totals> {
  const progress = new Progress();
  const counter = new LineCounter();
  const check = bulk(options);
  const found = ({ records }: BulkResult) =>
    records.map((record) => ({ ...record, line: counter.line(record.offset) }));
  let isFirst = true;
  for await (const chunk of stream(name)) {
    if (isFirst) refuseNoExport(name, chunk);
    isFirst = false;
    counter.add(chunk);
    const result = check.push(chunk);
    await tell(found(result));
    // what is told needs no place any more
    counter.line(result.progress.bytes);
    progress.show(result.progress.records, result.progress.bytes);
  }
  const result = check.finish();
  await tell(found(result));
  progress.end();
  if (result.progress.records === 0) throw new Misuse(`${title(name)} holds no key`);
  if (result.progress.cutOff) throw new Misuse(`${title(name)} breaks off inside its array: the export is not whole`);
  const { records, errors, warnings, infos } = result.progress;
  return { keys: records, errors, warnings, infos };
}

/** Refuses what begins like no export, such as one key over many lines: each line would be judged as a key. */
export function refuseNoExport(name: string, chunk: Uint8Array): void {
  const start = Buffer.from(chunk.subarray(0, 1000));
  const what = foreign(start);
  if (what !== undefined) throw new Misuse(`${title(name)}: ${what}`);
  if (/^\ufeff?\s*\{[ \t\r]*\n/.test(start.toString()))
    throw new Misuse(`${title(name)}: one key stands on many lines: leave out --ndjson, or write it on one (jq -c .)`);
}

function group(groups: Map<Code, Group>, { line, issues }: Found, name: string): void {
  for (const { code, severity, message, pointer } of issues) {
    const known = groups.get(code);
    const place = pointer === "" ? `${name}:${line}` : `${name}:${line} ${pointer}`;
    if (known === undefined) groups.set(code, { code, severity, count: 1, place, message });
    else known.count++;
  }
}

const ORDER: readonly Severity[] = ["error", "warning", "info"];

function told(groups: Map<Code, Group>): string {
  const paint = painter(process.stdout);
  const colours = { error: "red", warning: "yellow", info: "blue" } as const;
  const sorted = [...groups.values()].sort(
    (left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity) || right.count - left.count,
  );
  return sorted
    .map(({ code, severity, count, place, message }) => {
      const head = `${paint(colours[severity], `${severity}[${code}]`)} ${counted(count, "time")}, first in ${plain(place)}`;
      return `${head}\n${wrapped(plain(message), Math.min(columns(), 120), "  ")}\n\n`;
    })
    .join("");
}
