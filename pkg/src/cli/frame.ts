import type { Masked } from "./mask.js";
import { columns, painter, plain } from "./terminal.js";

const NEWLINE = 0x0a;

/** Where a byte stands in a text: line and column, both from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text. */
export class Lines {
  readonly #bytes: Uint8Array;
  readonly #starts: number[] = [0];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) this.#starts.push(at + 1);
  }

  position(byte: number): Position {
    const line = this.#line(byte);
    return { line: line + 1, column: decode(this.#bytes.subarray(this.#starts[line], byte)).length + 1 };
  }

  /** From where to where the line reaches in which a byte stands. */
  around(byte: number): readonly [number, number] {
    const line = this.#line(byte);
    const end = (this.#starts[line + 1] ?? this.#bytes.length + 1) - 1;
    return [this.#starts[line] ?? 0, this.#bytes[end - 1] === 0x0d ? end - 1 : end];
  }

  #line(byte: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= byte) low = middle;
      else high = middle;
    }
    return low;
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** The line in which something stands, with carets under it. */
export function frame(text: Masked, lines: Lines, [start, end]: readonly [number, number]): string {
  const paint = painter(process.stdout);
  const [from, to] = lines.around(start);
  const number = String(lines.position(start).line);
  const margin = `  ${" ".repeat(number.length)} │ `;
  const room = Math.max(40, Math.min(columns(), 120) - margin.length);
  const stop = Math.max(start, Math.min(end, to));
  const marked = fit(shown(text.slice(start, stop)), Math.floor(room / 2), "end");
  const rest = room - width(marked);
  const behind = shown(text.slice(stop, to));
  const before = fit(shown(text.slice(from, start)), Math.max(Math.floor(room / 3), rest - width(behind)), "start");
  const after = fit(behind, rest - width(before), "end");
  const carets = "^".repeat(Math.max(1, width(marked)));
  return [
    `${paint("dim", `  ${number} │`)} ${before}${paint("bold", marked)}${after}`,
    `${paint("dim", margin.trimEnd())} ${" ".repeat(width(before))}${paint("red", carets)}`,
  ].join("\n");
}

function shown(text: string): string {
  return plain(text.replaceAll("\t", "  "));
}

/** A text cut at its start or end, so that it is no longer than that. */
function fit(text: string, room: number, side: "start" | "end"): string {
  const letters = [...text];
  if (letters.length <= room) return text;
  const kept = side === "start" ? letters.slice(1 - room) : letters.slice(0, room - 1);
  return side === "start" ? `…${kept.join("")}` : `${kept.join("")}…`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** The columns that a text takes on a terminal. */
function width(text: string): number {
  return [...text].reduce((columns, letter) => columns + (WIDE.test(letter) ? 2 : 1), 0);
}
