import catalogue from "#rules.json";
import type { RuleInfo } from "./generated/api.js";

/** Every rule of the catalogue, with its words, evidence and examples. */
export function rules(): RuleInfo[] {
  return JSON.parse(catalogue());
}
