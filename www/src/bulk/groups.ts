import type { Applicability, BulkRecord, Code, Issue, Severity } from "tyk-session";
import { maskedAt } from "../words/secrets";
import type { Example, Fixes, Group } from "./job";

/** Gathers what is wrong with many keys by rule. */
export class Groups {
  readonly keys: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  withIssues = 0;
  readonly #groups = new Map<Code, Group>();

  add(record: BulkRecord): void {
    this.withIssues++;
    for (const severity of new Set(record.issues.map(({ severity }) => severity))) this.keys[severity]++;
    for (const [code, issues] of Map.groupBy(record.issues, ({ code }) => code)) this.#count(code, issues, record);
  }

  list(): Group[] {
    return [...this.#groups.values()];
  }

  #count(code: Code, issues: Issue[], record: BulkRecord): void {
    const of = (applicability: Applicability) => issues.filter(({ fix }) => fix?.applicability === applicability);
    const [safe, unsafe] = [of("safe"), of("unsafe")];
    const [first] = [...safe, ...unsafe, ...issues];
    if (!first) return;
    const group = this.#groups.get(code) ?? {
      code,
      severity: first.severity,
      keys: 0,
      safe: { keys: 0, title: "", varies: false },
      unsafe: { keys: 0, title: "", varies: false },
      example: exampleOf(first, record),
    };
    this.#groups.set(code, group);
    // What is offered in a row is about its example: the first with a safe fix, or else the first with a guess.
    const isOffered = safe.length > 0 || (unsafe.length > 0 && group.unsafe.keys === 0);
    if (isOffered && group.safe.keys === 0) group.example = exampleOf(first, record);
    group.keys++;
    countFixes(group.safe, safe);
    countFixes(group.unsafe, unsafe);
  }
}

function exampleOf({ path, pointer, message, range }: Issue, { index, offset, length }: BulkRecord): Example {
  return { index, offset, length, path, pointer, message, range: range.bytes, excerpt: pointer };
}

function countFixes(fixes: Fixes, issues: Issue[]): void {
  const titles = issues.flatMap(({ fix }) => fix?.title ?? []);
  if (titles[0] === undefined) return;
  if (fixes.keys === 0) fixes.title = titles[0];
  fixes.keys++;
  fixes.varies ||= titles.some((title) => title !== fixes.title);
}

const LONGEST = 60;

/** The piece of the file that an example is about, when it is a value that may be shown, and otherwise where it stands. */
export async function excerptOf(file: Blob, { offset, path, pointer, range }: Example): Promise<string> {
  const [start, end] = range;
  if (path.length === 0 || end - start > LONGEST) return pointer;
  const text = await file.slice(offset + start, offset + end).text();
  if (!/^(?:"|-?\d|true$|false$|null$)/.test(text)) return pointer;
  // What is called like no member stands where a value would: it is the name that is wrong.
  if (text === JSON.stringify(path.at(-1))) return pointer;
  const shown = maskedAt(path, text);
  return path.length === 1 ? `${JSON.stringify(path[0])}: ${shown}` : `${pointer}: ${shown}`;
}
