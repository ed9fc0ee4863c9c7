import { announcement } from "../state/place";

/**
 * Says what a button has done. When the button goes with it, the focus moves on: to the next item of its list, to the
 * field of its row, or to the heading above.
 */
export function done(button: HTMLElement, what: string): void {
  announcement.value = `done: ${what}`;
  const list = button.closest("ul");
  const row = button.closest(".row");
  const section = button.closest("section");
  const position = [...(list?.children ?? [])].findIndex((item) => item.contains(button));
  requestAnimationFrame(() => {
    if (button.isConnected) return;
    const item = list?.children[position] ?? list?.lastElementChild;
    const next = controlIn(item) ?? controlIn(row) ?? section?.querySelector<HTMLElement>("h2");
    if (!next) return;
    if (next.matches("h2")) next.tabIndex = -1;
    next.focus();
  });
}

function controlIn(element: Element | null | undefined): HTMLElement | null {
  return element?.isConnected ? element.querySelector<HTMLElement>("summary, input, button") : null;
}
