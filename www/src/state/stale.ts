import { signal } from "@preact/signals";
import { applyChanges, type MemberChange, type Merged, merge } from "tyk-session";
import { differences, rebase } from "./document";

/** The key was changed by somebody else since it was loaded. */
export interface Stale {
  /** What the server has now. */
  theirs: string;
  /** Milliseconds since 1970. */
  at: number;
  /** What they changed. */
  changes: MemberChange[];
  /** Both edits, joined; of a conflict it holds mine. */
  merged: Merged;
}

export const stale = signal<Stale | undefined>(undefined);
/** What was chosen of each conflict, by its pointer. */
export const choices = signal<Record<string, "mine" | "theirs">>({});

export function forgetStale(): void {
  stale.value = undefined;
  choices.value = {};
}

/** Whether the server has something else by now than what was loaded; if so it is kept, to be shown. */
export function isStale(loaded: string, mine: string, theirs: string, at: number): boolean {
  const changes = differences(loaded, theirs).filter(({ kind }) => kind !== "bookkeeping");
  if (changes.length === 0) return false;
  choices.value = {};
  stale.value = { theirs, at, changes, merged: merge({ base: loaded, mine, theirs }) };
  return true;
}

/** Takes over the joined text, with theirs where that was chosen, and what the server has as what it is compared with. */
export function takeMerged({ theirs, merged }: Stale): void {
  const chosen = merged.conflicts.filter(({ pointer }) => choices.value[pointer] === "theirs");
  const wanted = differences(merged.text, theirs).filter(({ pointer }) =>
    chosen.some((conflict) => pointer === conflict.pointer || pointer.startsWith(`${conflict.pointer}/`)),
  );
  rebase(theirs, applyChanges(merged.text, wanted));
  forgetStale();
}
