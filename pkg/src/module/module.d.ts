/** Which of the files beside this one it is depends on the bundle: see build.mjs. */
declare module "#module" {
  export default function compile(): WebAssembly.Module;
}

declare module "#base64" {
  export default function base64(): string;
}

/** A file of src/generated as its text: engines read a text many times as fast as the same as code, and most never need it. */
declare module "#*.json" {
  export default function text(): string;
}

/** The file of Wasm, read from beside the module. */
declare module "#bytes" {
  export default function bytes(): Uint8Array<ArrayBuffer>;
}

declare module "#wasm" {
  const module: WebAssembly.Module;
  export default module;
}
