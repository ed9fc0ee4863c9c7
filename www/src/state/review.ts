import { computed, effect, signal } from "@preact/signals";
import {
  applyChanges,
  type Confirmation,
  confirm,
  credential,
  type HttpRequest,
  type Outcome,
  type Plan,
  request,
} from "tyk-session";
import { apiId, endpoint, host, info, subjectId, target } from "./connection";
import { counter, counterQuery } from "./counter";
import { base, differences, isBroken, isDirty, isEmpty, load, planned, rebase, text } from "./document";
import { goToUnclear } from "./drafts";
import { type Exchange, exchange, requestOptions } from "./exchange";
import { found } from "./found";
import { isPicking, page, remark, showEditor } from "./place";
import { forgetStale, isStale, stale } from "./stale";

/** The key as it was read after the update. */
export interface Reading {
  exchange: Exchange;
  /** Seconds since the update was answered. */
  after: number;
}

/** What came of sending. */
export interface Result {
  plan: Plan;
  /** The read before the update, when it failed: then nothing was sent. */
  refused?: Exchange;
  put?: Exchange;
  /** Only after the server said that it updated the key. */
  readings: Reading[];
  confirmation?: Confirmation;
  /** Seconds after the update's answer at which the key is read again. */
  next?: number;
}

export type Step =
  | { name: "closed" }
  | { name: "asking" }
  | { name: "sending" }
  | { name: "reading"; result: Result }
  | { name: "done"; result: Result };

export const step = signal<Step>({ name: "closed" });
/** What was typed to confirm a production host. */
export const typedHost = signal("");

/**
 * Seconds after the answer. A gateway can write an organisation key back from its memory with a later request, for about
 * 10 seconds after the last one.
 */
const readingTimes = { key: [0], organisation: [0, 2, 11] };

/** The request as Tyk will get it, but for its secret, which only the server has. An Error when it cannot be built. */
export const preview = computed<HttpRequest | Error>(() => {
  const { baseUrl } = target.value ?? {};
  const missing = [
    ...(info.value.needsApi && apiId.value.trim() === "" ? ["Enter the API id."] : []),
    ...(subjectId.value.trim() === ""
      ? [`Enter the ${info.value.subject === "key" ? "key" : "organisation"} id.`]
      : []),
  ];
  if (missing.length > 0) return new Error(missing.join(" "));
  if (!baseUrl || !planned.value) return new Error("nothing to send");
  try {
    const stand = credential({ origin: new URL(baseUrl).origin, secret: "stands-for-the-secret" });
    return request({ ...requestOptions(baseUrl, counterQuery()), body: planned.value.body, credential: stand });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
});

/** Why the request must not be sent yet; undefined when it may. */
export const hindrance = computed(() => {
  if (preview.value instanceof Error) return preview.value.message;
  if (stale.value) return "First merge: the key has changed on the server.";
  if (found.value?.isConfirmed === false) return "First confirm that the key that is there is to be replaced.";
  if (info.value.counter && !counter.value) return "First choose what happens to the counter.";
  if (target.value?.environment === "production" && typedHost.value !== host.value) return `First type ${host.value}.`;
  return undefined;
});

export function openReview(): void {
  if (isBroken.value || text.value.trim() === "" || step.value.name !== "closed") return;
  if (goToUnclear()) return;
  counter.value = undefined;
  typedHost.value = "";
  forgetStale();
  found.value = undefined;
  step.value = { name: "asking" };
}

/** After a save that was kept, the text goes on from what is stored. */
export function closeReview(): void {
  const { name } = step.value;
  if (name === "sending" || name === "reading") return;
  if (step.value.name === "done" && isKept(step.value.result)) showStored(step.value.result);
  else step.value = { name: "closed" };
}

/** What Ctrl Enter does in the review: it sends, and takes leave of a save that was kept. */
export function goOn(): void {
  if (step.value.name !== "done") void send();
  else if (isKept(step.value.result)) closeReview();
}

/**
 * Looks whether the key is still the one that was loaded, sends the body of the plan, and reads the key back. A text that
 * was not made of the key that is there is not sent before its changes to that key were seen and confirmed.
 */
export async function send(): Promise<void> {
  if (step.value.name !== "asking" || hindrance.value) return;
  step.value = { name: "sending" };
  const before = await exchange("GET");
  const now = before.outcome?.kind === "session" ? before.outcome.session : undefined;
  if (now === undefined && (before.outcome?.kind !== "notFound" || base.value)) {
    if (planned.value) step.value = { name: "done", result: { plan: planned.value, refused: before, readings: [] } };
    return;
  }
  if (now !== undefined && base.value) {
    if (isStale(base.value.text, text.value, now, before.at)) {
      step.value = { name: "asking" };
      return;
    }
    rebase(now);
  } else if (now !== undefined) {
    load(now, text.value);
    found.value = { at: before.at, isConfirmed: false };
    step.value = { name: "asking" };
    return;
  }
  const plan = planned.value;
  if (!plan) return;
  const put = await exchange("PUT", counterQuery(), plan.body);
  const result = { plan, put, readings: [] };
  if (isSuccess(put.outcome)) await watch(result);
  else step.value = { name: "done", result };
}

/** Reads the key back, at an organisation several times. Ends when the old key is back, or the answer is closed. */
async function watch(first: Result): Promise<void> {
  const answered = Date.now();
  const times = readingTimes[info.value.subject];
  let result = first;
  step.value = { name: "reading", result };
  for (const [position, time] of times.entries()) {
    await new Promise((resolve) => setTimeout(resolve, answered + time * 1000 - Date.now()));
    if (!("result" in step.value) || step.value.result !== result) return;
    const { next: _, ...read } = await readOnce(result, answered);
    if (!("result" in step.value) || step.value.result !== result) return;
    const next = read.confirmation?.verdict === "kept" ? times[position + 1] : undefined;
    result = next === undefined ? read : { ...read, next };
    step.value = { name: "done", result };
    if (next === undefined) return;
  }
}

/** Reads once more what came of the last update. */
export async function readAgain(): Promise<void> {
  if (step.value.name !== "done") return;
  const { result } = step.value;
  if (!result.put) return;
  step.value = { name: "reading", result };
  step.value = { name: "done", result: await readOnce(result, result.put.at + result.put.took) };
}

async function readOnce(result: Result, answered: number): Promise<Result> {
  const answer = await exchange("GET");
  const readings = [...result.readings, { exchange: answer, after: (answer.at - answered) / 1000 }];
  const readBacks = readings.map(({ exchange: { outcome }, after }) =>
    outcome?.kind === "session" ? { text: outcome.session, after } : { after },
  );
  return { ...result, readings, confirmation: confirm(result.plan, readBacks) };
}

export function isSuccess(outcome: Outcome | undefined): boolean {
  return outcome?.kind === "updated" || outcome?.kind === "session";
}

export function isKept({ confirmation }: Result): boolean {
  return confirmation?.verdict === "kept";
}

/** Whether what looks like a failure of the server is the refusal that was predicted: then nothing was stored. */
export function isRefusedAsPredicted({ plan: { prediction }, put }: Result): boolean {
  const { outcome } = put ?? {};
  return (
    outcome?.kind === "serverError" && outcome.status === prediction.status && outcome.message === prediction.message
  );
}

/** Nobody knows whether the key was changed: there was no answer, or one that does not say so. */
export function isUncertain(result: Result): boolean {
  const { put } = result;
  if (!put || isRefusedAsPredicted(result)) return false;
  if (put.outcome?.kind === "serverError") return !put.outcome.help.startsWith("nothing was ");
  return !put.outcome || put.outcome.kind === "unreadable";
}

/** Whether the key was read back, and so what became of it is known. */
export function isFound({ confirmation }: Result): boolean {
  return confirmation !== undefined && confirmation.verdict !== "unknown";
}

/** The text of the key as it was read last. */
export function storedOf({ readings }: Result): string | undefined {
  const outcome = readings.at(-1)?.exchange.outcome;
  return outcome?.kind === "session" ? outcome.session : undefined;
}

/** Shows what the server has now. */
export function showStored(result: Result): void {
  const stored = storedOf(result);
  if (stored !== undefined) load(stored);
  step.value = { name: "closed" };
}

/** Keeps the text, with what the server has now as what it is compared with. */
export function keepText(result: Result): void {
  const stored = storedOf(result);
  if (stored !== undefined) rebase(stored);
  step.value = { name: "closed" };
}

/** What the way back to the key before the update would change; nothing where the key was not known. */
export function wayBack(result: Result): ReturnType<typeof differences> {
  const stored = storedOf(result);
  if (stored === undefined || result.plan.base === "") return [];
  return differences(stored, result.plan.base).filter(({ kind }) => kind !== "bookkeeping");
}

/** Sends once more what the server did not take. */
export function sendAgain(): void {
  step.value = { name: "asking" };
  void send();
}

/** Opens the review of the way back. */
export function undo(result: Result): void {
  const back = wayBack(result);
  showStored(result);
  text.value = applyChanges(text.value, back);
  openReview();
}

// A review stands before everything else: nobody could leave it on another page.
effect(() => {
  if (page.value === "bulk" && step.value.name !== "closed") showEditor();
});

/** Whether the text may be replaced; the person is asked where changes would be lost. */
export function mayReplace(): boolean {
  return !isDirty.value || isEmpty.value || window.confirm("Loading replaces the text, and what you changed is lost.");
}

export const loading = signal(false);
/** What came of the last attempt to load, when it was not a session. */
export const loadFailure = signal<Exchange | Error | undefined>(undefined);

/** Reads the key from the server; with `keep` only as what the text is compared with. */
export async function loadKey(keep = false): Promise<void> {
  loading.value = true;
  loadFailure.value = undefined;
  remark.value = "";
  const asked = endpoint.value;
  try {
    const answer = await exchange("GET");
    if (asked !== endpoint.value) return;
    if (answer.outcome?.kind === "session") {
      load(answer.outcome.session, keep ? text.value : undefined);
      isPicking.value = false;
    } else loadFailure.value = answer;
  } catch (error) {
    loadFailure.value = error instanceof Error ? error : new Error(String(error));
  } finally {
    loading.value = false;
  }
}
