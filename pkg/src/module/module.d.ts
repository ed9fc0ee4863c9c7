/** Which of the files beside this one it is depends on the bundle: see build.mjs. */
declare module "#module" {
  export default function compile(): WebAssembly.Module;
}

declare module "#base64" {
  const base64: string;
  export default base64;
}

/** A file of src/generated as its text: engines read a text many times as fast as the same as code, and most never need it. */
declare module "#*.json" {
  const text: string;
  export default text;
}

/** The name of the file of Wasm. */
declare module "#name" {
  const name: string;
  export default name;
}

declare module "#wasm" {
  const module: WebAssembly.Module;
  export default module;
}
