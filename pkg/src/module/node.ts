import compileFile from "./file.js";
import compileInline from "./inline.js";

/** Compiles the Wasm that lies beside this file, which takes a tenth of the time; or that inside it, where a bundler has moved it. */
export default function compile(): WebAssembly.Module {
  try {
    return compileFile();
  } catch {
    return compileInline();
  }
}
