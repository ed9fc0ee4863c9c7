import { stringify } from "tyk-session";

type Members = Record<string, unknown>;

export interface Change {
  path: string[];
  /** undefined: was not there */
  before: unknown;
  /** undefined: is gone */
  after: unknown;
}

/** Maps whose entries say something by being there, even when they are empty. */
const maps = new Set(["access_rights", "meta_data"]);
/** Written by the gateway itself, whatever is sent. */
const volatile = new Set(["last_updated", "last_check", "date_created", "quota_renews", "quota_remaining"]);
/** Sets: the gateway does not keep their order. */
const sets = new Set(["tags"]);

/** The members that say something else, as deep as both sides are objects; what the gateway writes itself is left out. */
export function changesOf(before: Members, after: Members, path: string[] = []): Change[] {
  const isMap = path.length === 1 && maps.has(path[0] ?? "");
  const changes: Change[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isVolatile(path, name)) continue;
    const old = before[name];
    const young = after[name];
    const isNewOrGone = isMap && (old === undefined) !== (young === undefined);
    if (!isNewOrGone && meaning(name, old) === meaning(name, young)) continue;
    const inner = [...path, name];
    const [left, right] = path.length === 0 && maps.has(name) ? [old ?? {}, young ?? {}] : [old, young];
    if (isMembers(left) && isMembers(right)) changes.push(...changesOf(left, right, inner));
    else changes.push({ path: inner, before: old, after: young });
  }
  return changes;
}

function isVolatile(path: string[], name: string): boolean {
  return volatile.has(name) && (path.length === 0 || path.at(-1) === "limit");
}

export interface ReadBack {
  /** How many members say what was sent. */
  kept: number;
  /** Members that say something else; `after` is what the server has now. */
  differs: Change[];
}

/** Whether what was sent is what the server has now. */
export function compareReadBack(sent: Members, now: Members): ReadBack {
  const differs = changesOf(sent, now);
  const differing = new Set(differs.map(({ path }) => path[0]));
  const kept = Object.keys(sent).filter((name) => !isVolatile([], name) && !differing.has(name)).length;
  return { kept, differs };
}

/** A member that is missing says zero, and a zero is left out by gateways since 5.12: both mean the same. */
function meaning(name: string, value: unknown): string {
  return canonical(sets.has(name) && Array.isArray(value) ? [...value].sort() : value);
}

function canonical(value: unknown): string {
  return stringify(prune(value) ?? null);
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value.map((item) => prune(item) ?? null) : undefined;
  if (isMembers(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((name) => [name, prune(value[name])] as const)
      .filter(([, inner]) => inner !== undefined);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }
  return value || undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
