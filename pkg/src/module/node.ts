import bytes from "#bytes";

/** Compiles the Wasm that lies beside this file. */
export default function compile(): WebAssembly.Module {
  return new WebAssembly.Module(bytes());
}
