/** Strings, punctuation, and whatever else stands between white space. */
export const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** Lays out JSON text with two spaces, or another indent. Only white space between tokens changes, so every literal stays as it is. */
export function format(json: string, indent = "  "): string {
  const tokens = json.match(token) ?? [];
  let depth = 0;
  let out = "";
  tokens.forEach((part, position) => {
    const next = tokens[position + 1] ?? "";
    const line = () => `\n${indent.repeat(depth)}`;
    if (part === "{" || part === "[") {
      const isEmpty = next === "}" || next === "]";
      if (!isEmpty) depth += 1;
      out += part + (isEmpty ? "" : line());
    } else if (part === "}" || part === "]") {
      const before = tokens[position - 1];
      if (before !== "{" && before !== "[") {
        depth = Math.max(0, depth - 1);
        out += line();
      }
      out += part;
    } else if (part === ",") out += part + line();
    else if (part === ":") out += ": ";
    else out += part;
  });
  return out;
}
