import draft07 from "#schema.draft-07.json";
import draft2020 from "#schema.json";
import { check } from "./check.js";
import { TykSessionError } from "./error.js";
import type { CheckOptions } from "./generated/api.js";
import type { SessionState } from "./generated/session.js";
import { NotJson, stringify } from "./stringify.js";
import { membersOf, type SessionInput } from "./wire.js";

/** What forms and routers ask of a schema: Standard Schema 1 and Standard JSON Schema 1, of a key. */
export interface SessionSchema {
  /** What the two standards define. */
  readonly "~standard": {
    /** Of the standard. */
    readonly version: 1;
    /** Who made the schema. */
    readonly vendor: "tyk-session";
    /** Checks a value, at once: either the same value comes back, or what the gateway has against it. */
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly value: SessionState; readonly issues?: undefined }
      | { readonly issues: readonly SessionSchemaIssue[] };
    /** The JSON Schema of what is checked and of what comes back, which are the same. */
    readonly jsonSchema: {
      readonly input: (options: { readonly target: JsonSchemaTarget }) => Record<string, unknown>;
      readonly output: (options: { readonly target: JsonSchemaTarget }) => Record<string, unknown>;
    };
    /** For the type system only. */
    readonly types?: { readonly input: SessionInput; readonly output: SessionState };
  };
}

/** One thing that is wrong with a value. */
export interface SessionSchemaIssue {
  /** What will happen on the server. */
  readonly message: string;
  /** Where: names, and the positions in arrays as numbers. */
  readonly path: readonly (string | number)[];
}

/** The drafts of JSON Schema that there are: every other is refused. */
export type JsonSchemaTarget = "draft-2020-12" | "draft-07" | (string & {});

/**
 * The check of a key for whatever takes a Standard Schema: forms, routers, servers. Only errors count, since the
 * standard has no warnings. Making a schema costs nothing: where `now` matters, make one for each check.
 */
export function sessionSchema(options: CheckOptions): SessionSchema {
  return {
    "~standard": {
      version: 1,
      vendor: "tyk-session",
      validate(value) {
        const issues = problems(value, options);
        return issues.length === 0 ? { value: value as SessionState } : { issues };
      },
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}

function problems(value: unknown, options: CheckOptions): SessionSchemaIssue[] {
  let text: string;
  try {
    text = stringify(value);
  } catch (error) {
    if (error instanceof NotJson) return [{ message: error.reason, path: error.path }];
    throw error;
  }
  return check(text, options)
    .issues.filter((issue) => issue.severity === "error")
    .map(({ message, path }) => ({ message, path: locate(value, path) }));
}

/** The names of a JSON Pointer as JavaScript has them: positions in an array are numbers. */
function locate(value: unknown, names: readonly string[]): (string | number)[] {
  let inner = value;
  return names.map((name) => {
    const key = Array.isArray(inner) ? Number(name) : name;
    inner = typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined;
    return key;
  });
}

const JSON_SCHEMAS = new Map<string, () => string>([
  ["draft-2020-12", draft2020],
  ["draft-07", draft07],
]);

function jsonSchema(options: { readonly target: JsonSchemaTarget }): Record<string, unknown> {
  const { target } = membersOf(options, "options must be an object with a target");
  const schema = JSON_SCHEMAS.get(target);
  if (schema === undefined) throw new TykSessionError(`there is no JSON Schema for the target ${target}`);
  return JSON.parse(schema());
}
