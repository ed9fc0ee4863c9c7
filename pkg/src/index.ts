export { check, type FixOptions, fix, migrate, patch } from "./check.js";
export { TykSessionError } from "./error.js";
export type {
  Applicability,
  Change,
  CheckOptions,
  Code,
  Endpoint,
  Fix,
  Fixed,
  Issue,
  Migrated,
  Operation,
  Param,
  Part,
  QueryValues,
  Range,
  Related,
  Report,
  RuleExample,
  RuleInfo,
  Rules,
  Severities,
  Severity,
} from "./generated/api.js";
export type { Api, Context, LocalSessionCache, Policy, PolicyPartitions, Settings } from "./generated/context.js";
export type {
  AccessControlRules,
  AccessDefinition,
  AccessSpec,
  ApiLimit,
  BasicAuthData,
  EndpointLimit,
  EndpointMethod,
  FieldAccessDefinition,
  FieldLimits,
  GraphqlType,
  JsonRpcMethodLimit,
  JwtData,
  McpAccessRights,
  McpPrimitiveLimit,
  Monitor,
  RateLimitSmoothing,
  SessionState,
} from "./generated/session.js";
export { parse } from "./parse.js";
export { rules } from "./rules.js";
export { stringify } from "./stringify.js";
export type { Input } from "./wire.js";
