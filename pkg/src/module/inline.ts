import base64 from "#base64";
import { unpack } from "./lzma.js";
import { scatter } from "./operands.js";

/** Compiles the Wasm that travels inside this file: no other way of loading it works in every bundler and runtime. */
export default function compile(): WebAssembly.Module {
  const binary = atob(base64());
  const packed = new Uint8Array(binary.length);
  for (let index = 0; index < packed.length; index++) packed[index] = binary.charCodeAt(index);
  return new WebAssembly.Module(scatter(unpack(packed)));
}
