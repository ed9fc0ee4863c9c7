import { rules, type Severity } from "tyk-session";
import type { Fixes, Group } from "../bulk/job";
import { choiceOf, choose, isRunning, openKey, severityShown } from "../state/bulk";
import { counted, formatCount } from "../words/amount";
import { Icon, severityClass, severityLabel } from "./Icon";

const order: Severity[] = ["error", "warning", "info"];
const shown = [
  ["all", "All"],
  ["error", "Errors"],
  ["warning", "Warnings"],
  ["info", "Notes"],
] as const;
let summaries: Map<string, string> | undefined;

function summaryOf(code: string): string {
  summaries ??= new Map(rules().map(({ code, summary }) => [code, summary]));
  return summaries.get(code) ?? code;
}

/** What is wrong, rule by rule, the worst first, each with an example and whether it is to be fixed. */
export function Groups({ groups }: { groups: Group[] }) {
  const sorted = groups.toSorted(
    (left, right) => order.indexOf(left.severity) - order.indexOf(right.severity) || right.keys - left.keys,
  );
  const wanted = severityShown.value;
  const rows = sorted.filter(({ severity }) => wanted === "all" || severity === wanted);
  return (
    <section aria-labelledby="h-groups">
      <header class="in">
        <h2 id="h-groups">Issues by rule</h2>
        <span class="sub">{counted(groups.length, "rule")}</span>
        <span class="grow" />
        <fieldset class="seg">
          <legend class="vh">Show</legend>
          {shown.map(([name, label]) => (
            <label key={name}>
              <input
                type="radio"
                name="severity"
                checked={wanted === name}
                onChange={() => {
                  severityShown.value = name;
                }}
              />
              {label}
            </label>
          ))}
        </fieldset>
      </header>
      {rows.length === 0 ? (
        <p class="sub">None.</p>
      ) : (
        <table class="by-rule">
          <thead>
            <tr>
              <th scope="col">
                <span class="vh">Severity</span>
              </th>
              <th scope="col">What is wrong</th>
              <th scope="col" class="n">
                Keys
              </th>
              <th scope="col">For example</th>
              <th scope="col">Fix</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((group) => (
              <Row key={group.code} group={group} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ group }: { group: Group }) {
  const { code, severity, keys, example } = group;
  return (
    <tr>
      <td>
        <Icon of={severity} class={severityClass[severity]} label={severityLabel[severity]} />
      </td>
      <th scope="row">
        <p>
          {summaryOf(code)
            .split("`")
            .map((words, n) => (n % 2 === 0 ? words : <code key={words}>{words}</code>))}
        </p>
        <code class="note">{code}</code>
      </th>
      <td class="n">{formatCount(keys)}</td>
      <td>
        {example.excerpt && <code>{example.excerpt}</code>}
        <p class="sub">{example.message}</p>
        <button type="button" class="link" onClick={() => void openKey(example)}>
          key {formatCount(example.index + 1)}
          <span class="vh">: open it in the editor</span>
        </button>
      </td>
      <td>
        <Fixing group={group} />
      </td>
    </tr>
  );
}

/** Which fixes of a rule are made. With the guesses come the safe ones. */
function Fixing({ group }: { group: Group }) {
  const { safe, unsafe, keys } = group;
  const choice = choiceOf(group);
  if (safe.keys + unsafe.keys === 0) return <span class="note">by hand</span>;
  return (
    <>
      {safe.keys > 0 && (
        <Fix
          of={safe}
          among={keys}
          checked={choice !== "none"}
          onChange={(on) => choose(group, on ? "safe" : "none")}
        />
      )}
      {unsafe.keys > 0 && (
        <Fix
          of={unsafe}
          among={keys}
          guess={safe.keys > 0 ? "also " : ""}
          checked={choice === "all"}
          onChange={(on) => choose(group, on ? "all" : safe.keys > 0 ? "safe" : "none")}
        />
      )}
    </>
  );
}

function Fix(props: {
  of: Fixes;
  among: number;
  /** Of a guess: how its words begin. */
  guess?: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  const { guess } = props;
  const { title, varies, keys } = props.of;
  const notes = [
    ...(guess === undefined ? [] : ["a guess: off unless you tick it"]),
    ...(keys < props.among ? [`in ${formatCount(keys)} of ${formatCount(props.among)} keys`] : []),
  ];
  return (
    <div class="fix">
      <label>
        <input
          type="checkbox"
          disabled={isRunning.value}
          checked={props.checked}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        {guess}
        {varies ? `${title}, and the like` : title}
      </label>
      {notes.length > 0 && <small>{notes.join("; ")}</small>}
    </div>
  );
}
