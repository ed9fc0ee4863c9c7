import { info } from "../state/connection";
import { base, isOfUse, literalAt, now, session, set } from "../state/document";
import { formatDate, formatDistance, fromInput, toInput } from "../words/time";
import { type Described, Draft, Row, Switch, turn } from "./fields";

const presets: [label: string, seconds: number][] = [
  ["1 day", 86_400],
  ["1 week", 604_800],
  ["30 days", 2_592_000],
  ["1 year", 31_536_000],
];

const year2000 = 946_684_800;

export function Lifetime() {
  return (
    <>
      {isOfUse(["expires"]) && <Expiry />}
      <Status />
    </>
  );
}

function Expiry() {
  const expires = Number(session.value.expires ?? 0);
  const isNever = !(expires > 0);
  const path = ["expires"];
  return (
    <Row
      id="expires"
      label="Expires"
      paths={[path]}
      was={expiryInWords(base.value?.session.expires)}
      echo={echo(expires)}
    >
      {(described: Described) => (
        <>
          <Draft
            read={() => literalAt(path)}
            write={(literal) => set(path, literal)}
            format={(literal) => (Number(literal) > 0 ? toInput(Number(literal)) : "")}
            parse={(input) => {
              const seconds = fromInput(input);
              // While a year is typed, its first digits are a year too.
              return seconds !== undefined && seconds >= year2000 ? String(seconds) : undefined;
            }}
            hint="enter a date in 2000 or later"
            isQuiet
            attributes={{ ...described, type: "datetime-local", max: "9999-12-31T23:59" }}
          />
          UTC
          <Switch
            label="Never"
            checked={isNever}
            onChange={(never) => {
              const last = Number(base.value?.session.expires ?? 0);
              if (never) set(path, "0");
              else set(path, String(last > now.value / 1000 ? last : inSeconds(2_592_000)));
            }}
          />
          <fieldset class="seg">
            <legend class="vh">Expires from now in</legend>
            {presets.map(([label, seconds]) => (
              <button key={label} type="button" onClick={() => set(path, String(inSeconds(seconds)))}>
                {label}
              </button>
            ))}
          </fieldset>
        </>
      )}
    </Row>
  );
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

export function expiryInWords(value: unknown): string {
  const expires = Number(value ?? 0);
  return expires > 0 ? (formatDate(expires) ?? "beyond any calendar") : "never";
}

function echo(expires: number): string {
  if (!(expires > 0)) return "the key does not expire";
  const date = formatDate(expires);
  return date ? `${date}, ${formatDistance(expires, now.value)}` : "beyond any calendar: the key does not expire";
}

function Status() {
  const isActive = session.value.is_inactive !== true;
  const isKey = info.value.subject === "key";
  const words = isKey ? { active: "active", inactive: "inactive" } : { active: "open", inactive: "closed" };
  const path = ["is_inactive"];
  return (
    <Row
      id="status"
      label="Status"
      paths={[path]}
      was={base.value?.session.is_inactive === true ? words.inactive : words.active}
    >
      {(described: Described) => (
        <Switch
          label={isKey ? "Active" : "Organisation open"}
          checked={isActive}
          attributes={{ ...described }}
          onChange={(active) => turn(path, !active)}
        />
      )}
    </Row>
  );
}
