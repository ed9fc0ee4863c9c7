import type { FixOptions } from "./check.js";
import { TykSessionError } from "./error.js";
import type { BulkProgress, BulkRecord } from "./generated/api.js";
import { ask, call, exchange, keepInstance } from "./instance.js";
import { Packed, split } from "./packed.js";
import { readIssues } from "./report.js";
import { stringify } from "./stringify.js";
import { decode, textOf, withTexts } from "./wire.js";

/** The options of {@link bulk}. */
export interface BulkOptions extends FixOptions {
  /** Whether deprecated members are moved to their successors. */
  migrate?: boolean;
  /** Whether fixes are made: the safe ones, unless `unsafe` and `only` say otherwise. */
  fix?: boolean;
}

/** What a chunk of an export yields. */
export interface BulkResult {
  /** How far the check is. */
  readonly progress: BulkProgress;
  /** The keys with issues that this chunk completes. Read from the answer when they are first asked for. */
  readonly records: BulkRecord[];
  /** The next bytes of the changed export; empty unless it is to be changed. */
  readonly text: Uint8Array;
}

/** The check of an export, begun by {@link bulk}. */
export interface Bulk {
  /** Checks the keys that the next chunk completes; it may begin and end anywhere. */
  push(chunk: Uint8Array): BulkResult;
  /** Checks what is left, and ends the check: nothing may follow. */
  finish(): BulkResult;
}

/** A longer chunk is given to the Wasm in pieces: its memory only grows. */
const LONGEST = 1024 * 1024;

/**
 * Checks an export of keys, NDJSON or a JSON array, in chunks: every key as an update with the same options. It needs memory
 * for a chunk and for the largest key, however long the export is.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function bulk(options: BulkOptions): Bulk {
  const { migrate, fix, unsafe, only, ...rest } = withTexts(options);
  if (migrate && fix) throw new TykSessionError("an export is either migrated or fixed, one after the other");
  if (!fix && (unsafe || only))
    throw new TykSessionError("options.unsafe and options.only say which fixes are made: they need `fix: true`");
  const change = migrate ? "migrate" : fix ? stringify({ unsafe, only }) : "";
  const texts: [string, string] = [stringify(rest), change];
  const instance = keepInstance();
  let number: number;
  try {
    number = ask((wasm) => wasm.bulk_begin, texts);
  } catch (cause) {
    instance.release();
    throw cause;
  }
  let hasEnded = false;

  function run(chunk: Uint8Array, isLast: boolean): Answer {
    if (hasEnded || !instance.isKept()) throw new TykSessionError("this check has ended, or another call broke it off");
    return exchange(
      (wasm) => (length: number) => wasm.bulk_push(number, length, isLast),
      [chunk],
      // the next call writes over what is not copied
      (said, text) => ({ said: said.slice(), text: text().slice() }),
    );
  }

  return {
    push(chunk) {
      const bytes = textOf(chunk);
      if (typeof bytes === "string") throw new TykSessionError("push takes bytes: new TextEncoder().encode(text)");
      const answers: Answer[] = [];
      let start = 0;
      do {
        answers.push(run(bytes.subarray(start, start + LONGEST), false));
        start += LONGEST;
      } while (start < bytes.length);
      return batch(answers);
    },
    finish() {
      try {
        const answer = run(new Uint8Array(), true);
        call((wasm) => wasm.bulk_end(number));
        return batch([answer]);
      } finally {
        if (!hasEnded) instance.release();
        hasEnded = true;
      }
    },
  };
}

/** What the Wasm answers to a chunk: how far it is, in a line of JSON, and the keys that have issues; then bytes. */
interface Answer {
  readonly said: Uint8Array;
  readonly text: Uint8Array;
}

/** A plain object: a Worker may post it, and the getter is read for that. */
function batch(answers: Answer[]): BulkResult {
  const parts = answers.map(({ said }) => split(said));
  let records: BulkRecord[] | undefined;
  return {
    progress: JSON.parse(decode(parts.at(-1)?.json ?? "")),
    text: join(answers.map((answer) => answer.text)),
    get records() {
      records ??= parts.flatMap(({ rest }) => new Packed(decode(rest)).list(readRecord));
      return records;
    },
  };
}

function readRecord(packed: Packed): BulkRecord {
  return {
    index: packed.number(),
    offset: packed.number(),
    length: packed.number(),
    issues: readIssues(packed),
  };
}

function join(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
