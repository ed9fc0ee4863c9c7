/** Which of the two files beside this one it is depends on the bundle: see build.mjs. */
declare module "#module" {
  export default function compile(): WebAssembly.Module;
}

declare module "#base64" {
  const base64: string;
  export default base64;
}

declare module "#wasm" {
  const module: WebAssembly.Module;
  export default module;
}
