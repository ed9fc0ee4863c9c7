import { useSignal } from "@preact/signals";
import { info } from "../state/connection";
import { usedOf } from "../state/counter";
import { arrival, at, base, isOfUse, now, type Session, session, set } from "../state/document";
import { isUnclear } from "../state/drafts";
import { formatCount } from "../words/amount";
import { formatDuration } from "../words/duration";
import { formatDate, formatDistance } from "../words/time";
import { type Described, DurationField, NumberField, numberOf, placeholder, Row, Switch } from "./fields";
import { Throttle } from "./Throttle";

const rounded = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

function inWords(amount: unknown): string {
  if (typeof amount === "bigint") return formatCount(amount);
  return Number.isFinite(amount) ? formatCount(numberOf(amount)) : "beyond any number";
}

/** The members of a limit that have a field. */
export const limitMembers = [
  "rate",
  "per",
  "quota_max",
  "quota_renewal_rate",
  "quota_remaining",
  "quota_renews",
  "throttle_retry_limit",
  "throttle_interval",
];

/** "100 a minute", "no rate" */
export function rateInWords(limit: unknown): string {
  const rate = at(limit, ["rate"]);
  const per = numberOf(at(limit, ["per"]));
  return numberOf(rate) > 0 && per > 0 ? `${inWords(rate)} per ${perInWords(per)}` : "no rate";
}

/** "10,000 every day", "no quota" */
export function quotaInWords(limit: unknown): string {
  const max = at(limit, ["quota_max"]);
  const renewal = numberOf(at(limit, ["quota_renewal_rate"]));
  if (numberOf(max) <= 0) return "no quota";
  return renewal > 0 ? `${inWords(max)} per ${perInWords(renewal)}` : `${inWords(max)} in all`;
}

function perInWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return "a period beyond any number";
  return formatDuration(seconds).replace(/^1 /, "");
}

/** Rate, quota and throttle, of the key or (with a path) of one API. */
export function Limits(props: { path: string[]; of: string }) {
  const { path } = props;
  const id = path.length === 0 ? "key" : `api-${path[1]}`;
  return (
    <>
      <Rate id={`${id}-rate`} path={path} of={props.of} />
      <Quota id={`${id}-quota`} path={path} of={props.of} />
      {isOfUse(["throttle_retry_limit", "throttle_interval"], path) && (
        <Throttle id={`${id}-throttle`} path={path} of={props.of} />
      )}
    </>
  );
}

function Rate({ id, path, of }: { id: string; path: string[]; of: string }) {
  const rate = [...path, "rate"];
  const per = [...path, "per"];
  const loaded = at(base.value?.session, path);
  return (
    <Row
      id={id}
      label="Rate"
      paths={[rate, per]}
      was={loaded ? rateInWords(loaded) : undefined}
      echo={pace(at(session.value, rate), at(session.value, per))}
    >
      {(ofRate: Described, ofPer: Described) => (
        <>
          <NumberField
            path={rate}
            integer={false}
            attributes={{ ...ofRate, placeholder: placeholder(rate, "unlimited") }}
          />
          requests per
          <DurationField
            path={per}
            integer={false}
            attributes={{
              ...ofPer,
              id: `${id}-per`,
              "aria-label": `Period of the rate${of}`,
              placeholder: placeholder(per, "period"),
            }}
          />
        </>
      )}
    </Row>
  );
}

/** What a rate comes to: "1.7 requests a second on average", "1 request every 54 seconds on average". */
function pace(rate: unknown, per: unknown): string {
  const amount = numberOf(rate);
  const seconds = numberOf(per);
  if (!(amount > 0)) return `not limited: ${rate === undefined ? "no rate" : "a rate of 0 or less"} means no limit`;
  if (!(seconds > 0)) return `not limited: ${per === undefined ? "no period" : "a period of 0 or less"} means no limit`;
  const gap = seconds / amount;
  if (!(Number.isFinite(gap) && gap > 0)) return "beyond any number";
  const said =
    gap <= 1
      ? `${rounded.format(1 / gap)} ${gap === 1 ? "request" : "requests"} a second`
      : `1 request every ${gap < 10 ? `${rounded.format(gap)} seconds` : formatDuration(Math.round(gap))}`;
  return `${said} on average`;
}

function Quota({ id, path, of }: { id: string; path: string[]; of: string }) {
  const max = [...path, "quota_max"];
  const renewal = [...path, "quota_renewal_rate"];
  const amount = numberOf(at(session.value, max));
  const loaded = at(base.value?.session, path);
  // While somebody is at the fields they stay, whatever they say; with another text that ends.
  const opened = useSignal<number | undefined>(undefined);
  const isOpen = opened.value === arrival.value;
  const isUnlimited = amount <= 0 && !isOpen;
  const leave = (event: FocusEvent & { currentTarget: HTMLElement }) => {
    const { currentTarget, relatedTarget, target } = event;
    // Another window has the focus now: the field will have it again.
    const isAway = document.activeElement === target;
    const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isAway && !isInside && !isUnclear(id)) opened.value = undefined;
  };
  return (
    <Row
      id={id}
      label="Quota"
      group
      paths={[max, renewal, [...path, "quota_remaining"], [...path, "quota_renews"]]}
      was={loaded ? quotaInWords(loaded) : undefined}
      echo={
        isOpen && amount <= 0
          ? "not limited: 0 or less, or no number, means unlimited"
          : path.length === 0 && base.value && <UsedWhenLoaded of={base.value.session} />
      }
    >
      {(ofMax: Described, ofRenewal: Described) => (
        <span class="in" onFocusOut={leave}>
          <Switch
            label="Unlimited"
            keepsFocus
            checked={isUnlimited}
            onChange={(unlimited) => {
              opened.value = unlimited ? undefined : arrival.value;
              if (unlimited) set(max, "-1");
              else requestAnimationFrame(() => document.getElementById(id)?.focus());
            }}
          />
          {!isUnlimited && (
            <span
              class="in"
              onFocusIn={() => {
                opened.value = arrival.value;
              }}
            >
              <NumberField
                path={max}
                integer
                none="-1"
                format={(literal) => (Number(literal) > 0 ? literal : "")}
                attributes={{
                  ...ofMax,
                  "aria-label": `Quota${of}, requests`,
                  placeholder: amount > 0 ? placeholder(max, "") : "number",
                }}
              />
              requests every
              <DurationField
                path={renewal}
                integer
                attributes={{
                  ...ofRenewal,
                  id: `${id}-renewal`,
                  "aria-label": `Renewal period${of}`,
                  placeholder: placeholder(renewal, "never"),
                }}
              />
            </span>
          )}
        </span>
      )}
    </Row>
  );
}

function UsedWhenLoaded({ of: read }: { of: Session }) {
  if (usedOf(read)) return <Used of={read} said="When loaded" />;
  const isCounted = info.value.subject === "key" && numberOf(read.quota_max) > 0;
  return isCounted ? "how much of it is used is not told: gateways answer the same for none and for all" : null;
}

/** What the live counter said when the key was read. A gateway computes it for keys, not for organisations. */
export function Used({ of: read, said: when }: { of: Session; said: string }) {
  const known = usedOf(read);
  if (!known) return null;
  const { used, max } = known;
  const renews = numberOf(read.quota_renews);
  const said = `${formatCount(used)} of ${formatCount(max)}`;
  return (
    <>
      <div class="in">
        <span>
          {when}: <b>{formatCount(used)}</b> of {formatCount(max)} used
        </span>
        <span class="grow" />
        {renews > now.value / 1000 && (
          <span>
            resets {formatDate(renews)}, {formatDistance(renews, now.value)}
          </span>
        )}
      </div>
      <meter
        min={0}
        max={max}
        low={max * 0.8}
        high={max * 0.95}
        optimum={0}
        value={used}
        aria-label={`Quota used, ${said}`}
      >
        {said}
      </meter>
    </>
  );
}
