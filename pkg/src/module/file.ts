import { readFileSync } from "node:fs";
import name from "#name";

/** Compiles the Wasm that lies beside this file. */
export default function compile(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(name, import.meta.url)));
}
