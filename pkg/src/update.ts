import { check, patch } from "./check.js";
import type { Credential } from "./credential.js";
import { TykSessionError } from "./error.js";
import type { Confirmation, Failed, Method, Operation, Outcome, Plan, RequestQuery, Updated } from "./generated/api.js";
import { confirm, type PlanOptions, plan } from "./plan.js";
import { type RequestOptions, request } from "./request.js";
import { readResponse } from "./response.js";
import { membersOf } from "./wire.js";

/** The server that {@link updateKey} talks to. */
export interface Client {
  /** Where its paths begin: scheme, host and port, and the path before them if a proxy adds one. */
  baseUrl: string;
  /** The secret, if the requests are to carry it; a proxy on the way may add it instead. */
  credential?: Credential;
  /** What sends a request, in place of the runtime's own `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** The options of {@link updateKey}: the key, the edit, and what `check` knows about an update. */
export interface UpdateOptions extends Omit<PlanOptions, "base" | "edited" | "query" | "keyId"> {
  /** The id of the key; of an organisation's key, the id of the organisation. */
  keyId: string;
  /** The switches that are on. */
  query?: RequestQuery;
  /** Makes the text that is wanted of the text that GET answered: all of it, or a JSON Patch. */
  edit: (text: string) => string | readonly Operation[];
  /** Ends the update. */
  signal?: AbortSignal;
  /** Ends the update after so many milliseconds. */
  timeout?: number;
}

/** How far an update came. Only `sent` and `interrupted` during `update` may have changed the key. */
export type Update = Sent | Stopped | Declined | Interrupted;

/** The server took the update. Whether it stuck is in the confirmation. */
export interface Sent {
  /** How far it came. */
  kind: "sent";
  /** What was sent. */
  plan: Plan;
  /** The answer to the update. */
  outcome: Updated;
  /** The answer to the read after it, unless there was none. */
  readBack?: Outcome;
  /** Whether the update stuck. */
  confirmation: Confirmation;
}

/** The check found errors: nothing was sent. A severity of the caller's own lets an error pass. */
export interface Stopped {
  /** How far it came. */
  kind: "stopped";
  /** What would have been sent, and what is wrong with it. */
  plan: Plan;
}

/** The server said no. */
export interface Declined {
  /** How far it came. */
  kind: "declined";
  /** To what. */
  during: "read" | "update";
  /** The server's answer. */
  outcome: Failed;
  /** What was sent, if it came to that. */
  plan?: Plan;
}

/** No answer came: the network failed, the time ran out, or the signal ended it. */
export interface Interrupted {
  /** How far it came. */
  kind: "interrupted";
  /** What was going on. During `update`, the key may be the old one or the new. */
  during: "read" | "update";
  /** What `fetch` threw. */
  error: unknown;
  /** What was sent, if it came to that. */
  plan?: Plan;
}

/** What is wrong with an edit of another kind, and with one that gives something else. */
const EDIT =
  "options.edit must be a function that takes the text of the key and gives, at once, the text that is wanted or a JSON Patch, an array";

/**
 * Updates a key: GET, {@link plan}, PUT, GET, {@link confirm}. It is {@link request} and {@link readResponse} in order and
 * nothing else: no redirect is followed, nothing is tried twice, and no answer of a server is thrown.
 *
 * @throws {@link TykSessionError} when an option is wrong, and what `edit` throws.
 */
export async function updateKey(client: Client, options: UpdateOptions): Promise<Update> {
  const { query, edit, signal, timeout, ...known } = membersOf(options);
  // a member that no client has is refused with the request
  const { fetch: fetcher, ...server } = membersOf(client, "the client must be an object with a baseUrl");
  if (typeof edit !== "function") throw new TykSessionError(EDIT);
  // Options that are wrong are found before anything is sent.
  check("{}", known);
  const ended = end(signal, timeout);
  const { endpoint, keyId, apiId } = known;
  const target: RequestOptions = { ...server, endpoint, keyId };
  if (apiId !== undefined) target.apiId = apiId;
  if (query !== undefined) target.query = query;

  const before = await send("GET");
  if (before.kind === "interrupted") return { ...before, during: "read" };
  if (before.kind !== "session") return { kind: "declined", during: "read", outcome: before as Failed };

  const edited: unknown = edit(before.session);
  if (typeof edited !== "string" && !Array.isArray(edited)) throw new TykSessionError(EDIT);
  const planned = plan({
    ...known,
    query: Object.fromEntries(new URL(request({ ...target, body: before.session }).url).searchParams),
    base: before.session,
    edited: typeof edited === "string" ? edited : patch(before.session, edited),
  });
  if (planned.report.errors > 0) return { kind: "stopped", plan: planned };

  const outcome = await send("PUT", planned.body);
  if (outcome.kind === "interrupted") return { ...outcome, during: "update", plan: planned };
  if (outcome.kind !== "updated")
    return { kind: "declined", during: "update", outcome: outcome as Failed, plan: planned };

  const answered = performance.now();
  const readBack = await send("GET");
  const after = (performance.now() - answered) / 1000;
  const seen = readBack.kind === "session" ? [{ text: readBack.session, after }] : [];
  const confirmation = confirm(planned, readBack.kind === "notFound" ? [{ after }] : seen);
  return {
    kind: "sent",
    plan: planned,
    outcome,
    ...(readBack.kind === "interrupted" ? {} : { readBack }),
    confirmation,
  };

  async function send(method: Method, body?: string): Promise<Outcome | { kind: "interrupted"; error: unknown }> {
    const built = request({ ...target, method, ...(body === undefined ? {} : { body }) });
    try {
      const answer = await (fetcher ?? fetch)(built.url, { ...built, signal: ended });
      return await readResponse(endpoint, answer, method);
    } catch (error) {
      if (error instanceof TykSessionError) throw error;
      return { kind: "interrupted", error };
    }
  }
}

/** What ends an update before its time. */
function end(signal: AbortSignal | undefined, timeout: number | undefined): AbortSignal {
  try {
    const signals = [signal, timeout === undefined ? undefined : AbortSignal.timeout(timeout)];
    return AbortSignal.any(signals.filter((signal) => signal !== undefined));
  } catch (cause) {
    throw new TykSessionError("options.signal must be an AbortSignal, options.timeout so many milliseconds", { cause });
  }
}
