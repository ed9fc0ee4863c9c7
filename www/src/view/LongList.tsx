import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatCount } from "../words/amount";

/**
 * The first rows of a list, and a button for more: a key may open ten thousand APIs. What was added at the end is shown
 * after the button.
 */
export function LongList<Row>(props: {
  rows: Row[];
  children: (row: Row, place: number) => ComponentChildren;
  step: number;
  what: string;
  /** How many were added. */
  added?: Signal<number>;
}) {
  const { rows, children, step, what, added } = props;
  const shown = useSignal(step);
  const list = useRef<HTMLUListElement>(null);
  const end = Math.max(shown.value, rows.length - (added?.value ?? 0));
  const rest = Math.min(end, rows.length) - shown.value;
  const items = rows.slice(0, shown.value).map((row, place) => children(row, place));
  if (rest > 0)
    items.push(
      <li key="more" class="more">
        <button
          type="button"
          class="quiet"
          onClick={({ currentTarget }) => {
            const place = shown.value;
            shown.value += step;
            requestAnimationFrame(() => {
              const row = list.current?.children[place];
              // With the last rows the button goes.
              if (currentTarget.isConnected) currentTarget.focus();
              else if (row instanceof HTMLElement)
                (row.querySelector<HTMLElement>("summary, input, button") ?? row).focus();
            });
          }}
        >
          {rest > step ? `Show ${step} more of ${formatCount(rest)} ${what}` : `Show the other ${rest}`}
        </button>
      </li>,
    );
  return <ul ref={list}>{[...items, ...rows.slice(end).map((row, place) => children(row, end + place))]}</ul>;
}
