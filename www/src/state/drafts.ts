import { computed, signal } from "@preact/signals";
import { announcement, show } from "./place";

/** Ids of the fields whose content could not be understood: the text does not say what they say. */
const unclear = signal<readonly string[]>([]);

/** Marks a field until the function that it gives back is called. */
export function markUnclear(id: string): () => void {
  unclear.value = [...unclear.value, id];
  return () => {
    unclear.value = unclear.value.filter((marked) => marked !== id);
  };
}

/** Whether any field holds what could not be understood. */
export const hasUnclear = computed(() => unclear.value.length > 0);

export function isUnclear(id: string): boolean {
  return unclear.value.includes(id);
}

/** Puts the focus into the first field that could not be understood; false when there is none. */
export function goToUnclear(): boolean {
  const field = unclear.value.map((id) => document.getElementById(id)).find((element) => element !== null);
  if (!field) return false;
  announcement.value = "correct this field before the review";
  // In a date, the focus would go back to its first part.
  if (field === document.activeElement) return true;
  show("form");
  for (let folded = field.closest("details"); folded; folded = folded.parentElement?.closest("details") ?? null)
    folded.open = true;
  requestAnimationFrame(() => field.focus());
  return true;
}
