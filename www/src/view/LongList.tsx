import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** The first rows of a list, and a button for more: a key may open ten thousand APIs. */
export function LongList<Row>(props: {
  rows: Row[];
  children: (row: Row) => ComponentChildren;
  step: number;
  what: string;
}) {
  const shown = useSignal(props.step);
  const rest = props.rows.length - shown.value;
  return (
    <>
      <ul>{props.rows.slice(0, shown.value).map(props.children)}</ul>
      {rest > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            shown.value += props.step;
          }}
        >
          {rest > props.step
            ? `Show ${props.step} more of ${rest.toLocaleString("en")} ${props.what}`
            : `Show the other ${rest}`}
        </button>
      )}
    </>
  );
}
