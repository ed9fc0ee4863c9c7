import { type Operation, parse, patch } from "tyk-session";

/** Of fixed length, so that it says nothing of what it stands for. */
export const mask = "••••••••••••";

const secretMembers = ["hmac_string", "password", "secret"];
/** A secret in a text that need not be JSON (yet): what follows its name, up to the quote that may still be missing. */
export const writtenSecret = new RegExp(
  `"(?:${secretMembers.join("|")})"\\s*(?::|=>)\\s*"(?<secret>(?:[^"\\\\\\n]|\\\\.)*)`,
  "gi",
);

/** Whether the string at this path is a secret of the session; names as a gateway reads them, in any case. */
export function isSecret(path: readonly string[]): boolean {
  return secretMembers.includes(path.at(-1)?.toLowerCase() ?? "") || path.at(-2)?.toLowerCase() === "oauth_keys";
}

/**
 * The same text with its secrets masked, for showing; with a path, the text of what stands there. Text that is no JSON
 * comes back as it is.
 */
export function masked(text: string, path: readonly string[] = []): string {
  try {
    const operations: Operation[] = [];
    collect(parse(text), path, path.length, operations);
    return patch(text, operations);
  } catch {
    return text;
  }
}

function collect(value: unknown, path: readonly string[], start: number, operations: Operation[]): void {
  if (typeof value === "string" && value !== "" && isSecret(path)) {
    const names = path.slice(start);
    const pointer = names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    operations.push({ op: "replace", path: pointer, value: JSON.stringify(mask) });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name], start, operations);
  }
}
