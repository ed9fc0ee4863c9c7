import { useEffect, useRef } from "preact/hooks";
import type { Issue } from "tyk-session";
import { info, target, version } from "../state/connection";
import { isEmpty, now } from "../state/document";
import { applySafeFixes, lineOf, report, safeFixes } from "../state/issues";
import { announcement, currentIssue, goTo } from "../state/place";
import { formatClock } from "../words/time";
import { Icon, severityClass, severityLabel } from "./Icon";
import { LongList } from "./LongList";
import { Remedies } from "./Messages";

export function Issues() {
  const { issues, errors, warnings, infos } = report.value;
  const safe = safeFixes.value.length;
  return (
    <section class="issues" aria-labelledby="h-issues" tabIndex={-1}>
      <header class="pane-head">
        <h2 id="h-issues" tabIndex={-1}>
          Issues
        </h2>
        <Count of={errors} severity="error" />
        <Count of={warnings} severity="warning" />
        <Count of={infos} severity="info" />
        <span class="grow" />
        {safe > 0 && (
          <button
            type="button"
            onClick={() => {
              applySafeFixes();
              announcement.value = safe === 1 ? "done: 1 issue fixed" : `done: ${safe} issues fixed`;
              focusAfter(0);
            }}
          >
            Fix {safe} safe {safe === 1 ? "issue" : "issues"}
          </button>
        )}
      </header>
      <div class="list">
        <LongList rows={issues} step={100} what="issues">
          {(issue) => <Item key={`${issue.code} ${issue.in} ${issue.pointer} ${issue.range.utf16[0]}`} issue={issue} />}
        </LongList>
      </div>
      <Checked />
    </section>
  );
}

function Count(props: { of: number; severity: Issue["severity"] }) {
  if (props.of === 0) return null;
  return (
    <span class={`badge ${severityClass[props.severity]}`}>
      <Icon of={props.severity} label={`${severityLabel[props.severity]}s`} /> {props.of}
    </span>
  );
}

/** Puts the focus on the issue that stands at this place once the list is drawn anew, or on the heading. */
function focusAfter(place: number): void {
  setTimeout(() => {
    const items = document.querySelectorAll<HTMLElement>(".issues .list li");
    (items[Math.min(place, items.length - 1)] ?? document.getElementById("h-issues"))?.focus();
  });
}

function Item({ issue }: { issue: Issue }) {
  const isCurrent = currentIssue.value === issue;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) element.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  // The button goes with its issue; the next one takes its place in the list.
  const onRemedy = (event: Event) => {
    if (!(event.target instanceof HTMLElement) || !event.target.closest("button")) return;
    announcement.value = `done: ${issue.fix?.title ?? event.target.textContent}`;
    focusAfter(report.value.issues.indexOf(issue));
  };
  return (
    <li ref={element} tabIndex={-1} class={isCurrent ? "on" : undefined} aria-current={isCurrent ? "true" : undefined}>
      <Icon of={issue.severity} class={severityClass[issue.severity]} label={severityLabel[issue.severity]} />
      <p>{issue.message}</p>
      {issue.help && <p class="sub">{issue.help}</p>}
      <p class="in sub">
        <code>{issue.code}</code>
        {issue.in === "body" ? (
          <button type="button" class="link" onClick={() => goTo(issue)}>
            line {lineOf(issue)}
            <span class="vh">: show {issue.pointer || "the text"}</span>
          </button>
        ) : (
          <span>in the {issue.in}</span>
        )}
        <span class="in remedies" onClickCapture={onRemedy}>
          <Remedies issue={issue} />
        </span>
      </p>
    </li>
  );
}

/** What was checked, and what could not be for want of data. */
function Checked() {
  if (isEmpty.value) return <p class="sub">Nothing to check yet.</p>;
  const where = info.value.label.split(" · ")[1];
  const missing = (["policies", "apis", "certificates"] as const).filter(
    (part) => target.value?.context?.[part] === undefined,
  );
  const names = { policies: "policies", apis: "APIs", certificates: "certificates" };
  return (
    <p class="sub">
      {report.value.issues.length === 0 && "No issues. "}
      Checked for {where} {version.value} as of {formatClock(now.value)}.
      {missing.length > 0 &&
        ` Not checked: ${missing.map((part) => names[part]).join(", ")}, no list of them is known.`}
    </p>
  );
}
