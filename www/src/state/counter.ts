import { signal } from "@preact/signals";
import type { CheckOptions } from "tyk-session";
import { info } from "./connection";

/** What the person answered to the counter question; nothing at first, because both answers have consequences. */
export const counter = signal<"keep" | "reset" | undefined>(undefined);

/**
 * How much of its quota a key had used when it was read; nothing where there is no quota, or where it is not told: of a
 * quota that is used up, gateways answer that 0 are left, or since 5.12 nothing, and of an untouched one mostly too.
 */
export function usedOf(session: Record<string, unknown> | undefined): { used: number; max: number } | undefined {
  if (info.value.subject !== "key") return undefined;
  const max = Number(session?.quota_max ?? 0);
  const left = Number(session?.quota_remaining ?? 0);
  return max > 0 && left > 0 ? { used: Math.max(0, max - left), max } : undefined;
}

export function counterQuery(): { suppressReset?: boolean; resetQuota?: boolean } {
  return (counter.value && info.value.counter?.[counter.value]) ?? {};
}

/** The same as the gateway reads it. */
export function queryOf(hashed: boolean): NonNullable<CheckOptions["query"]> {
  const { suppressReset, resetQuota } = counterQuery();
  return {
    ...(suppressReset ? { suppress_reset: "1" } : {}),
    ...(resetQuota ? { reset_quota: "1" } : {}),
    ...(hashed && info.value.subject === "key" ? { hashed: "1" } : {}),
  };
}
