/** The name that was probably meant, if one is near enough. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((other) => ({ other, distance: distance(name, other) }));
  const best = distances.sort((left, right) => left.distance - right.distance)[0];
  return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.other : undefined;
}

/** How many characters have to be put in, taken out or replaced (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let at = 0; at < right.length; at++) {
      const replaced = (row[at] ?? 0) + (letter === right[at] ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
