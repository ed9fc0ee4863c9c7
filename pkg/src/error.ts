import type { Flaw } from "./generated/api.js";

/**
 * Thrown when a function is used wrongly: an option that does not exist, an object that is not JSON, a request that
 * must not be built. What is wrong with a key is never thrown, it is in the report.
 */
export class TykSessionError extends Error {
  /** Tells it from other errors where `instanceof` cannot: across realms. */
  override readonly name = "TykSessionError";

  /** What is wrong with each part of a request; empty for every other mistake. */
  readonly flaws: Flaw[];

  constructor(message: string, options: { flaws?: Flaw[]; cause?: unknown } = {}) {
    super(message, options);
    this.flaws = options.flaws ?? [];
  }
}
