import type { RuleInfo } from "./generated/api.js";
import catalogue from "./generated/rules.json" with { type: "json" };

/** Every rule of the catalogue, with its words, evidence and examples. */
export function rules(): RuleInfo[] {
  return structuredClone(catalogue) as RuleInfo[];
}
