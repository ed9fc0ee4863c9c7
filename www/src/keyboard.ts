import { fixHere, page, show, step as stepIssue } from "./state/place";
import { goOn, openReview, step } from "./state/review";

/** The page's own keys. They are taken before the editor sees them. */
export function listenToKeys(): void {
  document.addEventListener("keydown", onKey, { capture: true });
}

function onKey(event: KeyboardEvent): void {
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const control = event.ctrlKey || event.metaKey;
  const help =
    event.key === "?" && !control && !isField(event) ? () => document.getElementById("keys")?.showPopover() : undefined;
  if (page.value === "bulk") return help;
  const isReviewing = step.value.name !== "closed";
  if (control && event.key === "Enter") {
    // A key that is held down must not close an answer that nobody has seen.
    if (event.repeat) return () => {};
    return isReviewing ? goOn : openReview;
  }
  if (control && event.key.toLowerCase() === "s" && !event.shiftKey) return openReview;
  if (isReviewing) return undefined;
  if (event.key === "F8") return () => stepIssue(event.shiftKey ? -1 : 1);
  if (control && event.key === ".") return fixHere;
  if (event.altKey && !control) {
    const wanted = ({ Digit1: "form", Digit2: "json", Digit3: "issues" } as const)[event.code];
    return wanted && (() => show(wanted));
  }
  return help;
}

function isField(event: KeyboardEvent): boolean {
  const [inner] = event.composedPath();
  return inner instanceof HTMLElement && (inner.isContentEditable || inner.matches("input, select, textarea"));
}
