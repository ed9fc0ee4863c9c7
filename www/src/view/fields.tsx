import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Issue } from "tyk-session";
import { base, changes, revert } from "../state/document";
import { issuesAt, leadsTo } from "../state/issues";
import { formatDuration, parseDuration } from "../words/duration";
import { Icon } from "./Icon";
import { Badges, Messages } from "./Messages";

export function isChanged(paths: string[][]): boolean {
  return changes.value.some((change) => paths.some((path) => leadsTo(path, change.path) || leadsTo(change.path, path)));
}

/** The issues at exactly this member. */
export function badgeIssues(path: string[]): Issue[] {
  return issuesAt(path).filter((issue) => issue.path.length === path.length);
}

/** What a control inside a row needs to know of it. */
export interface Described {
  id: string;
  "aria-describedby": string;
  "aria-invalid"?: "true";
}

/** A label, its controls, what changed about them, and what is wrong with them. */
export function Row(props: {
  id: string;
  label: string;
  /** The members this row speaks for; the first is the one that can be invalid. */
  paths: string[][];
  /** What was loaded, in words, for the button back to it. */
  was?: string | undefined;
  /** The label belongs to a group of controls. */
  group?: boolean;
  echo?: ComponentChildren;
  children: (described: Described) => ComponentChildren;
}) {
  const { id, label, paths, was, group, echo } = props;
  const issues = issuesAt(...paths);
  const edited = base.value !== undefined && isChanged(paths);
  const invalid = issues.some(({ severity, path }) => severity === "error" && paths[0] && leadsTo(paths[0], path));
  const described: Described = {
    id,
    "aria-describedby": `${id}-echo ${id}-badges ${id}-messages`,
    ...(invalid ? { "aria-invalid": "true" } : {}),
  };
  return (
    <div class={edited ? "row edited" : "row"} {...(group ? { role: "group", "aria-labelledby": `${id}-label` } : {})}>
      {group ? <span id={`${id}-label`}>{label}</span> : <label for={id}>{label}</label>}
      <div>
        <div class="in">
          {props.children(described)}
          {edited && was !== undefined && (
            <button type="button" class="link" onClick={() => revert(paths)}>
              <Icon of="undo" /> was {was}
              <span class="vh">: put {label} back</span>
            </button>
          )}
          <Badges id={id} issues={issues} />
        </div>
        <div class="sub" id={`${id}-echo`}>
          {echo}
        </div>
        <Messages id={id} issues={issues} />
      </div>
    </div>
  );
}

/** On or off. */
export function Switch(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  attributes?: Record<string, unknown>;
}) {
  return (
    <label>
      <input
        type="checkbox"
        role="switch"
        {...props.attributes}
        checked={props.checked}
        aria-checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

/** A text field whose content is written to the text as soon as it can be understood; until then the text keeps what it says. */
function Draft<Value>(props: {
  value: Value;
  format: (value: Value) => string;
  parse: (input: string) => Value | undefined;
  onValue: (value: Value) => void;
  hint: string;
  class: string;
  attributes: Record<string, unknown>;
}) {
  const draft = useSignal<string | undefined>(undefined);
  const shown = draft.value ?? props.format(props.value);
  const understood = draft.value === undefined || props.parse(draft.value) !== undefined;
  const invalid = understood ? props.attributes["aria-invalid"] : "true";
  return (
    <>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        {...props.attributes}
        class={props.class}
        aria-invalid={invalid as "true" | undefined}
        value={shown}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
          const value = props.parse(draft.value);
          if (value !== undefined) props.onValue(value);
        }}
        onBlur={() => {
          if (understood) draft.value = undefined;
        }}
      />
      {!understood && (
        <span class="err sub" role="alert">
          {props.hint}
        </span>
      )}
    </>
  );
}

/** A number as its JSON literal, so that an int64 stays what it is; "" where the member is missing. */
export function NumberField(props: {
  value: string;
  integer: boolean;
  onValue: (literal: string) => void;
  attributes: Record<string, unknown>;
}) {
  const pattern = props.integer ? /^-?(0|[1-9]\d*)$/ : /^-?(0|[1-9]\d*)(\.\d+)?$/;
  return (
    <Draft
      value={props.value}
      format={(literal) => literal}
      parse={(input) => {
        const literal = input.replace(/[\s,_']/g, "");
        return literal === "" || pattern.test(literal) ? literal : undefined;
      }}
      onValue={props.onValue}
      hint={props.integer ? "not a whole number" : "not a number"}
      class="n"
      attributes={{ inputmode: props.integer ? "numeric" : "decimal", ...props.attributes }}
    />
  );
}

/** Seconds, written as people say them; "" where the member is missing. */
export function DurationField(props: {
  value: string;
  integer: boolean;
  onValue: (literal: string) => void;
  attributes: Record<string, unknown>;
}) {
  return (
    <Draft
      value={props.value}
      format={(literal) => (literal === "" || Number(literal) <= 0 ? literal : formatDuration(Number(literal)))}
      parse={(input) => {
        if (input.trim() === "") return "";
        const seconds = parseDuration(input);
        return seconds === undefined || (props.integer && !Number.isInteger(seconds)) ? undefined : String(seconds);
      }}
      onValue={props.onValue}
      hint='not a duration, write for example "90s", "5m" or "1 day"'
      class="d"
      attributes={{ list: "durations", ...props.attributes }}
    />
  );
}
