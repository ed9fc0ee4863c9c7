import { batch, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { host, target } from "../state/connection";
import { arrival, at, clear, session, set, writtenAt } from "../state/document";
import { announcement } from "../state/place";
import { mask } from "../words/secrets";
import type { Described } from "./fields";
import { InText, isLine, isNothing } from "./values";

/**
 * A secret: masked until somebody asks for it, typed blind, never kept by the browser. One that people named goes with
 * its name.
 */
export function Secret(props: {
  path: string[];
  what: string;
  described: Described;
  isNamed?: boolean;
  onShow?: (button: HTMLElement) => void;
}) {
  const { path, what, described, isNamed, onShow } = props;
  const value = at(session.value, path);
  // What is done to a secret ends when another one stands in its place.
  const state = useSignal<{ is: "masked" | "shown" | "replaced"; value: unknown; arrival: number } | undefined>(
    undefined,
  );
  const enter = (is: "masked" | "shown" | "replaced") => {
    state.value = { is, value: at(session.value, path), arrival: arrival.value };
  };
  const isCurrent = state.value?.value === value && state.value?.arrival === arrival.value;
  const isShown = isCurrent && state.value?.is === "shown";
  const opener = useRef<HTMLButtonElement>(null);
  const goBack = (said: string) => {
    enter("masked");
    announcement.value = `done: ${said}`;
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (!isNothing(value) && typeof value !== "string") return <InText path={path} />;
  if (isCurrent && state.value?.is === "replaced")
    return (
      <Replacement path={path} what={what} described={described} onWritten={() => enter("replaced")} onDone={goBack} />
    );
  const open = (words: string) => (
    <button
      ref={opener}
      id={described.id}
      type="button"
      class="link"
      aria-describedby={described["aria-describedby"]}
      onClick={() => enter("replaced")}
    >
      {words}
      <span class="vh"> {what}</span>
    </button>
  );
  if (!value)
    return (
      <>
        <span class="note">not set</span>
        {open("Set…")}
      </>
    );
  return (
    <>
      <code>{isShown ? value : <span aria-hidden="true">{mask}</span>}</code>
      {!isShown && <span class="vh">{what} is set</span>}
      <button
        type="button"
        class="link"
        onClick={({ currentTarget }) => {
          if (isShown) enter("masked");
          else if (mayShow(what)) {
            enter("shown");
            onShow?.(currentTarget);
          }
        }}
      >
        {isShown ? "Hide" : "Show"}
        <span class="vh"> {what}</span>
      </button>
      {open("Replace…")}
      {!isNamed && (
        <button
          type="button"
          class="link"
          onClick={() => {
            clear(path);
            goBack(`removed ${what}`);
          }}
        >
          Remove<span class="vh"> {what}</span>
        </button>
      )}
    </>
  );
}

function mayShow(what: string): boolean {
  return (
    target.value?.environment !== "production" || window.confirm(`Show ${what} of a key of ${host.value}, production?`)
  );
}

/** An empty field for another secret. What is typed stands in the text at once; emptied, the text says what it said before. */
function Replacement(props: {
  path: string[];
  what: string;
  described: Described;
  onWritten: () => void;
  onDone: (said: string) => void;
}) {
  const { path, what, described, onWritten, onDone } = props;
  const input = useRef<HTMLInputElement>(null);
  const typed = useSignal("");
  const [before] = useState(() => writtenAt(path));
  useLayoutEffect(() => input.current?.focus(), []);
  const write = (secret: string) =>
    batch(() => {
      if (secret !== "") set(path, JSON.stringify(secret));
      else if (before === undefined) clear(path);
      else set(path, before);
      onWritten();
    });
  const cancel = () => {
    if (typed.value !== "") write("");
    onDone(`${what} stays as it was`);
  };
  const keep = () => (typed.value === "" ? cancel() : onDone(`${what} is set`));
  return (
    <>
      <input
        {...described}
        ref={input}
        type="password"
        autocomplete="new-password"
        aria-label={`New value of ${what}`}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          write(typed.value);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") ?? "";
          // An input would drop the line breaks of a public key.
          if (isLine(pasted)) return;
          event.preventDefault();
          write(pasted);
          onDone(`${what} is set, with its line breaks`);
        }}
        onKeyDown={({ key, ctrlKey, metaKey }) => {
          if (key === "Escape") cancel();
          else if (key === "Enter" && !ctrlKey && !metaKey) keep();
        }}
      />
      <button type="button" class="link" onClick={keep}>
        Done<span class="vh"> with {what}</span>
      </button>
      <button type="button" class="link" onClick={cancel}>
        Cancel<span class="vh">: leave {what} as it was</span>
      </button>
    </>
  );
}
