import type { BulkRecord, Code, Issue, Severity } from "tyk-session";
import { isSecret } from "../words/secrets";
import type { Example, Fixes, Group } from "./job";

/** Gathers what is wrong with many keys by rule. */
export class Groups {
  readonly keys: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  withIssues = 0;
  readonly #groups = new Map<Code, Group>();

  add(record: BulkRecord): void {
    this.withIssues++;
    for (const severity of new Set(record.issues.map(({ severity }) => severity))) this.keys[severity]++;
    for (const issues of Map.groupBy(record.issues, ({ code }) => code).values()) this.#count(issues, record);
  }

  list(): Group[] {
    return [...this.#groups.values()];
  }

  #count([issue, ...others]: Issue[], { index, offset, length }: BulkRecord): void {
    if (!issue) return;
    const { code, severity } = issue;
    let group = this.#groups.get(code);
    if (!group) {
      const none = { keys: 0, title: "", varies: false };
      const example = { index, offset, length, issue, excerpt: issue.pointer };
      group = { code, severity, keys: 0, safe: { ...none }, unsafe: { ...none }, example };
      this.#groups.set(code, group);
    }
    group.keys++;
    for (const applicability of ["safe", "unsafe"] as const)
      countFixes(
        group[applicability],
        [issue, ...others].flatMap(({ fix }) => (fix?.applicability === applicability ? [fix.title] : [])),
      );
  }
}

function countFixes(fixes: Fixes, titles: string[]): void {
  const [first] = titles;
  if (first === undefined) return;
  if (fixes.keys === 0) fixes.title = first;
  fixes.keys++;
  fixes.varies ||= titles.some((title) => title !== fixes.title);
}

const LONGEST = 60;

/** The piece of the file that an example is about, when it is a value that may be shown, and otherwise where it stands. */
export async function excerptOf(file: Blob, { offset, issue }: Example): Promise<string> {
  const { code, path, pointer, range } = issue;
  const isShown = code !== "unknown-member" && !isSecret(path) && path.length > 0;
  const [start, end] = range.bytes;
  if (!isShown || end - start > LONGEST) return pointer;
  const text = await file.slice(offset + start, offset + end).text();
  if (!/^(?:"|-?\d|true$|false$|null$)/.test(text)) return pointer;
  return path.length === 1 ? `${JSON.stringify(path[0])}: ${text}` : `${pointer}: ${text}`;
}
