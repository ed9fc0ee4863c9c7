import { mask as maskIn } from "tyk-session";

/** Of fixed length, so that it says nothing of what it stands for. */
export const mask = "••••••••••••";

/** A secret in a text that need not be JSON (yet): what follows its name, up to the quote that may still be missing. */
export const writtenSecret =
  /"(?:hmac_string|certificate|[^"\\\n]*(?:password|passwd|secret|token)[^"\\\n]*)"\s*(?::|=>)\s*"(?<secret>(?:[^"\\\n]|\\.)*)/gi;

const known = new Map<string, boolean>();

/** Whether a text at this path would be a secret of the key. */
export function isSecret(path: readonly string[]): boolean {
  const place = JSON.stringify(path);
  const isKnown = known.get(place) ?? maskedAt(path, '"x"') !== '"x"';
  known.set(place, isKnown);
  return isKnown;
}

/** The same text with its secrets masked, for showing. Text that is no JSON comes back as it is. */
export function masked(text: string): string {
  return maskIn(text) ?? text;
}

/** The JSON of what stands at a path, with its secrets masked. */
export function maskedAt(path: readonly string[], json: string): string {
  const before = path.map((name) => `{${JSON.stringify(name)}:`).join("");
  const around = maskIn(`${before}${json}${"}".repeat(path.length)}`);
  return around === null ? json : around.slice(before.length, around.length - path.length);
}
