import { type Signal, useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { names } from "../state/connection";
import { announcement } from "../state/place";

/** Adds one of what is known, by its id or its name, or any id that is typed. */
export function Add(props: {
  what: string;
  /** "an API" */
  one: string;
  /** What is typed, as in "id or name" of an API. */
  by?: string;
  /** Where more than one of these stands on the page: " for Orders API". */
  of?: string;
  known?: string[];
  /** Counts what was added. */
  added?: Signal<number>;
  /** What there is to say of each that is added: ", open for GET". */
  said?: string;
  isThere: (id: string) => boolean;
  onAdd: (id: string) => void;
}) {
  const { what, one, by = "id or name", of = "", known = [], added, isThere } = props;
  const typed = useSignal("");
  const refusal = useSignal("");
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const add = () => {
    const [id, ...others] = idsOf(typed.value.trim(), known);
    if (id === undefined) refusal.value = `enter the ${by.replace(" or ", " or the ")} of ${one}`;
    else if (others.length > 0) refusal.value = `more than one ${what} has this name: enter the id`;
    else if (isThere(id)) refusal.value = "this one is there already";
    else {
      if (added) added.value += 1;
      props.onAdd(id);
      announcement.value = `done: added ${(known.includes(id) && names.value[id]) || `${what} ${id}`}${props.said ?? ""}`;
      typed.value = "";
      refusal.value = "";
    }
    if (refusal.value) input.current?.focus();
  };
  return (
    <div class="in add">
      <input
        ref={input}
        type="text"
        class="mono"
        list={list}
        placeholder={`${what} ${by}`}
        aria-label={`${by.charAt(0).toUpperCase()}${by.slice(1)} of the ${what} to add${of}`}
        aria-invalid={refusal.value ? "true" : undefined}
        aria-describedby={`${list}-refusal`}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          refusal.value = "";
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey) return;
          // The focus may go on to a button, which the key must not press.
          event.preventDefault();
          add();
        }}
      />
      <datalist id={list}>
        {known
          .filter((id) => !isThere(id))
          .map((id) => (
            <option key={id} value={id}>
              {names.value[id]}
            </option>
          ))}
      </datalist>
      <button type="button" class="quiet" onClick={add}>
        + Add {what}
      </button>
      <span class="err sub" role="alert" id={`${list}-refusal`}>
        {refusal.value}
      </span>
    </div>
  );
}

/** The ids that are meant: one that is known, those with that name, or what is typed. */
function idsOf(typed: string, known: string[]): string[] {
  if (typed === "" || known.includes(typed)) return typed === "" ? [] : [typed];
  const name = typed.toLowerCase();
  const named = known.filter((id) => names.value[id]?.toLowerCase() === name);
  return named.length > 0 ? named : [typed];
}
