export { type Bulk, type BulkOptions, type BulkResult, bulk } from "./bulk.js";
export { check, type FixOptions, fix, migrate, patch } from "./check.js";
export { type Credential, type CredentialOptions, credential } from "./credential.js";
export { TykSessionError } from "./error.js";
export type {
  Applicability,
  BulkProgress,
  BulkRecord,
  Certainty,
  Change,
  ChangeKind,
  CheckOptions,
  Code,
  Confirmation,
  Conflict,
  CounterChange,
  Counts,
  Deviation,
  Effective,
  EffectiveOptions,
  Endpoint,
  Event,
  EventKind,
  Failed,
  Failure,
  Finding,
  Fix,
  Fixed,
  Flaw,
  Found,
  HttpRequest,
  Issue,
  Line,
  Loss,
  MemberChange,
  Merged,
  Method,
  Migrated,
  Migration,
  Moving,
  Operation,
  Origin,
  Outcome,
  Param,
  Part,
  Plan,
  Pointer,
  Prediction,
  PredictOptions,
  QueryValues,
  Range,
  ReadBack,
  Related,
  Removal,
  Report,
  RequestQuery,
  RequestTarget,
  ResponseParts,
  Risk,
  RuleExample,
  RuleInfo,
  Rules,
  Severities,
  Severity,
  Source,
  TimelineOptions,
  Translation,
  Updated,
  Version,
  Writing,
} from "./generated/api.js";
export { endpoints, versions } from "./generated/api.js";
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
export { mask } from "./mask.js";
export { parse } from "./parse.js";
export { applyChanges, confirm, merge, type PlanOptions, plan, timeline, translate, type Verdict } from "./plan.js";
export { effective, predict } from "./predict.js";
export { type Form, type RequestOptions, request, show } from "./request.js";
export { readParts, readResponse } from "./response.js";
export { rules } from "./rules.js";
export { type JsonSchemaTarget, type SessionSchema, type SessionSchemaIssue, sessionSchema } from "./schema.js";
export { type SessionBuilder, session } from "./session.js";
export { stringify } from "./stringify.js";
export {
  type Client,
  type Declined,
  type Interrupted,
  type Sent,
  type Stopped,
  type Update,
  type UpdateOptions,
  updateKey,
} from "./update.js";
export type { Input, SessionInput } from "./wire.js";
