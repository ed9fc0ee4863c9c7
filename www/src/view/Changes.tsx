import { useSignal } from "@preact/signals";
import type { Change, Risk } from "tyk-session";
import { info, withNames } from "../state/connection";
import { counter } from "../state/counter";
import { base, changes, isFromElsewhere, keep, planned, text } from "../state/document";
import { type Found, found } from "../state/found";
import { select } from "../state/place";
import { closeReview, loadKey } from "../state/review";
import { choices, type Stale, stale, takeMerged } from "../state/stale";
import { masked } from "../words/secrets";
import { formatClock } from "../words/time";
import { Value } from "./ChangeTable";
import { Icon } from "./Icon";
import { Viewer } from "./Viewer";

const risks: [risk: Risk, title: string, icon: "error" | "warning" | "info", tone: string][] = [
  ["loss", "Takes something away", "error", "err"],
  ["effect", "Changes what the key may do", "warning", "warn"],
  ["overwritten", "Will be overwritten", "warning", "warn"],
  ["harmless", "No effect on requests", "info", "note"],
];

/** What the update changes, in words, what was left out of it, and the texts side by side. */
export function Changes() {
  if (!base.value || !planned.value)
    return (
      <div class="stack">
        <p>
          {isFromElsewhere.value
            ? "This text was loaded from another key."
            : "This text was not loaded from the server."}{" "}
          An update replaces the whole key: what this text leaves out will be gone. If there is such a key, nothing is
          sent before you have seen what changes.
        </p>
        <p>
          <button type="button" onClick={() => void loadKey(true)}>
            Read the key and compare
          </button>
        </p>
      </div>
    );
  const { notes } = planned.value;
  // Before the question of the counter is answered, nothing can be said of it.
  const isAnswered = counter.value !== undefined || !info.value.counter;
  const told = planned.value.changes.filter(({ kind }) => kind !== "counter" || isAnswered);
  return (
    <div class="stack">
      {stale.value && <ChangedMeanwhile stale={stale.value} />}
      {found.value && <AlreadyThere found={found.value} />}
      {changes.value.length === 0 && (
        <p>
          The text says what was loaded: the update changes nothing but the counter and the time of the last update.
        </p>
      )}
      {risks.map(([risk, title, icon, tone]) => {
        const group = told.filter((change) => change.risk === risk);
        return (
          group.length > 0 && (
            <section key={risk} class="risk">
              <h3 class={`in ${tone}`}>
                <Icon of={icon} /> {title} <span class="badge">{group.length}</span>
              </h3>
              <ul>
                {group.map((change) => (
                  <Told
                    key={change.kind === "counter" ? "" : change.pointer}
                    change={change}
                    onKeep={risk === "loss" && change.kind !== "counter" ? () => keep(change) : undefined}
                  />
                ))}
              </ul>
            </section>
          )
        );
      })}
      {notes.map((note) => (
        <p key={note} class="msg note">
          <Icon of="info" label="note" />
          <span>{withNames(note)}</span>
        </p>
      ))}
      <h3>Loaded text ({formatClock(base.value.at)}) compared with current</h3>
      <Viewer label="Difference" text={masked(text.value)} original={masked(base.value.text)} />
    </div>
  );
}

function Told({ change, onKeep }: { change: Change; onKeep?: (() => void) | undefined }) {
  const of = change.kind === "counter" ? undefined : change;
  const show = () => {
    closeReview();
    if (of) queueMicrotask(() => select(of.path));
  };
  return (
    <li class="in">
      <span class="grow">
        {withNames(change.sentence)}
        {of?.note && <small>{withNames(of.note)}</small>}
      </span>
      {of && onKeep && of.after === undefined && (
        <button type="button" class="link" aria-label={`Keep ${of.pointer}`} onClick={onKeep}>
          Keep it
        </button>
      )}
      {of && (
        <button type="button" class="link mono" onClick={show}>
          {of.pointer}
        </button>
      )}
    </li>
  );
}

/** There is a key where none had been loaded: nothing is sent before it was seen what the text changes of it. */
function AlreadyThere({ found: { at, isConfirmed } }: { found: Found }) {
  return (
    <section class="stack boxed risk" aria-label="Already there">
      <div class="msg warn" role="alert">
        <Icon of="warning" label="warning" />
        <span>
          Nothing was sent: there is such a key already, read {formatClock(at)}, and this text was not made of it.
          Sending replaces all of it, with the changes below.
        </span>
      </div>
      <label class="in">
        <input
          type="checkbox"
          checked={isConfirmed}
          onChange={(event) => {
            found.value = { at, isConfirmed: event.currentTarget.checked };
          }}
        />
        Replace the key that is there
      </label>
    </section>
  );
}

/** Somebody else saved the key since it was loaded: nothing is sent before both edits are joined. */
function ChangedMeanwhile({ stale }: { stale: Stale }) {
  const shown = useSignal<"nothing" | "merge" | "both">("nothing");
  const open = (what: "merge" | "both") => {
    shown.value = shown.value === what ? "nothing" : what;
  };
  return (
    <section class="stack boxed risk" aria-label="Changed meanwhile">
      <div class="msg warn" role="alert">
        <Icon of="warning" label="warning" />
        <span>
          Nothing was sent: the key has changed on the server since {formatClock(base.value?.at ?? 0)}. Sending this
          text would put that back:
        </span>
        <button type="button" class="link" aria-expanded={shown.value === "merge"} onClick={() => open("merge")}>
          Merge
        </button>
        <button type="button" class="link" aria-expanded={shown.value === "both"} onClick={() => open("both")}>
          Show both
        </button>
      </div>
      <ul>
        {stale.changes.map((change) => (
          <Told key={change.pointer} change={change} />
        ))}
      </ul>
      {shown.value === "merge" && <Merge stale={stale} />}
      {shown.value === "both" && (
        <>
          <h3>Text on the server ({formatClock(stale.at)}) compared with mine</h3>
          <Viewer label="Both texts" text={masked(text.value)} original={masked(stale.theirs)} />
        </>
      )}
    </section>
  );
}

function Merge({ stale }: { stale: Stale }) {
  const { taken, conflicts } = stale.merged;
  const open = conflicts.filter(({ pointer }) => !choices.value[pointer]).length;
  return (
    <div class="stack">
      <p>
        {taken.length === 0
          ? "There is nothing to take over without a choice."
          : `Taken over as it is: ${taken.map(({ sentence }) => withNames(sentence)).join("; ")}.`}
      </p>
      {conflicts.map((conflict) => (
        <fieldset key={conflict.pointer} class="conflict">
          <legend>
            Both changed <code>{conflict.pointer}</code>, which was <Value path={conflict.path} json={conflict.base} />
          </legend>
          {(["mine", "theirs"] as const).map((side) => (
            <label key={side}>
              <input
                type="radio"
                name={`conflict ${conflict.pointer}`}
                checked={choices.value[conflict.pointer] === side}
                onChange={() => {
                  choices.value = { ...choices.value, [conflict.pointer]: side };
                }}
              />
              <span>
                {side === "mine" ? "Mine" : "Theirs"}: <Value path={conflict.path} json={conflict[side]} />
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <p class="in">
        <button type="button" class="primary" disabled={open > 0} onClick={() => takeMerged(stale)}>
          Take the merged text
        </button>
        <span class="sub">
          {open > 0 ? `${open} still to choose.` : "It is not sent yet: the review then shows what it changes."}
        </span>
      </p>
    </div>
  );
}
