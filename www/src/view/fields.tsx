import { batch, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Issue } from "tyk-session";
import { arrival, at, base, changes, literalAt, remove, revert, session, set, text } from "../state/document";
import { markUnclear } from "../state/drafts";
import { issuesAt, leadsTo } from "../state/issues";
import { formatDuration, parseDuration } from "../words/duration";
import { done } from "./done";
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
  /** The members this row speaks for. */
  paths: string[][];
  /** What was loaded, in words, for the button back to it. */
  was?: string | undefined;
  /** The label belongs to a group of controls. */
  group?: boolean;
  echo?: ComponentChildren;
  /** Gets for each member what its control needs. */
  children: (...described: Described[]) => ComponentChildren;
}) {
  const { id, label, paths, was, group, echo } = props;
  const issues = issuesAt(...paths);
  const edited = base.value !== undefined && isChanged(paths);
  const described = paths.map((member): Described => {
    const isInvalid = issues.some(({ severity, path }) => severity === "error" && leadsTo(member, path));
    return {
      id,
      "aria-describedby": `${id}-echo ${id}-badges ${id}-messages`,
      ...(isInvalid ? { "aria-invalid": "true" } : {}),
    };
  });
  return (
    <div class={edited ? "row edited" : "row"} {...(group ? { role: "group", "aria-labelledby": `${id}-label` } : {})}>
      {group ? <span id={`${id}-label`}>{label}</span> : <label for={id}>{label}</label>}
      <div>
        <div class="in">
          {props.children(...described)}
          {edited && was !== undefined && (
            <button
              type="button"
              class="link"
              onClick={(event) => {
                revert(paths);
                done(event.currentTarget, `${label} is back`);
              }}
            >
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
  /** A press leaves the focus in the field where it is: what happens when it is left would turn the switch first. */
  keepsFocus?: boolean;
  onChange: (checked: boolean) => void;
  attributes?: Record<string, unknown>;
}) {
  return (
    <label onMouseDown={(event) => props.keepsFocus && event.preventDefault()}>
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

/** Turns a member on or off. Missing says off too: a member that was not loaded is not left behind. */
export function turn(path: string[], on: boolean): void {
  if (on) set(path, "true");
  else if (base.value && at(base.value.session, path) === undefined) remove(path);
  else set(path, "false");
}

/** What was typed into a field, and the text that the page had before and has since. */
interface Typed {
  typed: string;
  before: string;
  after: string;
  /** What the field's member said then: when it says something else, it was changed elsewhere. */
  value: string;
  arrival: number;
}

/**
 * A field for a member's literal. What is typed is written to the text while it is understood; while it is not, the text
 * says what it said before, and the review waits.
 */
export function Draft(props: {
  read: () => string;
  write: (literal: string) => void;
  format: (literal: string) => string;
  /** The literal, or nothing when the input is not understood. */
  parse: (input: string) => string | undefined;
  hint: string | ((typed: string) => string);
  /** Not read out at once, where each input is unclear until it is complete. */
  isQuiet?: boolean;
  class?: string;
  attributes: Record<string, unknown> & { id: string };
}) {
  const draft = useSignal<Typed | undefined>(undefined);
  const { id } = props.attributes;
  const value = props.read();
  const isCurrent = draft.value?.value === value && draft.value.arrival === arrival.value;
  const current = isCurrent ? draft.value : undefined;
  const shown = current?.typed ?? props.format(value);
  const isUnclear = current !== undefined && props.parse(current.typed) === undefined;
  useLayoutEffect(() => (isUnclear ? markUnclear(id) : undefined), [isUnclear, id]);
  const type = (typed: string) => {
    const before = current?.after === text.value ? current.before : text.value;
    const literal = props.parse(typed);
    batch(() => {
      text.value = before;
      if (literal !== undefined) props.write(literal);
    });
    draft.value = { typed, before, after: text.value, value: props.read(), arrival: arrival.value };
  };
  return (
    <>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        {...props.attributes}
        class={props.class}
        {...(isUnclear ? { "aria-invalid": "true" } : {})}
        size={Math.max(8, shown.length + 1)}
        value={shown}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => {
          if (!isUnclear || shown === "") draft.value = undefined;
        }}
      />
      {isUnclear && (
        <span class="err sub" role={props.isQuiet ? undefined : "alert"}>
          {typeof props.hint === "string" ? props.hint : props.hint(shown)}
        </span>
      )}
    </>
  );
}

const greatest = 2n ** 63n - 1n;

/** Digits that a gateway can read as a whole number. */
function isInt64(digits: string): boolean {
  return /^-?(0|[1-9]\d*)$/.test(digits) && BigInt(digits) <= greatest && BigInt(digits) >= -greatest - 1n;
}

export function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : 0;
}

/** Whether a field for a number can show what stands there. */
export function isShown(path: string[], holder = session.value): boolean {
  return literalAt(path, holder) !== "" || (at(holder, path) ?? undefined) === undefined;
}

/** What stands in an empty field: of a value that no field can show, that it is there. */
export function placeholder(path: string[], none: string, holder = session.value): string {
  if (isShown(path, holder)) return none;
  return typeof at(holder, path) === "number" ? "too large" : "no number";
}

const write = (path: string[], literal: string) => (literal === "" ? remove(path) : set(path, literal));

interface NumericField {
  path: string[];
  integer: boolean;
  attributes: Record<string, unknown> & { id: string };
}

/** A number. An empty field removes the member, or writes what stands for none. */
export function NumberField(props: NumericField & { none?: string; format?: (literal: string) => string }) {
  const { path, integer, none = "", format = (literal) => literal } = props;
  return (
    <Draft
      read={() => literalAt(path)}
      write={(literal) => write(path, literal === "" ? none : literal)}
      format={format}
      parse={(input) => {
        const literal = input.replace(/[\s,_']/g, "");
        const isNumber = integer ? isInt64(literal) : /^-?(0|[1-9]\d*)(\.\d+)?$/.test(literal);
        return literal === "" || isNumber ? literal : undefined;
      }}
      hint={
        integer
          ? `digits only, such as 1000, at most ${greatest}`
          : "digits only, such as 100 or 0.5, without leading zeros"
      }
      class="n"
      attributes={{ inputmode: integer ? "numeric" : "decimal", ...props.attributes }}
    />
  );
}

/** Digits of seconds, as people say them. */
export function durationOf(literal: string): string {
  const seconds = Number(literal);
  return seconds > 0 && seconds <= Number.MAX_SAFE_INTEGER ? formatDuration(seconds) : literal;
}

/** Seconds, written as people say them. */
export function DurationField({ path, integer, attributes }: NumericField) {
  return (
    <Draft
      read={() => literalAt(path)}
      write={(literal) => write(path, literal)}
      format={durationOf}
      parse={(input) => {
        const plain = input.trim();
        if (plain === "" || isInt64(plain)) return plain;
        const seconds = parseDuration(plain);
        if (seconds === undefined || Math.abs(seconds) > Number.MAX_SAFE_INTEGER) return undefined;
        return integer && !Number.isInteger(seconds) ? undefined : String(seconds);
      }}
      hint={`write for example "90s", "5m" or "1 day", or seconds in digits only, at most ${greatest}`}
      class="d"
      attributes={{ list: "durations", ...attributes }}
    />
  );
}
