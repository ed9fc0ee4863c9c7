import type { Code, Issue, Severity } from "../../generated/api.js";
import { rules } from "../about.js";
import { title } from "../files.js";
import { frame } from "../frame.js";
import { columns, counted, painter, plain, wrapped } from "../terminal.js";
import type { Checked, Reporter, Totals } from "./report.js";

const COLOURS = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<Severity, string>;

/** For people: where, what, the line with carets under it, and what to do. */
export function human(): Reporter {
  let isPartial = false;
  return {
    text: (checked) => {
      isPartial ||= checked.report.issues.some(isUnreadable);
      return checked.report.issues.map((issue) => `${explain(checked, issue)}\n\n`).join("");
    },
    end: (totals) => `${summary(totals, isPartial)}\n`,
  };
}

let decoding: ReadonlySet<Code> | undefined;

/** Whether the gateway cannot read a key for this: then nobody can say yet what the key means. */
export function isUnreadable({ code, severity }: Pick<Issue, "code" | "severity">): boolean {
  if (severity !== "error") return false;
  decoding ??= new Set(rules().flatMap((rule) => (rule.family === "decode" ? rule.code : [])));
  return decoding.has(code);
}

/** One issue. */
export function explain(checked: Checked, issue: Issue): string {
  const paint = painter(process.stdout);
  const { line, column } = checked.lines.position(issue.range.bytes[0]);
  const inBody = issue.in === "body";
  const place = inBody ? `${title(checked.name)}:${line}:${column}` : `${title(checked.name)} (${issue.in})`;
  const severity = paint(COLOURS[issue.severity], `${issue.severity}[${issue.code}]`);
  const width = Math.min(columns(), 120);
  const parts = [
    `${paint("bold", plain(place))} ${severity}${inBody && issue.pointer !== "" ? ` ${plain(issue.pointer)}` : ""}`,
  ];
  parts.push(wrapped(plain(issue.message), width, "  "));
  if (inBody) parts.push(frame(checked.masked, checked.lines, issue.range.bytes));
  for (const related of issue.related) {
    parts.push(wrapped(plain(`see ${related.pointer || "the body"}: ${related.message}`), width, "  "));
  }
  if (issue.help !== undefined) parts.push(wrapped(plain(`help: ${issue.help}`), width, "  "));
  if (issue.fix !== undefined) {
    const way = issue.fix.applicability === "safe" ? "tyk-session fix" : "a guess: tyk-session fix --unsafe";
    parts.push(`${wrapped(plain(`fix: ${issue.fix.title}`), width, "  ")} ${paint("dim", `(${way})`)}`);
  }
  return parts.join("\n");
}

/** What becomes of all texts together, in one line; and whether there is more to say than could be said of all. */
export function summary({ keys, errors, warnings, infos }: Totals, isPartial = false): string {
  const paint = painter(process.stdout);
  const counts = [
    errors > 0 ? paint("red", counted(errors, "error")) : "",
    warnings > 0 ? paint("yellow", counted(warnings, "warning")) : "",
    infos > 0 ? paint("blue", counted(infos, "info")) : "",
  ].filter((count) => count !== "");
  const said = counts.length === 0 ? paint("green", "nothing to say") : counts.join(", ");
  const more = isPartial ? "; more is judged once what cannot be read is fixed" : "";
  return `${counted(keys, "key")} checked: ${said}${more}`;
}
