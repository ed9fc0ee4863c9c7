import type { Severity } from "../../generated/api.js";
import { title } from "../files.js";
import type { Position } from "../frame.js";
import { summary } from "./human.js";
import type { Reporter } from "./report.js";

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const satisfies Record<Severity, string>;

/** For GitHub Actions: workflow commands that become annotations on the lines of a pull request. */
export function github(): Reporter {
  return {
    text: ({ name, lines, report }) =>
      report.issues
        .map((issue) => {
          const [start, end] = issue.range.bytes.map((byte) => lines.position(byte)) as [Position, Position];
          const place: Record<string, string | number> = { file: title(name), line: start.line, endLine: end.line };
          // GitHub takes columns only within one line
          if (start.line === end.line) Object.assign(place, { col: start.column, endColumn: end.column });
          const properties = Object.entries({ ...place, title: issue.code });
          const written = properties.map(([name, value]) => `${name}=${encode(String(value), PROPERTY)}`).join(",");
          const message = issue.help === undefined ? issue.message : `${issue.message}\nhelp: ${issue.help}`;
          const pointer = issue.pointer === "" ? "" : `${issue.pointer}: `;
          return `::${LEVELS[issue.severity]} ${written}::${encode(pointer + message, DATA)}\n`;
        })
        .join(""),
    end: (totals) => `${summary(totals)}\n`,
  };
}

const DATA = /[%\r\n]/g;
const PROPERTY = /[%\r\n:,]/g;

function encode(text: string, special: RegExp): string {
  return text.replace(special, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
