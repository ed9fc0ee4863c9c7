import { computed, signal } from "@preact/signals";
import { isSecret } from "../words/secrets";
import { arrival } from "./document";

const given = signal<{ names: string[]; arrival: number }>({ names: [], arrival: 0 });

/** Names that secrets in the metadata were given: what was masked stays so until it is asked for, or another text comes. */
export const renamed = computed(() => (given.value.arrival === arrival.value ? given.value.names : []));

/** Whether metadata of this name is a secret, by its name or by the one that it had. */
export function isMasked(name: string): boolean {
  return isSecret(["meta_data", name]) || renamed.value.includes(name);
}

/** Says of a name that was just given, or shown, whether what it stands for stays masked. */
export function keepMasked(name: string, isKept: boolean): void {
  const others = renamed.value.filter((other) => other !== name);
  given.value = { names: isKept ? [...others, name] : others, arrival: arrival.value };
}
