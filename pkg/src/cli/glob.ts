import { normalize, sep } from "node:path";

const SPECIAL = /[*?{[]/;

/** Whether a name is a pattern: a shell passes one on when it stands in quotes, or where nothing matches. */
export function isPattern(name: string): boolean {
  return SPECIAL.test(name);
}

/** The directory that a pattern begins with, and whether a file in it or below matches: `**`, `*`, `?`, `[a-z]`, `{a,b}`. */
export function matcher(pattern: string): { directory: string; matches: (name: string) => boolean } {
  const segments = pattern.split(/[/\\]/);
  const first = segments.findIndex((segment) => SPECIAL.test(segment));
  const directory = segments.slice(0, first).join("/") || (pattern.startsWith("/") ? "/" : ".");
  const expression = new RegExp(`^${translate(normalize(pattern).split(sep).join("/"))}$`);
  return { directory, matches: (name) => expression.test(name.split(sep).join("/")) };
}

function translate(pattern: string): string {
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\{[^{}]*\})/);
  return parts
    .map((part, index) => (index % 2 === 1 ? special(part) : part.replace(/[$()+.\\^|\]}{[]/g, "\\$&")))
    .join("");
}

function special(part: string): string {
  if (part === "**/") return "(?:.*/)?";
  if (part === "**") return ".*";
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  if (part.startsWith("[")) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
  return `(?:${part.slice(1, -1).split(",").map(translate).join("|")})`;
}
