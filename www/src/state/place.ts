import { computed, signal } from "@preact/signals";
import type { Issue } from "tyk-session";
import type { Editor } from "../editor/editor";
import { applyFix, report } from "./issues";

/** Where the person is: on which page, which views are open, where the cursor stands, which issue is looked at. */
export const page = signal(pageOf(location.hash));
addEventListener("hashchange", () => {
  const shown = pageOf(location.hash);
  if (shown === page.value) return;
  page.value = shown;
  // The browser looked for it while it was not shown yet.
  requestAnimationFrame(() => document.getElementById(shown === "bulk" ? "bulk" : "main")?.focus());
});

/** Leaves the page of many keys. */
export function showEditor(): void {
  if (page.value === "bulk") location.hash = "#main";
}

function pageOf(hash: string): "editor" | "bulk" {
  return hash === "#bulk" ? "bulk" : "editor";
}

export const view = signal<"form" | "both" | "json" | "issues">("both");
export const editor = signal<Editor | undefined>(undefined);
export const cursor = signal({ line: 1, column: 1, position: 0 });
/** Said by a screen reader when it changes. */
export const announcement = signal("");
/** What was made of a pasted text, where that is not plain to see. */
export const remark = signal("");

const looked = signal<{ code: string; pointer: string } | undefined>(undefined);
/** The issue that was stepped to or that stands at the cursor. */
export const currentIssue = computed(() => {
  const { issues } = report.value;
  const { position } = cursor.value;
  return (
    issues.find(({ code, pointer }) => code === looked.value?.code && pointer === looked.value.pointer) ??
    issues.find(({ range }) => range.utf16[0] <= position && position <= range.utf16[1] && position > 0)
  );
});

const narrow = matchMedia("(width < 48rem)");
/** A phone shows one view at a time, and folds the picker of the key. */
export const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", () => {
  isNarrow.value = narrow.matches;
});
export const isPicking = signal(true);

function showText(): void {
  if (isNarrow.value) view.value = "json";
  else if (view.value !== "json") view.value = "both";
}

/** Selects an issue's place in the text. */
export function goTo(issue: Issue): void {
  showText();
  editor.value?.select(...issue.range.utf16);
  editor.value?.focus();
  looked.value = { code: issue.code, pointer: issue.pointer };
  announcement.value = issue.message;
}

/** Selects a member of the text. */
export function select(path: string[]): void {
  showText();
  editor.value?.selectMember(path);
  editor.value?.focus();
}

/** The cursor was moved by hand: what stands there counts again. */
export function leaveIssue(): void {
  looked.value = undefined;
}

export function step(direction: 1 | -1): void {
  const { issues } = report.value;
  const from = currentIssue.value ? issues.indexOf(currentIssue.value) : direction === 1 ? -1 : 0;
  const issue = issues.at((from + direction) % issues.length);
  if (issue) goTo(issue);
  else announcement.value = "no issues";
}

export function fixHere(): void {
  const issue = currentIssue.value;
  if (!issue?.fix) {
    announcement.value = issue ? "no automatic fix for this issue" : "no issue here";
    return;
  }
  applyFix(issue);
  announcement.value = `done: ${issue.fix.title}`;
}

const panes = { form: "#main", json: ".json", issues: ".issues" };

/** Shows a view and puts the focus into it. */
export function show(wanted: "form" | "json" | "issues"): void {
  if (isNarrow.value || (wanted === "form" && view.value === "json"))
    view.value = wanted === "json" || isNarrow.value ? wanted : "both";
  if (wanted === "json") {
    showText();
    editor.value?.focus();
    return;
  }
  queueMicrotask(() => document.querySelector<HTMLElement>(panes[wanted])?.focus());
}
