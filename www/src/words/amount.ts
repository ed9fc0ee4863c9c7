const number = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** "48,210" */
export function formatCount(count: number | bigint): string {
  return number.format(count);
}

/** "1 key", "2 keys" */
export function counted(number: number, what: string): string {
  return `${formatCount(number)} ${number === 1 ? what : `${what}s`}`;
}

/** "158 MB": decimal, as file managers say it. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${short.format(bytes / 1000 ** step)} ${units[step]}`;
}
