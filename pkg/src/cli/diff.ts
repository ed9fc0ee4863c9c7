import { painter, plain } from "./terminal.js";

/** How many unchanged lines are shown around a change. */
const AROUND = 3;
/** Beyond this many pairs of lines, what lies between the first and the last change counts as replaced. */
const PAIRS = 4_000_000;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Stands behind a last line that no newline ends. */
const UNENDED = "\n\\ No newline at end of file";

/** What differs between two texts, as a unified diff. */
export function diff(name: string, before: string, after: string): string {
  const paint = painter(process.stdout);
  const all = compare(linesOf(before), linesOf(after));
  const shown = all.map((_, index) => all.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(isChange));
  let [out, old, fresh] = ["", 1, 1];
  for (let index = 0; index < all.length; index++) {
    if (shown[index] && !shown[index - 1]) {
      const end = shown.indexOf(false, index);
      const hunk = all.slice(index, end === -1 ? all.length : end);
      out += `${paint("cyan", `@@ -${extent(hunk, "-", old)} +${extent(hunk, "+", fresh)} @@`)}\n`;
    }
    const line = all[index] as Line;
    if (shown[index]) out += `${painted(line)}\n`;
    if (line.sign !== "+") old++;
    if (line.sign !== "-") fresh++;
  }
  return `${paint("bold", `--- a/${plain(name)}\n+++ b/${plain(name)}`)}\n${out}`;

  function painted({ sign, text }: Line): string {
    const [end, ended] = text.endsWith(UNENDED) ? [UNENDED, text.slice(0, -UNENDED.length)] : ["", text];
    const line = sign + plain(ended.replaceAll("\t", "  "));
    return (sign === " " ? line : paint(sign === "-" ? "red" : "green", line)) + end;
  }
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return last === "" ? lines : [...lines, last + UNENDED];
}

function isChange({ sign }: Line): boolean {
  return sign !== " ";
}

function extent(hunk: readonly Line[], sign: "-" | "+", start: number): string {
  return `${start},${hunk.filter((line) => line.sign === " " || line.sign === sign).length}`;
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  const shorter = Math.min(before.length, after.length);
  let [start, tail] = [0, 0];
  while (start < shorter && before[start] === after[start]) start++;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const same = (lines: readonly string[]) => lines.map((text) => ({ sign: " " as const, text }));
  const [old, fresh] = [before.slice(start, before.length - tail), after.slice(start, after.length - tail)];
  return [...same(before.slice(0, start)), ...middle(old, fresh), ...same(before.slice(before.length - tail))];
}

/** The fewest lines taken out and put in (longest common subsequence). */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const [removed, added] = [marked(before, "-"), marked(after, "+")];
  if (before.length * after.length > PAIRS) return [...removed, ...added];
  const common = before.map(() => new Uint32Array(after.length + 1));
  common.push(new Uint32Array(after.length + 1));
  const at = (left: number, right: number) => common[left]?.[right] ?? 0;
  for (let left = before.length - 1; left >= 0; left--) {
    for (let right = after.length - 1; right >= 0; right--) {
      const equal = before[left] === after[right];
      const longest = equal ? at(left + 1, right + 1) + 1 : Math.max(at(left + 1, right), at(left, right + 1));
      (common[left] as Uint32Array)[right] = longest;
    }
  }
  const lines: Line[] = [];
  let [left, right] = [0, 0];
  while (left < before.length && right < after.length) {
    if (before[left] === after[right]) {
      lines.push({ sign: " ", text: before[left] ?? "" });
      left++;
      right++;
    } else if (at(left + 1, right) >= at(left, right + 1)) {
      lines.push(removed[left++] as Line);
    } else {
      lines.push(added[right++] as Line);
    }
  }
  return [...lines, ...removed.slice(left), ...added.slice(right)];
}

function marked(lines: readonly string[], sign: "-" | "+"): Line[] {
  return lines.map((text) => ({ sign, text }));
}
