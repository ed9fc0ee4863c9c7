import { at, base, session } from "../state/document";
import { formatCount } from "../words/amount";
import { formatDuration } from "../words/duration";
import { type Described, DurationField, isShown, NumberField, numberOf, placeholder, Row } from "./fields";

/** How often a gateway itself tries a request again that the rate refuses, of the key or (with a path) of one API. */
export function Throttle({ id, path, of }: { id: string; path: string[]; of: string }) {
  const retries = [...path, "throttle_retry_limit"];
  const interval = [...path, "throttle_interval"];
  const loaded = at(base.value?.session, path);
  return (
    <Row
      id={id}
      label="Throttle"
      paths={[retries, interval]}
      was={loaded ? throttleInWords(loaded) : undefined}
      echo={[retries, interval].every((member) => isShown(member)) ? echo(at(session.value, path)) : ""}
    >
      {(ofRetries: Described, ofInterval: Described) => (
        <>
          <NumberField
            path={retries}
            integer
            attributes={{ ...ofRetries, placeholder: placeholder(retries, "none") }}
          />
          retries, one every
          <DurationField
            path={interval}
            integer={false}
            attributes={{
              ...ofInterval,
              id: `${id}-interval`,
              "aria-label": `Time between retries${of}`,
              placeholder: placeholder(interval, "no pause"),
            }}
          />
        </>
      )}
    </Row>
  );
}

function valuesOf(limit: unknown): [retries: number, interval: number] {
  return [numberOf(at(limit, ["throttle_retry_limit"])), numberOf(at(limit, ["throttle_interval"]))];
}

const longest = 31_536_000;

/** Whether people can make something of these numbers: none of them is odd, and no request is held for years. */
function isPlain(retries: number, interval: number): boolean {
  const isOfUse = retries > 0 && interval > 0;
  return Number.isSafeInteger(retries) && (!isOfUse || (interval >= 0.001 && retries * interval <= longest));
}

/** "3 retries, one every 2 seconds", "off" */
function throttleInWords(limit: unknown): string {
  const [retries, interval] = valuesOf(limit);
  if (!isPlain(retries, interval)) return "odd numbers";
  if (!(retries > 0)) return "off";
  const said = retries === 1 ? "1 retry" : `${formatCount(retries)} retries`;
  return interval > 0 ? `${said}, one every ${formatDuration(interval)}` : `${said} without a pause`;
}

function echo(limit: unknown): string {
  const [retries, interval] = valuesOf(limit);
  if (!isPlain(retries, interval)) return "";
  if (!(retries > 0)) return "off: a request over the rate gets 429 at once";
  const often = retries === 1 ? "once" : `up to ${formatCount(retries)} times`;
  if (!(interval > 0)) return `a request over the rate is tried again ${often} without a pause, then gets 429`;
  const held = retries * interval;
  const most = formatDuration(held < 10 ? Number(held.toPrecision(3)) : Math.round(held));
  return `a request over the rate is held and tried again ${often}, for ${most} at most, then gets 429`;
}
