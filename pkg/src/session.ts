import { TykSessionError } from "./error.js";
import type { ApiLimit } from "./generated/session.js";
import { askText } from "./instance.js";
import { NotJson, stringify } from "./stringify.js";

/**
 * Begins a key, to be built member by member; what is not named stays out of its text.
 *
 * ```ts
 * const body = session().organisation("5e9d9544a1dcd60001d0ed20").rate(100, { per: 60 }).allow("a1").build();
 * ```
 */
export function session(): SessionBuilder {
  return new SessionBuilder([]);
}

/** A key being built. Each call gives a new builder and leaves this one as it is. */
export class SessionBuilder {
  readonly #calls: readonly unknown[][];

  /** @internal */
  constructor(calls: readonly unknown[][]) {
    this.#calls = calls;
  }

  /** The organisation the key belongs to. */
  organisation(id: string): SessionBuilder {
    return this.#with("organisation", id);
  }

  /** At most so many requests in each period of so many seconds. */
  rate(requests: number, period: { per: number }): SessionBuilder {
    return this.#with("rate", requests, period?.per);
  }

  /** At most so many requests in each period of so many seconds; `unlimited` says plainly that there is no quota. */
  quota(requests: number | bigint, period: { renewsEvery: number | bigint }): SessionBuilder;
  quota(unlimited: "unlimited"): SessionBuilder;
  quota(requests: number | bigint | "unlimited", period?: { renewsEvery: number | bigint }): SessionBuilder {
    return requests === "unlimited" ? this.#with("unlimitedQuota") : this.#with("quota", requests, period?.renewsEvery);
  }

  /** Opens an API: its `Default` version unless others are named, with limits of its own if they are given. */
  allow(apiId: string, options: { versions?: readonly string[]; limit?: ApiLimit } = {}): SessionBuilder {
    return this.#with("allow", apiId, options);
  }

  /** The policies that apply, by id. What they set replaces the key's own values. */
  policies(ids: readonly string[]): SessionBuilder {
    return this.#with("policies", ids);
  }

  /** When the key expires, in Unix seconds. */
  expires(at: number | bigint | "never"): SessionBuilder {
    return at === "never" ? this.#with("neverExpires") : this.#with("expires", at);
  }

  /** A name for people and analytics. */
  alias(alias: string): SessionBuilder {
    return this.#with("alias", alias);
  }

  /** Labels for analytics. */
  tags(tags: readonly string[]): SessionBuilder {
    return this.#with("tags", tags);
  }

  /** One entry of `meta_data`. */
  metadata(name: string, value: unknown): SessionBuilder {
    return this.#with("metadata", name, value);
  }

  /** Closes the key. */
  inactive(): SessionBuilder {
    return this.#with("inactive");
  }

  /**
   * The text of the key.
   *
   * @throws {@link TykSessionError} when an argument of a call was of the wrong kind.
   */
  build(): string {
    return askText((wasm) => wasm.build, [this.#text()]);
  }

  #text(): string {
    try {
      return stringify(this.#calls);
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      const [call, argument] = error.path;
      throw new TykSessionError(`${this.#calls[Number(call)]?.[0]}, argument ${argument}: ${error.reason}`);
    }
  }

  #with(...call: unknown[]): SessionBuilder {
    return new SessionBuilder([...this.#calls, call]);
  }
}
