import { isUtf8 } from "node:buffer";
import { FINE, FOUND, MISUSED, Misuse, type Option, type Values } from "./command.js";
import { diff } from "./diff.js";
import {
  JSON_FILES,
  LINE_FILES,
  read,
  type Source,
  STDIN,
  sources,
  stream,
  title,
  Unusable,
  writeFile,
} from "./files.js";
import { lines } from "./lines.js";
import { Masked, type MaskOptions } from "./mask.js";
import { mistaken } from "./mistaken.js";
import { refuseNoExport } from "./ndjson.js";
import { Progress } from "./progress.js";
import { counted, tell, write } from "./terminal.js";

/** What becomes of the new texts. */
export const REWRITE = {
  write: { short: "w", about: "write the files, in place of showing the new text" },
  check: { about: "only name the files that would change; exit code 1 if there are any" },
  diff: { about: "only show what would change, with secrets masked; exit code 1 if anything would" },
  ndjson: { about: "one key per line, in and out, in order" },
} satisfies Record<string, Option>;

/** A text with what was done to it. */
export interface Rewritten {
  readonly text: string;
  /** What says which of its members are secret. */
  readonly options: MaskOptions;
  /** What was done, in words. */
  readonly done: readonly string[];
  /** What was left undone, in words. */
  readonly left: readonly string[];
  /** Whether that is an error. */
  readonly wrong: boolean;
}

/** Makes a new text of an old one. */
type Make = (text: string | Uint8Array) => Rewritten;

/** Makes new texts of the named ones. */
export async function rewrite(
  values: Values,
  operands: readonly string[],
  maker: (source: Source) => Make,
): Promise<number> {
  const modes = Object.keys(REWRITE).filter((name) => values.on(name));
  if (modes.length > 1) throw new Misuse(`choose one of --${modes.join(" and --")}`);
  if (modes[0] === "ndjson") return rewriteLines(operands, maker);
  const all = sources(operands, JSON_FILES);
  if (modes.length === 0 && all.length > 1) {
    throw new Misuse("more than one text cannot go to standard output: add --write, --check or --diff");
  }
  let [changed, unusable, wrong] = [0, 0, false];
  for (const source of all) {
    const make = maker(source);
    try {
      const before = await readKept(source.name);
      const rewritten = make(before);
      await show(modes[0], source.name, before, rewritten);
      if (rewritten.text !== before) changed++;
      wrong ||= rewritten.wrong;
      for (const done of rewritten.done) tell(`${title(source.name)}: ${done}`);
      for (const left of rewritten.left) tell(`${title(source.name)}: left: ${left}`);
    } catch (error) {
      // the others can be rewritten all the same
      if (!(error instanceof Unusable)) throw error;
      tell(error.message);
      unusable++;
    }
  }
  const would = values.on("check") || values.on("diff");
  const skipped = unusable === 0 ? "" : `, ${unusable} could not be used`;
  if (modes.length > 0)
    tell(`${counted(changed, "key")} of ${all.length} ${would ? "would change" : "changed"}${skipped}`);
  if (unusable > 0) return MISUSED;
  return wrong || (would && changed > 0) ? FOUND : FINE;
}

/** A text that can be written again without losing a byte. */
async function readKept(name: string): Promise<string> {
  const bytes = await read(name);
  const what = mistaken(bytes);
  if (what !== undefined) throw new Unusable(`${title(name)}: ${what}`);
  if (!isUtf8(bytes)) throw new Unusable(`${title(name)} is not UTF-8: its bytes could not be kept`);
  return bytes.toString();
}

async function show(mode: string | undefined, name: string, before: string, { text, options }: Rewritten) {
  const isChanged = text !== before;
  if (mode === undefined || (mode === "write" && name === STDIN)) return write(text);
  if (!isChanged) return;
  if (mode === "write") return writeFile(name, text);
  if (mode === "check") return write(`${title(name)}\n`);
  const [old, fresh] = [before, text].map((each) => new Masked(Buffer.from(each), options).toString());
  return write(diff(title(name), old ?? "", fresh ?? ""));
}

async function rewriteLines(operands: readonly string[], maker: (source: Source) => Make): Promise<number> {
  const progress = new Progress();
  let [keys, changed, bytes, wrong] = [0, 0, 0, false];
  for (const source of sources(operands, LINE_FILES)) {
    const make = maker(source);
    let number = 0;
    let isEmpty = true;
    for await (const chunk of lines(stream(source.name))) {
      const out: Uint8Array[] = [];
      if (isEmpty) refuseNoExport(source.name, chunk);
      for (const line of split(chunk)) {
        number++;
        if (isEmpty) isEmpty = refuseArray(source.name, line);
        const rewritten = rewriteLine(line, make);
        out.push(rewritten.text);
        if (rewritten.text !== line) changed++;
        wrong ||= rewritten.wrong;
        for (const left of rewritten.left) tell(`${title(source.name)}:${number}: left: ${left}`);
      }
      await write(Buffer.concat(out));
      bytes += chunk.length;
      progress.show(keys + number, bytes);
    }
    if (isEmpty) throw new Misuse(`${title(source.name)} holds no key`);
    keys += number;
  }
  progress.end();
  tell(`${counted(changed, "key")} of ${keys.toLocaleString("en")} changed`);
  return wrong ? FOUND : FINE;
}

/** Refuses a line with which an array begins; gives whether there is nothing on it. */
function refuseArray(name: string, line: Uint8Array): boolean {
  const text = Buffer.from(line).toString("utf8", 0, 1000).trim();
  if (text.startsWith("["))
    throw new Misuse(`${title(name)} is an array: fix and migrate take one key a line (jq -c '.[]')`);
  return text === "";
}

/** The line itself where nothing is done to it, and what is left to do by hand. */
function rewriteLine(line: Uint8Array, make: Make): { text: Uint8Array; left: readonly string[]; wrong: boolean } {
  if (line.every((byte) => byte <= SPACE)) return { text: line, left: [], wrong: false };
  const { text, done, left, wrong } = make(line);
  if (done.length === 0) return { text: line, left, wrong };
  return isUtf8(line)
    ? { text: Buffer.from(text), left, wrong }
    : { text: line, left: ["it is not UTF-8, its bytes could not be kept"], wrong: true };
}

const SPACE = 0x20;

/** The lines with their newlines. */
function* split(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(0x0a, start) + 1 || chunk.length;
    yield chunk.subarray(start, end);
    start = end;
  }
}
