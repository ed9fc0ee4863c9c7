export { check, type FixOptions, fix, migrate, patch } from "./check.js";
export { type Credential, type CredentialOptions, credential } from "./credential.js";
export { TykSessionError } from "./error.js";
export type {
  Applicability,
  Certainty,
  Change,
  CheckOptions,
  Code,
  Effective,
  EffectiveOptions,
  Endpoint,
  Failed,
  Failure,
  Fix,
  Fixed,
  Flaw,
  Found,
  HttpRequest,
  Issue,
  Method,
  Migrated,
  Operation,
  Origin,
  Outcome,
  Param,
  Part,
  Prediction,
  PredictOptions,
  QueryValues,
  Range,
  Related,
  Report,
  RequestQuery,
  RequestTarget,
  ResponseParts,
  RuleExample,
  RuleInfo,
  Rules,
  Severities,
  Severity,
  Source,
  Updated,
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
export { effective, predict } from "./predict.js";
export { type Form, type RequestOptions, request, show } from "./request.js";
export { readParts, readResponse } from "./response.js";
export { rules } from "./rules.js";
export { type SessionBuilder, session } from "./session.js";
export { stringify } from "./stringify.js";
export type { Input } from "./wire.js";
