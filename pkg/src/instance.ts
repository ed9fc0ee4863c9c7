import compile from "#module";
import { TykSessionError } from "./error.js";
import type { Refusal } from "./generated/api.js";
import * as glue from "./generated/tyk_session.js";
import { decode, type Text } from "./wire.js";

/** What the Wasm exports that is used without its glue. */
interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_start: () => void;
}

/** An instance whose memory has grown beyond this many bytes is not kept: Wasm's memory never shrinks. */
const KEPT_MEMORY = 256 * 2 ** 20;

/** The functions of the Wasm. */
export type Wasm = typeof glue;

/** A function of the Wasm, which gets the lengths of as many texts. */
type Call<L extends number[]> = (wasm: Wasm) => (...lengths: L) => number;
type Texts<L extends number[]> = { [I in keyof L]: Text };

const encoder = new TextEncoder();
const NOTHING = new Uint8Array();

let module: WebAssembly.Module | undefined;
let exports: Exports | undefined;
let uses = 0;
/** Where the texts of a call are written; empty once the memory has grown, and for every other instance. */
let room = NOTHING;
/** How much of it the texts of the call take that are written. */
let written = 0;
/** The options that the instance has from its last check. */
let kept: Text | undefined;
/** The text that the last call has checked, if it was a check of one, and how many bytes it has where texts are written. */
let checked: { text: string; bytes: number } | undefined;

/** Keeps the instance, whatever its memory, until it is released: something in it will be needed again. */
export function keepInstance(): { isKept(): boolean; release(): void } {
  exports ??= start();
  const instance = exports;
  uses++;
  return { isKept: () => exports === instance, release: () => uses-- };
}

/** Calls into the Wasm. It is compiled at the first call, so that importing the package costs nothing. */
export function call<T>(use: (wasm: Wasm) => T): T {
  exports ??= start();
  const { memory } = exports;
  try {
    const result = use(glue);
    if (uses === 0 && memory.buffer.byteLength > KEPT_MEMORY) stop(memory);
    return result;
  } catch (cause) {
    forget();
    if (cause instanceof TykSessionError) throw cause;
    // Nothing else in the Wasm throws: it ran out of memory, or it has a bug. The next call gets a new instance.
    stop(memory);
    throw new TykSessionError("tyk-session broke on this input; unless it is too large, please report it", { cause });
  }
}

/**
 * Calls the Wasm with texts. Of the answer, `take` gets what is said and the text, if there is one: in memory that the next call
 * writes over.
 */
export function exchange<L extends number[], T>(
  which: Call<L>,
  texts: Texts<L>,
  take: (said: Uint8Array, text: () => Uint8Array) => T,
): T {
  return call((wasm) => {
    written = 0;
    const lengths = texts.map(write) as L;
    const [text] = texts as readonly Text[];
    checked = (which as unknown) === CHECK && typeof text === "string" ? { text, bytes: lengths[0] ?? 0 } : undefined;
    const length = which(wasm)(...lengths);
    const said = length === 0 ? NOTHING : view(wasm.said(), Math.abs(length));
    if (length < 0) {
      const refusal: Refusal = JSON.parse(decode(said));
      throw new TykSessionError(refusal.misuse, refusal);
    }
    return take(said, () => view(wasm.text(), wasm.text_length()));
  });
}

/** Calls the Wasm with texts, for an answer in JSON. */
export function ask<L extends number[], T>(which: Call<L>, texts: Texts<L>): T {
  return exchange(which, texts, (said) => JSON.parse(decode(said)));
}

/** Calls the Wasm with texts, for an answer that is a text. */
export function askText<L extends number[]>(which: Call<L>, texts: Texts<L>): string {
  return exchange(which, texts, (_, text) => decode(text()));
}

/** Whether the Wasm has these options from its last check. It has them from now on. */
export function keeps(options: Text): boolean {
  const isKept = options === kept;
  kept = options;
  return isKept;
}

/** The check of a text. */
export const CHECK = (wasm: Wasm) => wasm.check;

/** How many bytes a text has that the last call has checked; nothing of any other. Bytes may have changed since, a string may not. */
export function bytesOfChecked(text: Text): number | undefined {
  return text === checked?.text ? checked?.bytes : undefined;
}

/** Writes a text of a call after those before it; gives how many bytes it has. */
function write(text: Text): number {
  // A room without bytes takes not even none.
  if (text.length === 0) return 0;
  const start = written;
  if (typeof text !== "string") {
    reserve(start + text.length);
    room.set(text, start);
    written += text.length;
    return text.length;
  }
  // Nearly all letters are of one byte; none of them is of more than three. Without more room than that, Node.js 20 takes a third of
  // the time for a text that is not all ASCII.
  const likely = start + text.length + 64;
  reserve(likely);
  const first = encoder.encodeInto(text, room.subarray(start, likely));
  written += first.written;
  if (first.read < text.length) {
    reserve(written + 3 * (text.length - first.read));
    written += encoder.encodeInto(text.slice(first.read), room.subarray(written)).written;
  }
  return written - start;
}

/** Makes room for so many bytes; what is written already stays. */
function reserve(length: number): void {
  if (room.length < length) room = view(glue.room(length), length);
}

function view(address: number, length: number): Uint8Array<ArrayBuffer> {
  // Made anew for each call: a memory that grows gets a new buffer.
  return new Uint8Array((exports as Exports).memory.buffer, address, length);
}

function start(): Exports {
  forget();
  module ??= compile();
  const started = new WebAssembly.Instance(module, { "./tyk_session_bg.js": { ...glue } }).exports as Exports;
  glue.__wbg_set_wasm(started);
  started.__wbindgen_start();
  return started;
}

function stop(memory: WebAssembly.Memory): void {
  // Growing detaches the buffer, which is how the glue notices that its views of the memory are stale.
  memory.grow(0);
  exports = undefined;
  forget();
}

/** What an instance was told is nothing to the next, and nobody knows it of a call that was not answered. */
function forget(): void {
  kept = undefined;
  checked = undefined;
}
