import { computed, signal } from "@preact/signals";
import { credential, type HttpRequest, type Outcome, parse, request } from "tyk-session";
import { compareReadBack, type ReadBack } from "../words/compare";
import { endpoint, host, info, target } from "./connection";
import { counter, counterQuery } from "./counter";
import { base, isBroken, load, type Session, text } from "./document";
import { type Exchange, exchange, requestOptions } from "./exchange";
import { isPicking } from "./place";

/** What came of sending. */
export interface Result {
  put: Exchange;
  /** Only after the server said that it updated the key. */
  readBack?: Exchange;
  comparison?: ReadBack;
  /** Nothing that was changed is there: the server has what it had before. */
  isLost?: boolean;
}

export type Step =
  | { name: "closed" }
  | { name: "asking" }
  | { name: "sending" }
  | { name: "reading"; put: Exchange }
  | { name: "done"; result: Result };

export const step = signal<Step>({ name: "closed" });
/** What was typed to confirm a production host. */
export const typedHost = signal("");

/** Organisation keys can be overwritten from a gateway's cache by the next request, so they are read a little later. */
const organisationDelay = 2000;

/** The request as Tyk will get it, but for its secret, which only the server has. An Error when it cannot be built. */
export const preview = computed<HttpRequest | Error>(() => {
  const { baseUrl } = target.value ?? {};
  if (!baseUrl) return new Error("nothing to talk to");
  try {
    const stand = credential({ origin: new URL(baseUrl).origin, secret: "stands-for-the-secret" });
    return request({ ...requestOptions(baseUrl, counterQuery()), body: text.value, credential: stand });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
});

/** Why the request must not be sent yet; undefined when it may. */
export const hindrance = computed(() => {
  if (preview.value instanceof Error) return preview.value.message;
  if (info.value.counter && !counter.value) return "First choose what happens to the counter.";
  if (target.value?.environment === "production" && typedHost.value !== host.value) return `First type ${host.value}.`;
  return undefined;
});

export function openReview(): void {
  if (isBroken.value || text.value.trim() === "" || step.value.name !== "closed") return;
  counter.value = undefined;
  typedHost.value = "";
  step.value = { name: "asking" };
}

export function closeReview(): void {
  if (step.value.name !== "sending" && step.value.name !== "reading") step.value = { name: "closed" };
}

/** Sends the text, and when the server says that it is stored, reads the key back and compares. */
export async function send(): Promise<void> {
  if (step.value.name !== "asking" || hindrance.value) return;
  const sent = text.value;
  step.value = { name: "sending" };
  const put = await exchange("PUT", counterQuery(), sent);
  if (!isSuccess(put.outcome)) {
    step.value = { name: "done", result: { put } };
    return;
  }
  step.value = { name: "reading", put };
  if (info.value.subject === "organisation") await new Promise((resolve) => setTimeout(resolve, organisationDelay));
  step.value = { name: "done", result: await readBack(put, sent) };
}

/** Reads once more what came of the last update. */
export async function readAgain(): Promise<void> {
  if (step.value.name !== "done") return;
  const { put } = step.value.result;
  step.value = { name: "reading", put };
  step.value = { name: "done", result: await readBack(put, text.value) };
}

async function readBack(put: Exchange, sent: string): Promise<Result> {
  const answer = await exchange("GET");
  if (answer.outcome?.kind !== "session") return { put, readBack: answer };
  const stored = parse(answer.outcome.session) as Session;
  const comparison = compareReadBack(parse(sent) as Session, stored);
  const before = base.value?.session;
  const isLost =
    before !== undefined && comparison.differs.length > 0 && compareReadBack(before, stored).differs.length === 0;
  return { put, readBack: answer, comparison, isLost };
}

export function isSuccess(outcome: Outcome | undefined): boolean {
  return outcome?.kind === "updated" || outcome?.kind === "session";
}

/** Shows what the server has now. */
export function showStored(result: Result): void {
  if (result.readBack?.outcome?.kind === "session") load(result.readBack.outcome.session);
  step.value = { name: "closed" };
}

/** Keeps the text, with what the server has now as what it is compared with. */
export function keepText(result: Result): void {
  const mine = text.value;
  showStored(result);
  text.value = mine;
}

export const loading = signal(false);
/** What came of the last attempt to load, when it was not a session. */
export const loadFailure = signal<Exchange | Error | undefined>(undefined);

/** Reads the key from the server; with `keep` only as what the text is compared with. */
export async function loadKey(keep = false): Promise<void> {
  loading.value = true;
  loadFailure.value = undefined;
  const asked = endpoint.value;
  try {
    const answer = await exchange("GET");
    if (asked !== endpoint.value) return;
    if (answer.outcome?.kind === "session") {
      const mine = text.value;
      load(answer.outcome.session);
      if (keep) text.value = mine;
      isPicking.value = false;
    } else loadFailure.value = answer;
  } catch (error) {
    loadFailure.value = error instanceof Error ? error : new Error(String(error));
  } finally {
    loading.value = false;
  }
}
