import type { Confirmation, MemberChange, Plan } from "tyk-session";
import { host, info, short, subjectId, version } from "../state/connection";
import type { Exchange } from "../state/exchange";
import { isFound, isRefusedAsPredicted, isSuccess, isUncertain, type Result } from "../state/review";
import { maskedAt } from "../words/secrets";
import { formatClock } from "../words/time";
import { outcomeTitle } from "./outcome";

/** What came of an update, in a line, and what to do about it. */
export type Verdict = { tone: "ok" | "warn" | "err"; title: string; advice?: string | undefined };

export function verdictOf(result: Result): Verdict {
  const { refused, put, readings, confirmation } = result;
  if (refused)
    return {
      tone: "err",
      title: refused.outcome
        ? `Not saved: ${outcomeTitle(refused.outcome, info.value, "GET")}`
        : `No answer from ${host.value}`,
      advice: "The key was asked for first and could not be read, so nothing was sent: the key is as it was.",
    };
  const outcome = put?.outcome;
  if (isUncertain(result) && !isFound(result))
    return {
      tone: "err",
      title: outcome ? "No success: it may or may not have been saved" : `No answer from ${host.value}`,
      advice: "Nobody knows whether the key was changed. Read it to see what is stored.",
    };
  if (isRefusedAsPredicted(result)) return { tone: "err", title: "Not saved: refused as predicted" };
  if (!isSuccess(outcome) && !isUncertain(result))
    return { tone: "err", title: `Not saved: ${outcomeTitle(outcome, info.value)}` };
  const status = outcome?.status;
  switch (confirmation?.verdict) {
    case "kept":
      return keptVerdict(result);
    case "lost":
      if (isUncertain(result))
        return {
          tone: "err",
          title: "Not saved: the key is as it was",
          advice: "A request that is still on its way may change it yet: read it again, or try again.",
        };
      return { tone: "err", title: `Answered ${status}, but the old key is back`, advice: confirmation.advice };
    case "altered": {
      const count = confirmation.differences.length;
      const title =
        count === 1 ? "Saved, but 1 member is not as predicted" : `Saved, but ${count} members are not as predicted`;
      return { tone: "warn", title, advice: confirmation.advice };
    }
    default:
      return {
        tone: "warn",
        title: `Answered ${status}, but not confirmed: ${outcomeTitle(readings.at(-1)?.exchange.outcome, info.value, "GET")}`,
        advice: "The key could not be read back. Read it again before you rely on it.",
      };
  }
}

function keptVerdict({ plan, next }: Result): Verdict {
  if (next !== undefined) return { tone: "warn", title: "Saved, and watched for the old key coming back" };
  const without = withoutEffect(plan).length;
  if (without === 0) return { tone: "ok", title: "Saved and confirmed" };
  return {
    tone: "warn",
    title: `Saved as predicted: ${without === 1 ? "1 change was" : `${without} changes were`} overwritten`,
  };
}

/** What was edited and the gateway overwrites. */
export function withoutEffect({ changes }: Plan): MemberChange[] {
  return changes.filter(
    (change): change is MemberChange =>
      change.kind !== "counter" && change.kind !== "bookkeeping" && change.risk === "overwritten",
  );
}

/** What is not as predicted. */
export function differencesOf(confirmation: Confirmation | undefined): MemberChange[] {
  return confirmation && "differences" in confirmation ? confirmation.differences : [];
}

/** Something that was done, and whether it went well; a note says what was not done, or not yet. */
export interface StepTaken {
  text: string;
  tone: "ok" | "error" | "note";
}

export function stepsOf({ refused, put, readings, confirmation, next }: Result): StepTaken[] {
  if (refused)
    return [
      { tone: "ok", text: `asked for the key ${formatClock(refused.at)}` },
      { tone: "error", text: answered(refused) },
      { tone: "note", text: "nothing was sent, not read back" },
    ];
  if (!put) return [];
  const reads = readings.map(({ after }, position): StepTaken => {
    const isLast = position === readings.length - 1;
    const said = isLast && confirmation?.verdict === "lost" ? ": the old values are there" : "";
    const text = `read back after ${after < 1 ? "less than 1" : Math.round(after)} s${said}`;
    return { tone: isLast && confirmation?.verdict !== "kept" ? "error" : "ok", text };
  });
  const steps: StepTaken[] = [
    { tone: "ok", text: `sent ${formatClock(put.at)}` },
    { tone: isSuccess(put.outcome) ? "ok" : "error", text: answered(put) },
    ...reads,
  ];
  if (next !== undefined) steps.push({ tone: "note", text: `read again ${next} s after the answer` });
  if (reads.length === 0) steps.push({ tone: "note", text: "not read back" });
  return steps;
}

function answered({ outcome, took }: Exchange): string {
  return outcome ? `answered ${outcome.status || "with a redirect"} in ${took} ms` : `no answer after ${took} ms`;
}

export function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, "");
}

/** All of it as text, for whoever looks after the gateway; without secrets, and without the id of a key. */
export function reportOf(result: Result): string {
  const { title, advice } = verdictOf(result);
  const { confirmation } = result;
  const id = info.value.subject === "key" ? short(subjectId.value) : subjectId.value;
  const shown = (path: readonly string[], value: string | undefined) =>
    value === undefined ? "not there" : maskedAt(path, value);
  const differences = differencesOf(confirmation).map(
    ({ path, pointer, before, after, note }) =>
      `${pointer}: predicted ${shown(path, before)}, stored now ${shown(path, after)}${note ? ` (${note})` : ""}`,
  );
  return [
    title,
    `${info.value.label} ${id}, ${host.value}, gateway ${version.value}`,
    stepsOf(result)
      .map(({ text }) => text)
      .join(", "),
    ...differences,
    ...(confirmation ? [sentenceCase(confirmation.proof)] : []),
    ...(advice ? [sentenceCase(advice)] : []),
  ].join("\n");
}
