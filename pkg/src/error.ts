import type { Issue } from "./generated/api.js";

/**
 * Thrown when a function is used wrongly: an option that does not exist, an object that is no JSON, a request that
 * must not be built. What is wrong with a key is never thrown, it is in the report.
 */
export class TykSessionError extends Error {
  override readonly name = "TykSessionError";

  /** The issues behind the refusal, where there are any: `request` names what is wrong with each of its parts. */
  readonly issues: Issue[];

  constructor(message: string, options: { issues?: Issue[]; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.issues = options.issues ?? [];
  }
}
