import { at, base, remove, session, set, writtenAt } from "../state/document";
import { select } from "../state/place";
import { mask, maskedAt } from "../words/secrets";
import { type Described, Switch, turn } from "./fields";

/** Far more than a line shows. */
const longest = 160;

/** Whether an input of one line shows this text as it is: it would drop a line break, and with the next key the text. */
export function isLine(value: unknown): value is string {
  return typeof value === "string" && !/[\r\n]/.test(value);
}

/** Whether nothing stands there: to a gateway, null is the same as a member that is missing. */
export function isNothing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The JSON of a value, masked, and cut where it is long. */
export function jsonAt(path: string[]): string {
  const json = maskedAt(path, writtenAt(path) ?? "nested too deeply");
  return json.length > longest ? `${json.slice(0, longest)}…` : json;
}

/** In place of a field, where the text says something that no field can show: the JSON of it, and the way there. */
export function InText({ path, isMasked }: { path: string[]; isMasked?: boolean }) {
  return (
    <>
      <code>{isMasked ? mask : jsonAt(path)}</code>
      <button type="button" class="link" onClick={() => select(path)}>
        Edit<span class="vh"> {path.at(-1)}</span> in the text
      </button>
    </>
  );
}

/** Members without a field: the ways to where they stand in the text. */
export function TextOnly({ names, path }: { names: string[]; path: string[] }) {
  return (
    <>
      {names.map((name) => (
        <button key={name} type="button" class="link" onClick={() => select([...path, name])}>
          <code>{name}</code>
        </button>
      ))}
    </>
  );
}

/** A text. Emptied, a member that was not loaded goes, unless it is one that people name. */
export function TextField(props: {
  path: string[];
  attributes: Described & Record<string, unknown>;
  class?: string;
  isNamed?: boolean;
}) {
  const { path } = props;
  const value = at(session.value, path);
  if (!isNothing(value) && !isLine(value)) return <InText path={path} />;
  return (
    <input
      type="text"
      autocomplete="off"
      {...props.attributes}
      class={props.class}
      value={value ?? ""}
      onInput={({ currentTarget }) => {
        const isNew = base.value && at(base.value.session, path) === undefined;
        if (currentTarget.value === "" && isNew && !props.isNamed) remove(path);
        else set(path, JSON.stringify(currentTarget.value));
      }}
    />
  );
}

/** On or off. */
export function FlagField(props: { path: string[]; label: string; attributes: Described & Record<string, unknown> }) {
  const { path, label, attributes } = props;
  const value = at(session.value, path);
  if (!isNothing(value) && typeof value !== "boolean")
    return (
      <>
        {label} <InText path={path} />
      </>
    );
  return (
    <Switch
      label={label}
      checked={value === true}
      attributes={attributes}
      onChange={(checked) => turn(path, checked)}
    />
  );
}

/** What was loaded of a text, for the way back to it. */
export function textInWords(path: string[]): string {
  const value = at(base.value?.session, path);
  if (isNothing(value) || value === "") return "empty";
  if (!isLine(value)) return "not a line of text";
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}

/** What was loaded of a switch. */
export function flagInWords(...paths: string[][]): string {
  return paths.some((path) => at(base.value?.session, path) === true) ? "on" : "off";
}
