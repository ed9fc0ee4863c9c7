import type {
  Change,
  CheckOptions,
  Confirmation,
  Endpoint,
  Event,
  Merged,
  Plan,
  ReadBack,
  TimelineOptions,
  Translation,
} from "./generated/api.js";
import { ask, askText, exchange } from "./instance.js";
import { Packed, split } from "./packed.js";
import { readReport } from "./report.js";
import { stringify } from "./stringify.js";
import { decode, type Input, membersOf, textOf } from "./wire.js";

/** Whether an update stuck, in one word. */
export type Verdict = Confirmation["verdict"];

/** What is wrong with what is no plan. */
const PLAN = "the plan must be what plan() gave";

/** The options of {@link plan}. */
export interface PlanOptions extends Omit<CheckOptions, "previous"> {
  /** The key as GET answered it; an empty text when there is no such key. */
  base: Input;
  /** What was made of it. */
  edited: Input;
}

/**
 * Works an update out before it is sent: the whole body, every change in words, what becomes of the quota counter,
 * what the gateway will drop or overwrite. Live counters and what policies say are not sent back.
 *
 * @throws {@link TykSessionError} when an option is wrong, or `base` neither is empty nor begins with a JSON object: an error page that was
 * taken for a key would make every change look like a new member.
 */
export function plan(options: PlanOptions): Plan {
  const { base, edited, ...rest } = membersOf(options);
  return exchange(
    (wasm) => wasm.plan,
    [textOf(base), textOf(edited), stringify(rest)],
    (said) => {
      const { json, rest } = split(said);
      const { prediction, ...planned } = JSON.parse(decode(json));
      return { ...planned, report: readReport(new Packed(decode(rest))), prediction };
    },
  );
}

/**
 * Joins two edits of the same key on their meaning: access rights by API, lists of names as sets in order, limits of an
 * API as one value. The text keeps the layout of `mine`; where both changed the same differently, it is mine.
 *
 * @throws {@link TykSessionError} when a text is not a JSON object.
 */
export function merge(texts: { base: Input; mine: Input; theirs: Input }): Merged {
  const { base, mine, theirs } = membersOf(texts, "merge takes an object: { base, mine, theirs }");
  return ask((wasm) => wasm.merge, [textOf(base), textOf(mine), textOf(theirs)]);
}

/**
 * Makes changes, such as those of a plan, in another text; everything they do not speak of stays byte for byte.
 *
 * @throws {@link TykSessionError} when the text is not a JSON object.
 */
export function applyChanges(input: Input, changes: readonly Change[]): string {
  return askText((wasm) => wasm.applyChanges, [textOf(input), stringify(changes)]);
}

/**
 * Says whether an update stuck, from what was read back after it, in the order in which it was read. The last counts: an
 * old key may come back after the new one was seen.
 */
export function confirm(plan: Plan, readBacks: readonly ReadBack[]): Confirmation {
  const { endpoint, base, body, unchanged, prediction } = membersOf(plan, PLAN);
  const { effective, stored, undetermined, dependsOn } = membersOf(prediction, PLAN);
  const expected = effective ?? stored;
  const sent = stringify({ endpoint, base, body, unchanged, expected, undetermined, dependsOn });
  return ask((wasm) => wasm.confirm, [sent, stringify(readBacks)]);
}

/** Says how the update of a plan would be made through another endpoint, and what differs there. */
export function translate(plan: Plan, endpoint: Endpoint): Translation {
  const { body, endpoint: from, query } = membersOf(plan, PLAN);
  return ask((wasm) => wasm.translate, [textOf(body), stringify({ from, query, to: endpoint })]);
}

/** Says what happens to a key after an update: when it would be throttled, out of quota, renewed, expired, deleted. */
export function timeline(input: Input, options: TimelineOptions): Event[] {
  return ask((wasm) => wasm.timeline, [textOf(input), stringify(membersOf(options, "options must be an object"))]);
}
