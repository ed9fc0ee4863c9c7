import { useRef } from "preact/hooks";
import { info, short, subjectId } from "../state/connection";
import {
  base,
  changes,
  discard,
  isBroken,
  isDirty,
  isEmpty,
  isFromElsewhere,
  session,
  willBeInactive,
} from "../state/document";
import { hasUnclear } from "../state/drafts";
import { report } from "../state/issues";
import { announcement, remark, view } from "../state/place";
import { loadFailure, openReview } from "../state/review";
import { formatClock } from "../words/time";
import { CloseButton } from "./CloseButton";
import { Icon } from "./Icon";
import { outcomeTitle, readingHelp } from "./outcome";

const views = [
  ["form", "Form"],
  ["both", "Both"],
  ["json", "JSON"],
  ["issues", "Issues"],
] as const;

export function Head() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { alias, org_id } = session.value;
  const something = !isEmpty.value || base.value !== undefined;
  const name = typeof alias === "string" ? alias.slice(0, 80) : "";
  const title = !something ? "No key" : name || short(subjectId.value) || "A key without an alias";
  const { issues, errors } = report.value;
  return (
    <section class="head" aria-label="This key">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {something && !isBroken.value && (
        <span class={willBeInactive.value ? "badge warn" : "badge"}>
          {willBeInactive.value ? "inactive" : "active"}
        </span>
      )}
      {something && (
        <p class="sub">
          {typeof org_id === "string" && org_id !== "" && `organisation ${org_id}, `}
          {base.value ? `loaded ${formatClock(base.value.at)}` : elsewhere()}
        </p>
      )}
      <span class="grow" />
      <fieldset class="seg view">
        <legend class="vh">View</legend>
        {views.map(([name, label]) => (
          <label key={name} class={`v-${name}`}>
            <input
              type="radio"
              name="view"
              id={`v-${name}`}
              checked={view.value === name}
              onChange={() => {
                view.value = name;
              }}
            />
            {label}
            {name === "issues" && issues.length > 0 && (
              <span class={errors > 0 ? "badge err" : "badge warn"}>{issues.length}</span>
            )}
          </label>
        ))}
      </fieldset>
      <span class="acts">
        <button
          type="button"
          disabled={!isDirty.value && !hasUnclear.value}
          onClick={() => {
            discard();
            announcement.value = isEmpty.value
              ? "discarded: there is no text"
              : "discarded: the text is as it was loaded";
            heading.current?.focus();
          }}
        >
          Discard
        </button>
        <button
          type="button"
          class="primary review"
          aria-disabled={isEmpty.value || isBroken.value}
          title={reason()}
          onClick={openReview}
        >
          {reviewLabel()} <kbd>Ctrl ↵</kbd>
        </button>
      </span>
    </section>
  );
}

function elsewhere(): string {
  return isFromElsewhere.value ? "loaded from another key" : "not loaded from the server";
}

function reason(): string | undefined {
  if (isEmpty.value) return "There is no text yet";
  return isBroken.value ? "The text is not a JSON object" : undefined;
}

function reviewLabel(): string {
  const count = changes.value.length;
  if (!base.value || count === 0) return "Review";
  return count === 1 ? "Review 1 change" : `Review ${count} changes`;
}

/** What was made of a pasted text. */
export function Remark() {
  return (
    <div role="status" class="failure remark">
      {remark.value && (
        <>
          <Icon of="info" class="note" />
          <p>{remark.value}</p>
          <span class="grow" />
          <CloseButton
            onClose={() => {
              remark.value = "";
            }}
          />
        </>
      )}
    </div>
  );
}

/** Why the key could not be loaded. The alert is there from the start, so that it is read out when it fills. */
export function LoadFailure() {
  const failure = loadFailure.value;
  return (
    <div role="alert" class="failure">
      {failure && (
        <>
          <Icon of="error" class="err" />
          <div>
            {failure instanceof Error ? (
              <p>
                <b>Not loaded:</b> {failure.message}
              </p>
            ) : (
              <>
                <p>
                  <b>Not loaded:</b> {outcomeTitle(failure.outcome, info.value, "GET")}
                </p>
                {failure.outcome && "help" in failure.outcome && (
                  <p class="sub">
                    {failure.outcome.message && `"${failure.outcome.message}", status ${failure.outcome.status}: `}
                    {readingHelp(failure.outcome)}
                  </p>
                )}
              </>
            )}
          </div>
          <span class="grow" />
          <CloseButton
            onClose={() => {
              loadFailure.value = undefined;
            }}
          />
        </>
      )}
    </div>
  );
}
