import { info, target } from "../state/connection";
import { at, base, isOfUse, isThere, literalAt, session, set } from "../state/document";
import { formatDuration } from "../words/duration";
import { formatDate } from "../words/time";
import { done } from "./done";
import {
  type Described,
  DurationField,
  durationOf,
  isShown,
  NumberField,
  numberOf,
  placeholder,
  Row,
  Switch,
  turn,
} from "./fields";
import { FlagField, flagInWords, InText, isLine, isNothing, textInWords } from "./values";

export const advancedMembers = [
  "enable_detailed_recording",
  "enable_detail_recording",
  "allowance",
  "data_expires",
  "session_lifetime",
  "max_query_depth",
  "org_id",
  "last_updated",
  "date_created",
];

export function Advanced() {
  const isOrganisation = info.value.subject === "organisation";
  return (
    <>
      <Recording />
      <NumberRow
        label="Allowance"
        path={["allowance"]}
        none="none"
        echo={
          isOrganisation
            ? "legacy: current gateways ignore it, but the documentation wants it to equal the rate"
            : "legacy: current gateways ignore it"
        }
      />
      {(isOrganisation || isThere(["data_expires"])) && (
        <NumberRow
          label="Analytics"
          path={["data_expires"]}
          none="by the API"
          isDuration
          echo={
            isOrganisation
              ? "how long analytics are kept, where the gateway enforces it"
              : "how long analytics are kept: of organisations only"
          }
        />
      )}
      {isOfUse(["session_lifetime"]) && (
        <NumberRow label="Stored for" path={["session_lifetime"]} none="no end" isDuration echo={lifetimeEcho()} />
      )}
      {isOfUse(["max_query_depth"]) && (
        <NumberRow label="Query depth" path={["max_query_depth"]} none="unlimited" echo={depthEcho()} />
      )}
      <Organisation />
      {isThere(["last_updated", "date_created"]) && <ReadOnly />}
    </>
  );
}

/** Either of two members turns it on; the older name is deprecated. */
function Recording() {
  const path = ["enable_detailed_recording"];
  const older = ["enable_detail_recording"];
  const isOnByOlder = at(session.value, older) === true;
  const isBoolean = isNothing(at(session.value, path)) || typeof at(session.value, path) === "boolean";
  return (
    <Row
      id="recording"
      label="Recording"
      group
      paths={[path, older]}
      was={flagInWords(path, older)}
      echo="in the analytics, where the gateway has them on: whoever may read them sees the contents of requests"
    >
      {(described: Described) =>
        isOnByOlder && isBoolean ? (
          <Switch
            label={recordingLabel}
            checked
            attributes={{ ...described }}
            onChange={() => {
              if (at(session.value, path) === true) turn(path, false);
              turn(older, false);
            }}
          />
        ) : (
          <>
            <FlagField path={path} label={recordingLabel} attributes={{ ...described }} />
            {!isNothing(at(session.value, older)) && typeof at(session.value, older) !== "boolean" && (
              <span class="in">
                <code>{older[0]}</code> <InText path={older} />
              </span>
            )}
          </>
        )
      }
    </Row>
  );
}

const recordingLabel = "Record requests and responses in full";

function NumberRow(props: { label: string; path: [string]; none: string; isDuration?: boolean; echo: string }) {
  const { label, path, none, isDuration, echo } = props;
  const id = path[0];
  const loaded = base.value?.session ?? {};
  const literal = literalAt(path, loaded) || placeholder(path, "empty", loaded);
  const was = isDuration ? durationOf(literal) : literal;
  return (
    <Row id={id} label={label} paths={[path]} was={was} echo={isShown(path) ? echo : ""}>
      {(described: Described) => {
        const attributes = { ...described, placeholder: placeholder(path, none) };
        const isInteger = id !== "allowance";
        return isDuration ? (
          <DurationField path={path} integer={isInteger} attributes={attributes} />
        ) : (
          <NumberField path={path} integer={isInteger} attributes={attributes} />
        );
      }}
    </Row>
  );
}

function lifetimeEcho(): string {
  const seconds = numberOf(session.value.session_lifetime);
  const { post_expiry_action: action } = session.value;
  if (action === "delete" || action === "retain") return "post_expiry_action says when the store drops the key";
  if (!(seconds > 0)) return "the store keeps the key, unless the settings of the API or the gateway say otherwise";
  return `the store drops the key ${formatDuration(seconds)} after its last update`;
}

function depthEcho(): string {
  const depth = numberOf(session.value.max_query_depth);
  if (!(depth > 0)) return "GraphQL queries may be any number of levels deep";
  return `GraphQL queries may be ${literalAt(["max_query_depth"])} ${depth === 1 ? "level" : "levels"} deep`;
}

function Organisation() {
  const { org_id } = session.value;
  return (
    <Row id="organisation" label="Organisation" paths={[["org_id"]]} was={textInWords(["org_id"])}>
      {(described: Described) => (
        <>
          {isNothing(org_id) || isLine(org_id) ? (
            <input {...described} type="text" class="mono wide" readOnly value={org_id ?? ""} />
          ) : (
            <InText path={["org_id"]} />
          )}
          {!org_id && target.value?.organisation && (
            <button
              type="button"
              class="link"
              onClick={(event) => {
                set(["org_id"], JSON.stringify(target.value?.organisation));
                done(event.currentTarget, "the organisation is filled in");
              }}
            >
              Fill in
            </button>
          )}
        </>
      )}
    </Row>
  );
}

/** What the gateway itself writes. */
function ReadOnly() {
  const paths = [["last_updated"], ["date_created"]];
  return (
    <Row id="read-only" label="Read only" group paths={paths}>
      {() => (
        <dl class="kv">
          {paths
            .filter((path) => at(session.value, path) !== undefined)
            .map((path) => (
              <div key={path[0]}>
                <dt>
                  <code>{path[0]}</code>
                </dt>
                <dd>{dateOf(at(session.value, path)) ?? <InText path={path} />}</dd>
              </div>
            ))}
        </dl>
      )}
    </Row>
  );
}

/** A date as a gateway writes it: Unix seconds in a string, or RFC 3339. */
function dateOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value)) return formatDate(Number(value));
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : formatDate(milliseconds / 1000);
}
