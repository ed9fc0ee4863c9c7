export { check } from "./check.js";
export { TykSessionError } from "./error.js";
export type {
  CheckOptions,
  Code,
  Endpoint,
  Fix,
  Flaw,
  Issue,
  Operation,
  Param,
  Part,
  QueryValues,
  Range,
  Related,
  Report,
  Rules,
  Severities,
  Severity,
} from "./generated/api.js";
export type { Context } from "./generated/context.js";
export type { SessionState } from "./generated/session.js";
export type { Input } from "./wire.js";
