import type { Code, Issue, Report, Severity } from "../generated/api.js";
import { call } from "../instance.js";
import { decodeAnswer, encodeOptions } from "../wire.js";
import { FINE, FOUND, Misuse, type Values } from "./command.js";
import { checkOptions } from "./configuration.js";
import { LINE_FILES, sources, stream, title } from "./files.js";
import { lines } from "./lines.js";
import { Progress } from "./progress.js";
import { summary } from "./reports/human.js";
import { columns, counted, painter, plain, wrapped, write } from "./terminal.js";

const NEWLINE = 0x0a;

/** What one rule said about many keys. */
interface Group {
  readonly code: Code;
  severity: Severity;
  count: number;
  /** Where it was said first. */
  readonly place: string;
  readonly message: string;
}

/** Checks files of one key a line. */
export async function checkLines(values: Values, operands: readonly string[]): Promise<number> {
  const format = values.text("format") ?? "human";
  if (format !== "human" && format !== "json") throw new Misuse("--ndjson is told as human or json");
  const progress = new Progress();
  const groups = new Map<Code, Group>();
  const totals = { errors: 0, warnings: 0, infos: 0 };
  for (const { name, directory } of sources(operands, LINE_FILES)) {
    const options = encodeOptions(checkOptions(values, directory));
    let line = 0;
    for await (const chunk of lines(stream(name))) {
      let out = "";
      for (const key of split(chunk)) {
        line++;
        const report = checked(key, options);
        if (report === undefined) continue;
        totals.errors += report.errors;
        totals.warnings += report.warnings;
        totals.infos += report.infos;
        if (format === "json") out += `${JSON.stringify({ file: name, line, issues: report.issues })}\n`;
        else for (const issue of report.issues) count(groups, issue, `${title(name)}:${line}`);
      }
      await write(out);
      progress.add(chunk);
    }
  }
  progress.end();
  if (format === "human") await write(`${told(groups)}${summary({ keys: progress.keys, ...totals })}\n`);
  return totals.errors > 0 ? FOUND : FINE;
}

function* split(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(NEWLINE, start);
    yield chunk.subarray(start, end === -1 ? chunk.length : end);
    start = end === -1 ? chunk.length : end + 1;
  }
}

function checked(key: Uint8Array, options: Uint8Array): Report | undefined {
  const answer = call((wasm) => wasm.check(key, options));
  return answer === "" ? undefined : decodeAnswer(answer);
}

function count(groups: Map<Code, Group>, { code, severity, message, pointer }: Issue, place: string): void {
  const group = groups.get(code);
  if (group === undefined) groups.set(code, { code, severity, count: 1, place: `${place} ${pointer}`, message });
  else group.count++;
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
      const head = `${paint(colours[severity], `${severity}[${code}]`)} ${counted(count, "time")}, first at ${plain(place)}`;
      return `${head}\n${wrapped(plain(message), Math.min(columns(), 120), "  ")}\n\n`;
    })
    .join("");
}
