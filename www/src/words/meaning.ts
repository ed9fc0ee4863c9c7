import { formatDuration } from "./duration";
import { formatDate } from "./time";

const instants = new Set(["expires", "quota_renews", "last_updated", "last_check", "id_extractor_deadline"]);
const durations = new Set(["per", "quota_renewal_rate", "session_lifetime", "throttle_interval", "data_expires"]);

/** What a value says in words (a date, a duration, a name), where it does not say so itself. */
export function meaningOf(path: readonly string[], value: unknown, names: Record<string, string>): string | undefined {
  const member = path.at(-1) ?? "";
  if (typeof value === "string" && (path.at(-2) === "apply_policies" || member === "apply_policy_id"))
    return names[value];
  if (member === "last_updated" && typeof value === "string" && /^\d+$/.test(value)) return formatDate(Number(value));
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const number = Number(value);
  if (instants.has(member)) return number > 0 ? (formatDate(number) ?? "beyond any calendar") : "never";
  if (member === "quota_max" || member === "rate") return number > 0 ? undefined : "unlimited";
  if (member === "quota_renewal_rate" && number <= 0) return "never";
  return durations.has(member) && number >= 60 ? formatDuration(number) : undefined;
}
