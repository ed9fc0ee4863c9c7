import type { Code, Issue, Operation, Param, Part, Related, Report, Severity } from "./generated/api.js";
import type { Packed } from "./packed.js";

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
const PARTS: readonly Part[] = ["query", "path", "header", "body"];

/** A report, of its issues. */
export function readReport(packed: Packed): Report {
  const issues = readIssues(packed);
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of issues) counts[severity]++;
  return { issues, errors: counts.error, warnings: counts.warning, infos: counts.info };
}

/** Issues, with what follows from the rest of them: the path, and where the rule is described. */
export function readIssues(packed: Packed): Issue[] {
  return packed.list(readIssue);
}

function readIssue(packed: Packed): Issue {
  const code = packed.string() as Code;
  const severity = SEVERITIES[packed.number()] as Severity;
  const part = PARTS[packed.number()] as Part;
  const pointer = packed.string();
  const bytes: [number, number] = [packed.number(), packed.number()];
  const utf16: [number, number] = [packed.number(), packed.number()];
  const issue = { code, severity, in: part, pointer, path: segments(pointer), range: { bytes, utf16 } } as Issue;
  issue.message = packed.string();
  if (packed.number()) issue.help = packed.string();
  issue.params = {};
  for (let left = packed.number(); left > 0; left--) issue.params[packed.string()] = readParam(packed);
  issue.related = packed.list(readRelated);
  if (packed.number())
    issue.fix = {
      title: packed.string(),
      applicability: packed.number() ? "safe" : "unsafe",
      patch: packed.list(readOperation),
    };
  issue.docs = `docs/rules/${code}.md`;
  return issue;
}

/** The segments of a JSON Pointer. */
function segments(pointer: string): string[] {
  const isEscaped = pointer.includes("~");
  const path: string[] = [];
  for (let start = 1; start <= pointer.length; ) {
    const slash = pointer.indexOf("/", start);
    const end = slash < 0 ? pointer.length : slash;
    const segment = pointer.slice(start, end);
    path.push(isEscaped ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment);
    start = end + 1;
  }
  return path;
}

function readParam(packed: Packed): Param {
  const isText = packed.number();
  const value = packed.string();
  return isText ? value : JSON.parse(value);
}

function readRelated(packed: Packed): Related {
  return { pointer: packed.string(), message: packed.string() };
}

function readOperation(packed: Packed): Operation {
  const operation: Partial<Record<"op" | "from" | "path" | "value", string>> = { op: packed.string() };
  if (packed.number()) operation.from = packed.string();
  operation.path = packed.string();
  if (packed.number()) operation.value = packed.string();
  return operation as Operation;
}
