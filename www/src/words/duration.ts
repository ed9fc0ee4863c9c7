/** Seconds, largest first. A month or a year has no fixed length, so neither is a unit. */
const units: [name: string, seconds: number, spelled: RegExp][] = [
  ["week", 604_800, /^w(?:eeks?)?$/],
  ["day", 86_400, /^d(?:ays?)?$/],
  ["hour", 3600, /^h(?:rs?|ours?)?$/],
  ["minute", 60, /^m(?:in|ins|inutes?)?$/],
  ["second", 1, /^s(?:ec|ecs|econds?)?$/],
];

/** "5m", "1 day", "1h 30m" or plain seconds, as seconds; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (/^-?\d+(\.\d+)?$/.test(plain)) return Number(plain);
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)];
  if (parts.length === 0 || plain.replace(/(\d+(?:\.\d+)?)\s*([a-z]+)/g, "").replace(/[\s,]|and/g, "") !== "")
    return undefined;
  let seconds = 0;
  for (const [, amount, spelled] of parts) {
    const unit = units.find(([, , pattern]) => pattern.test(spelled ?? ""));
    if (!unit) return undefined;
    seconds += Number(amount) * unit[1];
  }
  return seconds;
}

/** "1 day", "1 hour 30 minutes"; weeks are said in days, as people say "30 days". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0 || !Number.isInteger(seconds)) return `${seconds} seconds`;
  let rest = seconds;
  const parts: string[] = [];
  for (const [name, length] of units.slice(1)) {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    if (amount > 0) parts.push(`${amount} ${name}${amount === 1 ? "" : "s"}`);
  }
  return parts.join(" ");
}
