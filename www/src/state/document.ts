import { batch, computed, signal } from "@preact/signals";
import {
  applyChanges,
  type Change,
  type CheckOptions,
  type MemberChange,
  type Operation,
  type Plan,
  parse,
  patch,
  plan,
} from "tyk-session";
import { format, token as tokens } from "../words/format";
import { apiId, endpoint, info, isHashed, subject, subjectId, target, version } from "./connection";
import { queryOf } from "./counter";

export type Session = Record<string, unknown>;

/** The text as the server last gave it. */
export interface Base {
  text: string;
  session: Session;
  /** Milliseconds since 1970. */
  at: number;
}

/** The one truth of the page: form, editor and issues are views of it. */
export const text = signal("");
const loaded = signal<(Base & { subject: string }) | undefined>(undefined);
/** What the text is compared with; nothing while another key is named than the one that was loaded. */
export const base = computed<Base | undefined>(() =>
  loaded.value?.subject === subject.value ? loaded.value : undefined,
);
/** Milliseconds since 1970, moved on every half minute: rules about time look at it. */
export const now = signal(Date.now());

const parsed = computed(() => parseSession(text.value));
let lastGood: { text: string; session: Session } = { text: "{}", session: {} };
/** The text, or what it was before it broke. */
const good = computed(() => {
  if (parsed.value) lastGood = { text: text.value, session: parsed.value };
  else if (text.value === "") lastGood = { text: "{}", session: {} };
  return lastGood;
});
/** What the text says, or what it said before it broke. */
export const session = computed(() => good.value.session);
/** Counts the texts that came as a whole: what is half typed into a field belongs to the text before. */
export const arrival = signal(0);
export const isEmpty = computed(() => text.value.trim() === "");
export const isBroken = computed(() => !isEmpty.value && parsed.value === undefined);
/** Whether the text is no more what was loaded, whichever key is named by now. */
export const isDirty = computed(() => text.value !== (loaded.value?.text ?? ""));
/** Whether the text goes back to a key that is not the one that is named now. */
export const isFromElsewhere = computed(() => loaded.value !== undefined && base.value === undefined);
/** What an update of the key that is named depends on, besides its text. */
export const place = computed<CheckOptions>(() => ({
  endpoint: endpoint.value,
  version: version.value,
  now: now.value / 1000,
  query: queryOf(isHashed.value),
  ...(subjectId.value ? { keyId: subjectId.value } : {}),
  ...(info.value.needsApi && apiId.value ? { apiId: apiId.value } : {}),
  ...(target.value?.context ? { context: target.value.context } : {}),
}));
/** The update, worked out. Of a text that was not loaded, every byte is sent. */
export const planned = computed<Plan | undefined>(() =>
  isEmpty.value || isBroken.value ? undefined : planBetween(base.value?.text ?? "", text.value),
);
/** Whether the key will be inactive: with policies, they decide, whatever the text says. */
export const willBeInactive = computed(() => {
  const { status, effective = "" } = planned.value?.prediction ?? {};
  const after = status === 200 ? parseSession(effective) : undefined;
  return (after ?? session.value).is_inactive === true;
});
/** What differs in meaning from what was loaded. */
export const changes = computed(() => (planned.value?.changes ?? []).filter(isOfMember));

export function planBetween(before: string, after: string): Plan {
  return plan({ ...place.value, base: before, edited: after });
}

/** What differs in meaning between two texts of the key. */
export function differences(before: string, after: string): MemberChange[] {
  return planBetween(before, after).changes.filter(isOfMember);
}

/** What becomes of the quota counter stands in no member. */
function isOfMember(change: Change): change is MemberChange {
  return change.kind !== "counter";
}

/**
 * Takes over what GET answered; with `mine`, only as what that text is compared with. A text on one line is laid out:
 * nothing but white space changes.
 */
export function load(answered: string, mine?: string): void {
  const laidOut = answered.includes("\n") ? answered : format(answered);
  batch(() => {
    now.value = Date.now();
    const session = parseSession(laidOut) ?? {};
    loaded.value = { subject: subject.value, text: laidOut, session, at: now.value };
    text.value = mine ?? laidOut;
    if (mine === undefined) arrival.value += 1;
  });
}

/**
 * Takes over what the server has by now as what the text is compared with. `mine` stays, but for what the gateway itself
 * writes: counters that were read earlier would look like edits.
 */
export function rebase(answered: string, mine = text.value): void {
  const edited = new Set(changes.value.map(({ pointer }) => pointer));
  const live = differences(mine, answered).filter(
    ({ kind, pointer }) => kind === "bookkeeping" && !edited.has(pointer),
  );
  load(answered, base.value ? applyChanges(mine, live) : mine);
}

/** Takes over a text that did not come from the server. */
export function open(pasted: string): void {
  batch(() => {
    now.value = Date.now();
    // What was loaded from another key has nothing to do with this text.
    if (!base.value) loaded.value = undefined;
    text.value = pasted;
    arrival.value += 1;
  });
}

/** Takes over a text that belongs to no key that was named until now. */
export function openUnnamed(text: string): void {
  batch(() => {
    loaded.value = undefined;
    open(text);
  });
}

export function discard(): void {
  batch(() => {
    text.value = loaded.value?.text ?? "";
    arrival.value += 1;
  });
}

export function edit(...operations: Operation[]): void {
  text.value = patch(text.value, operations);
}

/** Writes the JSON text `value` at `path`, with the objects around it where they are missing, laid out as the text is. */
export function set(path: string[], value: string): void {
  let depth = path.length - 1;
  while (depth > 0 && !isObject(at(session.value, path.slice(0, depth)))) depth -= 1;
  const inner = path.slice(depth + 1).reduceRight((json, name) => `{${JSON.stringify(name)}: ${json}}`, value);
  const place = path.slice(0, depth + 1);
  const op = at(session.value, place) === undefined ? "add" : "replace";
  edit({ op, path: pointer(place), value: layOut(inner, place.length) });
}

function layOut(json: string, depth: number): string {
  const indent = /\n([ \t]+)\S/.exec(text.value)?.[1];
  return indent === undefined ? json : format(json, indent).replaceAll("\n", `\n${indent.repeat(depth)}`);
}

export function remove(path: string[]): void {
  if (at(session.value, path) !== undefined) edit({ op: "remove", path: pointer(path) });
}

/** Takes a change back, with the value as it was written. */
export function keep(change: MemberChange): void {
  const { before, after: _, ...rest } = change;
  text.value = applyChanges(text.value, [{ ...rest, ...(before === undefined ? {} : { after: before }) }]);
}

/** Removes a member, and what is right around it where that would be left with nothing but was not loaded. */
export function clear(path: string[]): void {
  const inner = path.slice(0, -1);
  const around = at(session.value, inner);
  const isLast = isObject(around) && Object.keys(around).length === 1 && inner.length > 0;
  const isNew = at(base.value?.session, inner) === undefined;
  remove(isLast && isNew && Object.hasOwn(around, path.at(-1) ?? "") ? inner : path);
}

/** Puts members back to what was loaded, as it was written. */
export function revert(paths: string[][]): void {
  for (const path of paths) {
    const before = base.value && writtenAt(path, base.value);
    if (at(base.value?.session, path) === undefined) remove(path);
    else if (before !== undefined && at(session.value, path) === undefined) set(path, before);
    else if (before !== undefined) edit({ op: "replace", path: pointer(path), value: before });
  }
}

/** Whether there is a place for members that mean nothing at an organisation: where they stand there, they can be removed. */
export function isOfUse(members: string[], path: string[] = []): boolean {
  return info.value.subject === "key" || isThere(members, path);
}

/** Whether one of these members says something, or did when it was loaded. */
export function isThere(members: string[], path: string[] = []): boolean {
  return members.some((name) =>
    [session.value, base.value?.session].some((holder) => isSet(at(holder, [...path, name]))),
  );
}

function isSet(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** The number at `path` as JSON writes it, so that an int64 stays what it is; "" where there is none. */
export function literalAt(path: string[], holder: Session = session.value): string {
  const value = at(holder, path);
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value)) ? String(value) : "";
}

/**
 * The value at `path` as it is written, to the byte: a number may have more digits than can be held. Nothing where there
 * is none, and where the text is nested deeper than a gateway reads.
 */
export function writtenAt(path: string[], source: { text: string; session: Session } = good.value): string | undefined {
  const [name, ...inner] = path;
  if (name === undefined || at(source.session, path) === undefined) return undefined;
  const member = memberOf(source, name);
  return inner.length === 0 || member === undefined ? member : cut(member, inner);
}

/** Members that were cut out of a text before: it may have megabytes of access rights around a few small values. */
const members = new WeakMap<object, Map<string, string | undefined>>();

function memberOf(source: { text: string }, name: string): string | undefined {
  const known = members.get(source) ?? new Map<string, string | undefined>();
  members.set(source, known);
  if (!known.has(name)) known.set(name, cut(source.text, [name]));
  return known.get(name);
}

function cut(text: string, path: string[]): string | undefined {
  try {
    return patch(text, [{ op: "move", from: pointer(path), path: "" }]).trim();
  } catch {
    return undefined;
  }
}

/** The names of the object at `path` in the order of the text: a value that was read has those that are numbers first. */
export function namesAt(path: string[]): string[] {
  const written = writtenAt(path);
  const value = at(session.value, path);
  if (written === undefined) return isObject(value) ? Object.keys(value) : [];
  const names = new Set<string>();
  let depth = 0;
  let last = "";
  for (const [token] of written.matchAll(tokens)) {
    if (token === ":" && depth === 1) {
      const name = JSON.parse(last) as string;
      // Of a repeated name the last one counts.
      names.delete(name);
      names.add(name);
    }
    depth += token === "{" || token === "[" ? 1 : token === "}" || token === "]" ? -1 : 0;
    last = token;
  }
  return [...names];
}

export function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

/** RFC 6901. */
export function pointer(path: string[]): string {
  return path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function parseSession(json: string): Session | undefined {
  try {
    const value = parse(json);
    return isObject(value) && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
