import compile from "#module";
import { TykSessionError } from "./error.js";
import * as glue from "./generated/tyk_session.js";

/** What the Wasm exports that is used without its glue. */
interface Exports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_start: () => void;
}

/** An instance whose memory has grown beyond this many bytes is not kept: Wasm's memory never shrinks. */
const KEPT_MEMORY = 256 * 2 ** 20;

let module: WebAssembly.Module | undefined;
let exports: Exports | undefined;
let uses = 0;

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
    // Nothing in the Wasm throws: it ran out of memory, or it has a bug. The next call gets a new instance.
    stop(memory);
    throw new TykSessionError("tyk-session broke on this input; please report it", { cause });
  }
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
