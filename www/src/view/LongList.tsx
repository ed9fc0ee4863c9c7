import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatCount } from "../words/amount";

/** The first rows of a list, and a button for more: a key may open ten thousand APIs. */
export function LongList<Row>(props: {
  rows: Row[];
  children: (row: Row) => ComponentChildren;
  step: number;
  what: string;
}) {
  const shown = useSignal(props.step);
  const list = useRef<HTMLUListElement>(null);
  const rest = props.rows.length - shown.value;
  return (
    <>
      <ul ref={list}>{props.rows.slice(0, shown.value).map(props.children)}</ul>
      {rest > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={({ currentTarget }) => {
            const place = shown.value;
            shown.value += props.step;
            // With the last rows the button goes.
            requestAnimationFrame(() => {
              const row = list.current?.children[place];
              if (!currentTarget.isConnected && row instanceof HTMLElement)
                (row.querySelector<HTMLElement>("summary, input, button") ?? row).focus();
            });
          }}
        >
          {rest > props.step
            ? `Show ${props.step} more of ${formatCount(rest)} ${props.what}`
            : `Show the other ${rest}`}
        </button>
      )}
    </>
  );
}
