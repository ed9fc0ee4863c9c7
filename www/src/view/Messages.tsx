import type { Code, Issue } from "tyk-session";
import { set } from "../state/document";
import { applyFix } from "../state/issues";
import { done } from "./done";
import { Icon, severityClass, severityLabel } from "./Icon";

/** What a person can choose where the right value cannot be known. */
const choices: Partial<Record<string, { label: string; apply: () => void }[]>> = (() => {
  const lifetime = [
    { label: "In 30 days", apply: () => set(["expires"], String(Math.floor(Date.now() / 1000) + 30 * 86_400)) },
    { label: "Never", apply: () => set(["expires"], "0") },
  ];
  return { "expires-in-past": lifetime, "expires-looks-like-duration": lifetime, "expires-milliseconds": lifetime };
})();

/** The ways out of an issue, as buttons. */
export function Remedies(props: { issue: Issue; class?: string }) {
  const { issue } = props;
  const { fix } = issue;
  return (
    <>
      {fix && (
        <button
          type="button"
          class={props.class}
          title={fix.title}
          onClick={(event) => {
            applyFix(issue);
            done(event.currentTarget, fix.title);
          }}
        >
          {fix.applicability === "safe" ? "Fix" : fix.title}
          <span class="vh">: {issue.message}</span>
        </button>
      )}
      {!fix &&
        choices[issue.code]?.map(({ label, apply }) => (
          <button
            key={label}
            type="button"
            class={props.class}
            onClick={(event) => {
              apply();
              done(event.currentTarget, label);
            }}
          >
            {label}
          </button>
        ))}
    </>
  );
}

/** Codes that are said in two words at the field; the list says them in full. */
const badges: Partial<Record<Code, string>> = {
  "own-limits-overridden-by-policy": "set by a policy",
};

/** Issues that have become a badge at their control. */
export function Badges(props: { issues: Issue[]; id: string }) {
  const labels = new Set(props.issues.flatMap(({ code }) => badges[code] ?? []));
  return (
    <span id={`${props.id}-badges`}>
      {[...labels].map((label) => (
        <span key={label} class="badge warn">
          <Icon of="lock" /> {label}
        </span>
      ))}
    </span>
  );
}

/** The issues of a field, below it; the field names this list in aria-describedby. */
export function Messages(props: { issues: Issue[]; id: string }) {
  return (
    <div id={`${props.id}-messages`}>
      {props.issues
        .filter(({ code }) => !badges[code])
        .map((issue) => (
          <p key={issue.code + issue.pointer} class={`msg ${severityClass[issue.severity]}`}>
            <Icon of={issue.severity} label={severityLabel[issue.severity]} />
            <span>{issue.message}</span>
            <Remedies issue={issue} class="link" />
          </p>
        ))}
    </div>
  );
}
