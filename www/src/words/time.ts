const date = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
/** The last millisecond that a Date can hold. */
const lastDate = 8.64e15;
const year10000 = 253_402_300_800;

/** "15 Jun 2024, 08:12 UTC" from unix seconds; undefined beyond what a date can be. */
export function formatDate(seconds: number): string | undefined {
  return Math.abs(seconds * 1000) > lastDate ? undefined : `${date.format(seconds * 1000)} UTC`;
}

/** "03:40:12 UTC" from milliseconds. */
export function formatClock(milliseconds: number): string {
  return `${clock.format(milliseconds)} UTC`;
}

/** "in 30 days", "2 years ago". */
export function formatDistance(seconds: number, now: number): string {
  const distance = seconds - now / 1000;
  const size = Math.abs(distance);
  const [unit, length] =
    size < 90
      ? (["second", 1] as const)
      : size < 5400
        ? (["minute", 60] as const)
        : size < 129_600
          ? (["hour", 3600] as const)
          : size < 63_072_000
            ? (["day", 86_400] as const)
            : (["year", 31_557_600] as const);
  return relative.format(Math.round(distance / length), unit);
}

/** The value of a datetime-local input, in UTC; "" where a year has more than four digits. */
export function toInput(seconds: number): string {
  return seconds >= year10000 ? "" : new Date(seconds * 1000).toISOString().slice(0, 16);
}

export function fromInput(value: string): number | undefined {
  const milliseconds = Date.parse(`${value}Z`);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
