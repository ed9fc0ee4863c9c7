import { parseArgs } from "node:util";
import { nearest } from "./spelling.js";

/** An option of a command, as it is parsed, explained and completed. */
export interface Option {
  /** What stands for the value in the help; an option without one is a switch. */
  readonly value?: string;
  /** The values there are, where they can be counted. */
  readonly choices?: readonly string[];
  /** It may be given more than once. */
  readonly multiple?: boolean;
  readonly short?: string;
  readonly about: string;
}

/** What the options of a command are given as: texts, lists of them, and switches. */
export interface Values {
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
  readonly on: (name: string) => boolean;
}

/** A command, from which its help and its completion are made too. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What stands behind the command in its usage, one line a way of using it. */
  readonly usage: readonly string[];
  /** What the help says besides. */
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly { readonly about: string; readonly line: string }[];
  /** What completes its arguments: files, or one of these words. */
  readonly operands?: readonly string[];
  /** Does the work; gives the exit code. */
  readonly run: (values: Values, operands: readonly string[]) => Promise<number> | number;
}

/** The command line was used wrongly: exit code 2. */
export class Misuse extends Error {}

/** Everything is as it should be. */
export const FINE = 0;
/** The keys have errors, or would be changed where nothing may be left to change. */
export const FOUND = 1;
/** The command line, a configuration or a file cannot be used. */
export const MISUSED = 2;

/** Reads what follows the name of a command. */
export function parse(command: Command, line: readonly string[]): { values: Values; operands: string[] } {
  const options = Object.entries({ ...command.options, help: HELP });
  const { tokens, positionals } = parseArgs({
    args: [...line],
    // unknown options are refused below, with a suggestion
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(options.map(([name, option]) => [name, shape(option)])),
  });
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = options.find(([name]) => name === token.name)?.[1];
    if (option === undefined) throw unknown(command, token.rawName, options);
    given.set(token.name, [...(given.get(token.name) ?? []), value(token.rawName, option, token.value)]);
    if (given.get(token.name)?.length === 2 && !option.multiple && option.value !== undefined) {
      throw new Misuse(`${token.rawName} is given twice`);
    }
  }
  const list = (name: string) => given.get(name) ?? [];
  return { values: { list, text: (name) => list(name)[0], on: (name) => given.has(name) }, operands: positionals };
}

export const HELP: Option = { short: "h", about: "explain the command" };

function shape({ value, short }: Option) {
  return { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short && { short }) };
}

function value(name: string, option: Option, given: string | undefined): string {
  if (option.value === undefined) {
    if (given !== undefined) throw new Misuse(`${name} takes no value`);
    return "";
  }
  if (given === undefined) throw new Misuse(`${name} needs a value: ${name} ${option.value}`);
  if (option.choices !== undefined && !option.choices.includes(given)) {
    throw new Misuse(`${name} is one of ${option.choices.join(", ")}, not ${given}${meant(given, option.choices)}`);
  }
  return given;
}

function unknown(command: Command, name: string, options: [string, Option][]): Misuse {
  const names = options.map(([name]) => `--${name}`);
  return new Misuse(`tyk-session ${command.name} has no option ${name}${meant(name, names)}`);
}

/** The end of a sentence about a name that is not known. */
export function meant(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  return suggestion === undefined ? "" : `: did you mean ${suggestion}?`;
}
