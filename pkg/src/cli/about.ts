import { readFileSync } from "node:fs";
import type { RuleInfo } from "../generated/api.js";

export const NAME = "tyk-session";

/** The version of the package. */
export const VERSION: string = JSON.parse(beside("../package.json")).version;

/** The catalogue. It is long, so it is read from its file, and only by the commands that tell of it. */
export function rules(): RuleInfo[] {
  return JSON.parse(beside("./rules.json"));
}

/** A file of the package, as it lies beside the command line's. */
export function beside(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
