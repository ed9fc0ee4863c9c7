import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { host, info, target } from "../state/connection";
import { counter, usedOf } from "../state/counter";
import { base, changes, planned, session } from "../state/document";
import { found } from "../state/found";
import { report } from "../state/issues";
import { closeReview, hindrance, send, step, typedHost } from "../state/review";
import { stale } from "../state/stale";
import { formatCount } from "../words/amount";
import { Answer } from "./Answer";
import { Changes } from "./Changes";
import { CloseButton } from "./CloseButton";
import { Icon } from "./Icon";
import { OtherEndpoints } from "./OtherEndpoints";
import { RequestPreview } from "./RequestPreview";
import { differing, Refused, Stored } from "./Stored";

/** The last look before a request is sent, and what came of it. */
export function Review() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { name } = step.value;
  const isOpen = name !== "closed";
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const isAnswered = name === "done";
  useLayoutEffect(() => {
    // What had the focus has gone with the other view.
    if (isOpen && !dialog.current?.contains(document.activeElement))
      dialog.current?.querySelector<HTMLElement>("#h-review")?.focus();
  }, [isOpen, isAnswered]);
  return (
    <dialog
      ref={dialog}
      id="review"
      aria-labelledby="h-review"
      onCancel={(event) => {
        if (step.value.name === "sending" || step.value.name === "reading") event.preventDefault();
      }}
      onClose={closeReview}
    >
      {step.value.name === "done" ? <Answer result={step.value.result} /> : isOpen && <Ask />}
    </dialog>
  );
}

/** What can be looked at before sending. */
const tabs: { id: string; title: string; badge?: () => ComponentChildren; content: () => ComponentChildren }[] = [
  {
    id: "changes",
    title: "Changes",
    badge: () => base.value && <span class="badge">{changes.value.length}</span>,
    content: () => <Changes />,
  },
  {
    id: "stored",
    title: "Stored",
    badge: () => {
      const count = planned.value ? differing(planned.value).length : 0;
      return count > 0 && <span class="badge warn">{count === 1 ? "1 differs" : `${count} differ`}</span>;
    },
    content: () => <Stored />,
  },
  { id: "request", title: "Request", content: () => <RequestPreview /> },
  { id: "others", title: "For the other endpoints", content: () => <OtherEndpoints /> },
];

function Ask() {
  const open = useSignal("changes");
  useSignalEffect(() => {
    if (stale.value || found.value) open.value = "changes";
  });
  const { name } = step.value;
  const isBusy = name === "sending" || name === "reading";
  const { alias } = session.value;
  const { errors } = report.value;
  const count = changes.value.length;
  const what = typeof alias === "string" && alias !== "" ? alias.slice(0, 80) : `this ${info.value.subject}`;
  return (
    <section aria-labelledby="h-review" class="ask">
      <header>
        <h2 id="h-review" tabIndex={-1}>
          {base.value && count > 0
            ? `Review ${count} ${count === 1 ? "change" : "changes"} to ${what}`
            : `Review ${what}`}
        </h2>
        <span class="sub">{info.value.label}</span> <span class="grow" />
        <CloseButton label="Close, keep editing" disabled={isBusy} onClose={closeReview} />
      </header>
      <Counter />
      <Tabs open={open} />
      <div class="body">
        {errors > 0 && (
          <p class="msg err">
            <Icon of="error" />
            <span>
              {errors === 1 ? "1 error is" : `${errors} errors are`} left: this update will not do what the text says,
              or not happen at all.
            </span>
          </p>
        )}
        <Refused />
        {tabs.map(({ id, content }) => (
          <div key={id} role="tabpanel" id={`p-${id}`} aria-labelledby={`t-${id}`} hidden={open.value !== id}>
            {open.value === id && content()}
          </div>
        ))}
      </div>
      <footer>
        {target.value?.environment === "production" && (
          <label class="in">
            Type <code>{host.value}</code> to send to production
            <input
              type="text"
              autocomplete="off"
              spellcheck={false}
              value={typedHost.value}
              onInput={(event) => {
                typedHost.value = event.currentTarget.value;
              }}
            />
          </label>
        )}
        <span class="sub" id="hindrance" role="status">
          {hindrance.value ?? (name === "asking" ? "Nothing has been sent yet." : "Sent, waiting for the answer.")}
        </span>
        <span class="grow" />
        <button type="button" disabled={isBusy} onClick={closeReview}>
          Keep editing
        </button>
        <button
          type="button"
          class="primary"
          aria-disabled={hindrance.value !== undefined || isBusy}
          aria-busy={isBusy}
          aria-describedby="hindrance"
          onClick={() => void send()}
        >
          {name === "asking"
            ? `Send to ${host.value}`
            : name === "sending"
              ? `Sending to ${host.value}`
              : "Reading back"}{" "}
          <kbd>Ctrl ↵</kbd>
        </button>
      </footer>
    </section>
  );
}

/** The quota counter: kept or reset by default, depending on the endpoint, so neither is chosen for the person. */
function Counter() {
  const loaded = base.value?.session;
  const max = Number(loaded?.quota_max ?? 0);
  if (!info.value.counter)
    return <p class="choice">This endpoint has no switch for the quota counter: the counter goes on as it stands.</p>;
  const known = usedOf(loaded);
  const before = max > 0 ? `There is a quota of ${formatCount(max)} requests.` : "There may be a quota counter.";
  return (
    <fieldset class="choice cols">
      <legend>
        {known ? `${formatCount(known.used)} of ${formatCount(known.max)} requests of the quota are used.` : before}{" "}
        What should happen to the counter?
      </legend>
      <Choice value="keep" title="Keep the counter">
        {known
          ? `${formatCount(known.used)} of ${formatCount(known.max)} stay used`
          : "requests that were counted stay counted"}
        {info.value.subject === "key" && "; a changed rate comes into force only after requests have paused"}
      </Choice>
      <Choice value="reset" title="Reset the counter">
        {max > 0 ? `0 of ${formatCount(max)} are used, at once` : "no request counts as used any more, at once"}
      </Choice>
    </fieldset>
  );
}

function Choice(props: { value: "keep" | "reset"; title: string; children: ComponentChildren }) {
  return (
    <label class="boxed">
      <input
        type="radio"
        name="counter"
        checked={counter.value === props.value}
        onChange={() => {
          counter.value = props.value;
        }}
      />
      <span>
        <b>{props.title}</b>
        <small>{props.children}</small>
      </span>
    </label>
  );
}

function Tabs({ open }: { open: Signal<string> }) {
  const move = (event: KeyboardEvent) => {
    const from = tabs.findIndex(({ id }) => id === open.value);
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: -1 }[event.key];
    const tab = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!tab) return;
    event.preventDefault();
    open.value = tab.id;
    document.getElementById(`t-${tab.id}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="What will happen" onKeyDown={move}>
      {tabs.map(({ id, title, badge }) => (
        <button
          key={id}
          type="button"
          class="quiet"
          role="tab"
          id={`t-${id}`}
          aria-controls={`p-${id}`}
          aria-selected={open.value === id}
          tabIndex={open.value === id ? 0 : -1}
          onClick={() => {
            open.value = id;
          }}
        >
          {title} {badge?.()}
        </button>
      ))}
    </div>
  );
}
