import { createReadStream, readdirSync, readFileSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { Misuse } from "./command.js";
import { CONFIGURATION } from "./configuration.js";
import { isPattern, matcher } from "./glob.js";

/** A file or stream that cannot be read or written: what is wrong with one is nothing to the others. */
export class Unusable extends Misuse {}

/** Standard input, as it is named on the command line. */
export const STDIN = "-";

/** A text to work on. */
export interface Source {
  /** As the person knows it: the file's name, or `-`. */
  readonly name: string;
  /** Where its configuration is looked for. */
  readonly directory: string;
}

/** What files of one kind end in. */
export const JSON_FILES = [".json"];
export const LINE_FILES = [".ndjson", ".jsonl"];

/** The texts that the operands of a command name: files, directories with their files, patterns, standard input. */
export function sources(operands: readonly string[], endings: readonly string[]): Source[] {
  if (operands.length === 0) throw new Misuse("name files, directories or patterns, or - for standard input");
  const names = operands.flatMap((operand) => {
    const found = named(operand, endings);
    if (found.length === 0) throw new Misuse(`${operand} holds no file that ends in ${endings.join(" or ")}`);
    return found;
  });
  return [...new Set(names)].map(source);
}

/** The text of that name. */
export function source(name: string): Source {
  return { name, directory: name === STDIN ? process.cwd() : dirname(resolve(name)) };
}

function named(operand: string, endings: readonly string[]): string[] {
  if (operand === STDIN) return [STDIN];
  const status = statusOf(operand);
  if (status?.isDirectory()) return filesIn(operand).filter((name) => endings.some((ending) => name.endsWith(ending)));
  if (status !== undefined) return [operand];
  if (!isPattern(operand)) throw new Unusable(`${operand} cannot be read: there is no such file`);
  const { directory, matches } = matcher(operand);
  return statusOf(directory)?.isDirectory() ? filesIn(directory).filter(matches) : [];
}

/** The files in a directory and those below, in the order of their names; none that are hidden, installed or ours. */
function filesIn(directory: string): string[] {
  const entries = attempt(directory, "read", () => readdirSync(directory, { withFileTypes: true }));
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules" || entry.name === CONFIGURATION) return [];
    const name = join(directory, entry.name);
    if (entry.isDirectory()) return filesIn(name);
    return entry.isFile() || statusOf(name)?.isFile() ? [name] : [];
  });
}

/** What a name stands for; nothing where there is nothing of that name. */
function statusOf(name: string): Stats | undefined {
  return attempt(name, "read", () => statSync(name, { throwIfNoEntry: false }));
}

/** The bytes of a text. */
export async function read(name: string): Promise<Buffer> {
  return name === STDIN ? buffer(stream(name)) : readFile(name);
}

/** The bytes of a text as they come. */
export async function* stream(name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* name === STDIN ? process.stdin : createReadStream(name, { highWaterMark: 2 ** 18 });
  } catch (error) {
    throw unusable(name, "read", error);
  }
}

/** The bytes of a file that somebody named. */
export function readFile(name: string): Buffer {
  if (name === STDIN)
    throw new Misuse("standard input can only be a key to work on: name a file, or ./- for one of that name");
  return attempt(name, "read", () => readFileSync(name));
}

/** Replaces the content of a file. */
export function writeFile(name: string, text: string): void {
  attempt(name, "written", () => writeFileSync(name, text));
}

function attempt<T>(name: string, how: "read" | "written", use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw unusable(name, how, error);
  }
}

function unusable(name: string, how: "read" | "written", error: unknown): Unusable {
  return new Unusable(`${title(name)} cannot be ${how}: ${reason(error)}`);
}

/** The name of a text in messages. */
export function title(name: string): string {
  return name === STDIN ? "standard input" : name;
}

/** Why the system could not do something. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "it is not permitted";
  if (code === "ENOSPC") return "no space is left";
  if (code === "ELOOP") return "its links go round in a circle";
  return message;
}
