import { readFileSync } from "node:fs";

/** Compiles the Wasm that lies beside the command line's file. */
export default function compile(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL("./tyk_session.wasm", import.meta.url)));
}
