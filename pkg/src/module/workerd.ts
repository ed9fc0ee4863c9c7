import module from "#wasm";

/** Cloudflare's workerd compiles the Wasm when the worker is deployed, and forbids it later. */
export default function compile(): WebAssembly.Module {
  return module;
}
