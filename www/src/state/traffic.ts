import { computed } from "@preact/signals";
import { type Target, target, targets } from "./connection";

/** Whether the sandbox plays requests that make its gateway write old organisation keys back. */
export const hasTraffic = computed(() => target.value?.hasTraffic === true);

/** The gateway that does so hashes its keys: what is known of it changes with the requests. */
export async function setTraffic(on: boolean): Promise<void> {
  const response = await fetch("/sandbox-traffic", { method: "PUT", body: on ? "on" : "off" });
  if (!response.ok) return;
  const told = (await response.json()) as Pick<Target, "context" | "hasTraffic">;
  targets.value = targets.value.map((each) => (each.kind === "sandbox" ? { ...each, ...told } : each));
  target.value = targets.value.find(({ kind }) => kind === target.value?.kind);
}
