import { signal } from "@preact/signals";
import type { CheckOptions } from "tyk-session";
import { info } from "./connection";

/** What the person answered to the counter question; nothing at first, because both answers have consequences. */
export const counter = signal<"keep" | "reset" | undefined>(undefined);

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
