import { computed } from "@preact/signals";
import { type CheckOptions, check, fix, type Issue } from "tyk-session";
import { base, edit, isEmpty, place, pointer, text } from "./document";

const options = computed<CheckOptions>(() =>
  base.value ? { ...place.value, previous: base.value.text } : place.value,
);

/** Everything there is to say about the text, as an update of the key that is named. */
export const report = computed(() =>
  isEmpty.value ? { issues: [], errors: 0, warnings: 0, infos: 0 } : check(text.value, options.value),
);
/** Issues of the body by member, those of access rights by API as well: a key may have tens of thousands. */
const issuesByPlace = computed(() => Map.groupBy(report.value.issues.filter(isPlaced), ({ path }) => placeOf(path)));

function isPlaced(issue: Issue): boolean {
  return issue.in === "body" && issue.pointer !== "";
}

function placeOf(path: string[]): string {
  return pointer(path[0] === "access_rights" ? path.slice(0, 2) : path.slice(0, 1));
}

/** The issues at these members and inside them, in the order of the text. */
export function issuesAt(...paths: string[][]): Issue[] {
  const isMap = (path: string[]) => path.length === 1 && path[0] === "access_rights";
  const near = paths.some(isMap)
    ? report.value.issues.filter(isPlaced)
    : [...new Set(paths.map(placeOf))].flatMap((place) => issuesByPlace.value.get(place) ?? []);
  return near.filter((issue) => paths.some((path) => leadsTo(path, issue.path)));
}

/** Whether the first path leads to the second or to something inside it. */
export function leadsTo(path: readonly string[], place: readonly string[]): boolean {
  return path.every((name, depth) => place[depth] === name);
}

export const safeFixes = computed(() => report.value.issues.filter(({ fix }) => fix?.applicability === "safe"));

const lineStarts = computed(() => [0, ...[...text.value.matchAll(/\n/g)].map(({ index }) => index + 1)]);

/** The number of the line, from 1, that an issue begins on. */
export function lineOf(issue: Issue): number {
  return lineStarts.value.findLastIndex((start) => start <= issue.range.utf16[0]) + 1;
}

export function applyFix(issue: Issue): void {
  if (issue.fix) edit(...issue.fix.patch);
}

export function applySafeFixes(): void {
  text.value = fix(text.value, options.value).text;
}
