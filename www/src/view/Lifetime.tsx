import { base, now, remove, session, set } from "../state/document";
import { formatDate, formatDistance, fromInput, toInput } from "../words/time";
import { type Described, Row, Switch } from "./fields";

const presets: [label: string, seconds: number][] = [
  ["1 day", 86_400],
  ["1 week", 604_800],
  ["30 days", 2_592_000],
  ["1 year", 31_536_000],
];

export function Lifetime() {
  return (
    <>
      <Expiry />
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
          <input
            {...described}
            type="datetime-local"
            value={isNever ? "" : toInput(expires)}
            onChange={(event) => {
              const seconds = fromInput(event.currentTarget.value);
              if (seconds !== undefined) set(path, String(seconds));
            }}
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
  return formatDate(expires) ? formatDistance(expires, now.value) : "beyond any calendar: the key does not expire";
}

function Status() {
  const isActive = session.value.is_inactive !== true;
  const path = ["is_inactive"];
  return (
    <Row
      id="status"
      label="Status"
      paths={[path]}
      was={base.value?.session.is_inactive === true ? "inactive" : "active"}
    >
      {(described: Described) => (
        <Switch
          label="Active"
          checked={isActive}
          attributes={{ ...described }}
          onChange={(active) => {
            if (!active) set(path, "true");
            // Missing says active too: a member that was not loaded is not left behind.
            else if (base.value && base.value.session.is_inactive === undefined) remove(path);
            else set(path, "false");
          }}
        />
      )}
    </Row>
  );
}
