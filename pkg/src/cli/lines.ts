import { askText } from "../instance.js";
import { FINE, Misuse, type Option, type Values } from "./command.js";
import { readContext } from "./configuration.js";
import { readFile } from "./files.js";
import { unmarked } from "./mistaken.js";
import { write } from "./terminal.js";

const NEWLINE = 0x0a;
/** What JSON may hold as it is, and what reads lines may take for the end of one, as Python's `splitlines` does. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** The same JSON, in lines that are lines for everybody who reads them. */
export const escapeLineEnds = (json: string): string =>
  json.replace(LINE_ENDS, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The whole lines of a stream, as many at once as have come. What stands behind the last newline comes last. */
export async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = [];
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      pending.push(chunk);
      continue;
    }
    yield Buffer.concat([...pending, chunk.subarray(0, end)]);
    pending = [chunk.subarray(end)];
  }
  const rest = Buffer.concat(pending);
  if (rest.length > 0) yield rest;
}

/** Counts the lines of a stream, so that a place in it can be named as editors do. */
export class LineCounter {
  #bytes = 0;
  #passed = 0;
  #newlines: number[] = [];
  /** How many of the newlines are passed. */
  #at = 0;

  /** The next bytes have come. */
  add(chunk: Uint8Array): void {
    this.#newlines = this.#newlines.slice(this.#at);
    this.#at = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1))
      this.#newlines.push(this.#bytes + at);
    this.#bytes += chunk.length;
  }

  /** The line, from 1, in which a byte stands. Nothing may be asked about bytes before it any more, so the memory stays small. */
  line(byte: number): number {
    for (; (this.#newlines[this.#at] ?? byte) < byte; this.#at++) this.#passed++;
    return this.#passed + 1;
  }
}

/** Answers each line of standard input with a line on standard output, in order, as they come. */
export async function answerLines(
  protocol: "check_lines" | "predict_lines",
  values: Values,
  operands: readonly string[],
  options: Readonly<Record<string, Option>>,
): Promise<number> {
  if (operands.length > 0) throw new Misuse("--batch reads standard input and no files");
  const other = Object.keys(options).find((name) => name !== "batch" && name !== "context" && values.on(name));
  if (other !== undefined)
    throw new Misuse(`--batch goes with --context alone, not with --${other}: the questions say the rest`);
  const context = values.text("context");
  if (context !== undefined) readContext(context);
  const known = context === undefined ? Buffer.from("{}") : unmarked(readFile(context));
  for await (const questions of lines(process.stdin)) {
    await write(escapeLineEnds(askText((wasm) => wasm[protocol], [questions, known])));
  }
  return FINE;
}
