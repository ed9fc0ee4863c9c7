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

/** A function of the Wasm, which gets the lengths of as many texts. */
type Call<L extends number[]> = (wasm: typeof glue) => (...lengths: L) => number;
type Texts<L extends number[]> = { [I in keyof L]: Text };

const encoder = new TextEncoder();
const NOTHING = new Uint8Array();

let module: WebAssembly.Module | undefined;
let exports: Exports | undefined;
let uses = 0;
/** Where the texts of a call are written; empty once the memory has grown, and for every other instance. */
let room: Uint8Array = NOTHING;

/** Keeps the instance, whatever its memory, until the answer is called: something in it will be needed again. */
export function keepInstance(): () => void {
  uses++;
  return () => uses--;
}

/** Calls into the Wasm. It is compiled at the first call, so that importing the package costs nothing. */
export function call<T>(use: (wasm: typeof glue, memory: WebAssembly.Memory) => T): T {
  exports ??= start();
  const { memory } = exports;
  try {
    const result = use(glue, memory);
    if (uses === 0 && memory.buffer.byteLength > KEPT_MEMORY) stop(memory);
    return result;
  } catch (cause) {
    if (cause instanceof TykSessionError) throw cause;
    // Nothing else in the Wasm throws: it ran out of memory, or it has a bug. The next call gets a new instance.
    stop(memory);
    throw new TykSessionError("tyk-session broke on this input; please report it", { cause });
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
  return call((wasm, memory) => {
    const length = which(wasm)(...(write(wasm, memory, texts) as L));
    const said = length === 0 ? NOTHING : view(memory, wasm.said(), Math.abs(length));
    if (length < 0) {
      const refusal: Refusal = JSON.parse(decode(said));
      throw new TykSessionError(refusal.misuse, refusal);
    }
    return take(said, () => view(memory, wasm.text(), wasm.text_length()));
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

/** Writes texts one after the other where there is room for them; gives how many bytes each of them has. */
function write(wasm: typeof glue, memory: WebAssembly.Memory, texts: readonly Text[]): number[] {
  // Nearly all letters are of one byte; none of them is of more than three.
  reserve(wasm, memory, 64 + texts.reduce((sum, text) => sum + text.length, 0));
  const lengths: number[] = [];
  let end = 0;
  for (const text of texts) {
    const start = end;
    if (typeof text !== "string") {
      reserve(wasm, memory, end + text.length);
      room.set(text, end);
      end += text.length;
    } else {
      const { read, written } = encoder.encodeInto(text, end === 0 ? room : room.subarray(end));
      end += written;
      if (read < text.length) {
        const rest = text.slice(read);
        reserve(wasm, memory, end + 3 * rest.length);
        end += encoder.encodeInto(rest, room.subarray(end)).written;
      }
    }
    lengths.push(end - start);
  }
  return lengths;
}

/** Sees to it that there is room for texts of that many bytes. What is written there already stays. */
function reserve(wasm: typeof glue, memory: WebAssembly.Memory, length: number): void {
  if (room.length < length) room = view(memory, wasm.room(length), length);
}

function view(memory: WebAssembly.Memory, address: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer, address, length);
}

function start(): Exports {
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
}
