import { isUtf8 } from "node:buffer";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { patch } from "../../check.js";
import type { Code, Fix, Issue, RuleInfo, Severity } from "../../generated/api.js";
import { NAME, rules, VERSION } from "../about.js";
import { STDIN } from "../files.js";
import type { Lines } from "../frame.js";
import type { Checked, Reporter } from "./report.js";

const LEVELS = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

/** For code scanning: SARIF 2.1.0, one run, with the rules that were met and the fixes. */
export function sarif(): Reporter {
  const results: object[] = [];
  const met: Code[] = [];
  return {
    text: (checked) => {
      for (const issue of checked.report.issues) {
        if (!met.includes(issue.code)) met.push(issue.code);
        results.push(result(checked, issue, met.indexOf(issue.code)));
      }
      return "";
    },
    end: () => {
      const catalogue = new Map(rules().map((rule) => [rule.code, rule]));
      const descriptors = met.flatMap((code) => catalogue.get(code) ?? []).map(descriptor);
      const driver = { name: NAME, semanticVersion: VERSION, rules: descriptors };
      const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
      const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
      return `${JSON.stringify(log, undefined, 2)}\n`;
    },
  };
}

function descriptor(rule: RuleInfo): object {
  return {
    id: rule.code,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: rule.why, markdown: `${rule.why}\n\n${rule.evidence.map((evidence) => `- ${evidence}`).join("\n")}` },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: [rule.family] },
  };
}

function result(checked: Checked, issue: Issue, ruleIndex: number): object {
  const [start, end] = issue.range.bytes;
  const artifactLocation = { uri: uri(checked.name) };
  const text = issue.help === undefined ? issue.message : `${issue.message}. ${issue.help}`;
  const fixes = issue.fix === undefined ? [] : fix(checked, issue.fix, artifactLocation);
  return {
    ruleId: issue.code,
    ruleIndex,
    level: LEVELS[issue.severity],
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation, region: region(checked.lines, start, end) },
        logicalLocations: [logical(issue.pointer, issue.in)],
      },
    ],
    ...(issue.related.length > 0 && {
      relatedLocations: issue.related.map((related, id) => ({
        id,
        message: { text: related.message },
        logicalLocations: [logical(related.pointer, "body")],
      })),
    }),
    ...(fixes.length > 0 && { fixes }),
    // the same issue stays the same when lines move
    partialFingerprints: { "tyk-session/v1": `${issue.code} ${issue.in}${issue.pointer}` },
  };
}

function logical(pointer: string, part: string): object {
  return part === "body" ? { fullyQualifiedName: pointer || "/", kind: "member" } : { fullyQualifiedName: part };
}

function region(lines: Lines, start: number, end: number): object {
  const [from, to] = [lines.position(start), lines.position(end)];
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** One replacement of all that the fix changes; none where that would show a secret. */
function fix({ bytes, lines, masked }: Checked, { title, patch: operations }: Fix, artifactLocation: object): object[] {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(before)) return [];
  const after = Buffer.from(patch(before.toString(), operations));
  let start = common(before, after, (bytes, index) => bytes[index]);
  while (isContinuation(before[start]) || isContinuation(after[start])) start--;
  const rest = [before.subarray(start), after.subarray(start)] as const;
  let tail = common(...rest, (bytes, index) => bytes[bytes.length - 1 - index]);
  while (isContinuation(before[before.length - tail])) tail--;
  const end = before.length - tail;
  if (masked.hides(start, end)) return [];
  const text = after.toString("utf8", start, after.length - tail);
  const replacement = { deletedRegion: region(lines, start, end), ...(text !== "" && { insertedContent: { text } }) };
  return [{ description: { text: title }, artifactChanges: [{ artifactLocation, replacements: [replacement] }] }];
}

/** Whether a byte stands within a character of UTF-8. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** How many bytes are the same, one after another. */
function common(left: Buffer, right: Buffer, at: (bytes: Buffer, index: number) => number | undefined): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    if (at(left, index) !== at(right, index)) return index;
  }
  return length;
}

function uri(name: string): string {
  if (name === STDIN) return "stdin.json";
  if (isAbsolute(name)) return pathToFileURL(name).href;
  return name.split(sep).map(encodeURIComponent).join("/");
}
