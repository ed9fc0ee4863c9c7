import { signal } from "@preact/signals";

/** Whether the sandbox plays requests that make its gateway write old organisation keys back. */
export const hasTraffic = signal(false);

export async function setTraffic(on: boolean): Promise<void> {
  const response = await fetch("/sandbox-traffic", { method: "PUT", body: on ? "on" : "off" });
  if (response.ok) hasTraffic.value = (await response.text()) === "on";
}
