import { TykSessionError } from "./error.js";
import type { BulkProgress, BulkRecord, CheckOptions } from "./generated/api.js";
import { call, keepInstance } from "./instance.js";
import { decodeAnswer, encodeOptions } from "./wire.js";

/** What {@link bulk} is told. */
export interface BulkOptions extends CheckOptions {
  /** Whether deprecated members are moved to their successors. */
  migrate?: boolean;
  /** Whether the safe fixes are made. */
  fix?: boolean;
}

/** What a chunk of an export has brought. */
export interface BulkResult {
  /** How far the check is. */
  readonly progress: BulkProgress;
  /** The keys with issues that have become whole with this chunk. Read from the answer when they are first asked for. */
  readonly records: BulkRecord[];
  /** The next bytes of the changed export; empty unless it is to be changed. */
  readonly text: Uint8Array;
}

/** The check of an export, begun by {@link bulk}. */
export interface Bulk {
  /** Checks what becomes whole with the next chunk, which may begin and end anywhere. */
  push(chunk: Uint8Array): BulkResult;
  /** Checks what is left, and ends the check: nothing may follow. */
  finish(): BulkResult;
}

/** A longer chunk is given to the Wasm in pieces: its memory only grows. */
const LONGEST = 1024 * 1024;
const decoder = new TextDecoder();

/**
 * Checks an export of keys, NDJSON or a JSON array, in chunks: every key as an update with the same options. It needs memory
 * for a chunk and for the largest key, however long the export is.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function bulk(options: BulkOptions): Bulk {
  const { migrate, fix, ...rest } = options;
  if (migrate && fix) throw new TykSessionError("an export is either migrated or fixed, one after the other");
  const change = new TextEncoder().encode(migrate ? "migrate" : fix ? "fix" : "");
  const encoded = encodeOptions(rest);
  const number = decodeAnswer<number>(call((wasm) => wasm.bulk_begin(encoded, change)));
  const release = keepInstance();
  let hasEnded = false;

  function run(chunk: Uint8Array, isLast: boolean): Answer {
    const answer = call((wasm) => wasm.bulk_push(number, chunk, isLast));
    if (hasEnded || answer.length === 0)
      throw new TykSessionError("this check has ended, or another call broke it off");
    return new Answer(answer);
  }

  return {
    push(chunk) {
      const answers: Answer[] = [];
      let start = 0;
      do {
        answers.push(run(chunk.subarray(start, start + LONGEST), false));
        start += LONGEST;
      } while (start < chunk.length);
      return batch(answers);
    },
    finish() {
      const answer = run(new Uint8Array(), true);
      hasEnded = true;
      call((wasm) => wasm.bulk_end(number));
      release();
      return batch([answer]);
    },
  };
}

/** What the Wasm answers to a chunk: two texts of JSON, each after its length, then bytes. */
class Answer {
  readonly progress: Uint8Array;
  readonly records: Uint8Array;
  readonly text: Uint8Array;

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const records = 4 + view.getUint32(0, true);
    const text = records + 4 + view.getUint32(records, true);
    this.progress = bytes.subarray(4, records);
    this.records = bytes.subarray(records + 4, text);
    this.text = bytes.subarray(text);
  }
}

/** A plain object: a Worker may post it, and the getter is read for that. */
function batch(answers: Answer[]): BulkResult {
  let records: BulkRecord[] | undefined;
  return {
    progress: read(answers[answers.length - 1]?.progress),
    text: join(answers.map((answer) => answer.text)),
    get records() {
      records ??= answers.flatMap((answer) => read<BulkRecord[]>(answer.records));
      return records;
    },
  };
}

function read<T>(json: Uint8Array | undefined): T {
  return JSON.parse(decoder.decode(json));
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
