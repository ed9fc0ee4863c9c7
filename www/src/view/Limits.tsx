import { useSignal } from "@preact/signals";
import { info } from "../state/connection";
import { at, base, now, remove, type Session, session, set } from "../state/document";
import { formatDuration } from "../words/duration";
import { formatDate, formatDistance } from "../words/time";
import { type Described, DurationField, NumberField, Row, Switch } from "./fields";

const numberOf = (value: unknown) => (typeof value === "number" || typeof value === "bigint" ? Number(value) : 0);
const literalOf = (value: unknown) => (typeof value === "number" || typeof value === "bigint" ? String(value) : "");
const write = (path: string[], literal: string) => (literal === "" ? remove(path) : set(path, literal));
const count = new Intl.NumberFormat("en");

/** "100 a minute", "no rate" */
export function rateInWords(limit: unknown): string {
  const rate = numberOf(at(limit, ["rate"]));
  const per = numberOf(at(limit, ["per"]));
  return rate > 0 && per > 0 ? `${count.format(rate)} per ${perInWords(per)}` : "no rate";
}

/** "10,000 every day", "no quota" */
export function quotaInWords(limit: unknown): string {
  const max = numberOf(at(limit, ["quota_max"]));
  const renewal = numberOf(at(limit, ["quota_renewal_rate"]));
  if (max <= 0) return "no quota";
  return renewal > 0 ? `${count.format(max)} per ${perInWords(renewal)}` : `${count.format(max)} in all`;
}

function perInWords(seconds: number): string {
  return formatDuration(seconds).replace(/^1 /, "");
}

/** Rate and quota, of the key or (with a path) of one API. */
export function Limits(props: { path: string[]; of: string }) {
  const { path } = props;
  const id = path.length === 0 ? "key" : `api-${path[1]}`;
  return (
    <>
      <Rate id={`${id}-rate`} path={path} of={props.of} />
      <Quota id={`${id}-quota`} path={path} of={props.of} />
    </>
  );
}

function Rate({ id, path, of }: { id: string; path: string[]; of: string }) {
  const rate = [...path, "rate"];
  const per = [...path, "per"];
  const limit = at(session.value, path);
  const amount = numberOf(at(limit, ["rate"]));
  const seconds = numberOf(at(limit, ["per"]));
  const loaded = at(base.value?.session, path);
  return (
    <Row
      id={id}
      label="Rate"
      paths={[rate, per, [...path, "allowance"]]}
      was={loaded ? rateInWords(loaded) : undefined}
      echo={
        amount > 0 && seconds > 0
          ? `${formatNumber(seconds)} ${seconds === 1 ? "second" : "seconds"} on the wire, ${formatNumber(amount / seconds)} requests a second on average`
          : `not limited: ${amount > 0 ? "a period that is 0 or missing" : "a rate that is 0 or missing"} means no limit`
      }
    >
      {(described: Described) => (
        <>
          <NumberField
            value={literalOf(at(limit, ["rate"]))}
            integer={false}
            onValue={(literal) => write(rate, literal)}
            attributes={{ ...described, placeholder: "unlimited" }}
          />
          requests per
          <DurationField
            value={literalOf(at(limit, ["per"]))}
            integer={false}
            onValue={(literal) => write(per, literal)}
            attributes={{
              ...described,
              id: `${id}-per`,
              "aria-label": `Period of the rate${of}`,
              placeholder: "period",
            }}
          />
        </>
      )}
    </Row>
  );
}

function Quota({ id, path, of }: { id: string; path: string[]; of: string }) {
  const max = [...path, "quota_max"];
  const renewal = [...path, "quota_renewal_rate"];
  const limit = at(session.value, path);
  const amount = numberOf(at(limit, ["quota_max"]));
  const loaded = at(base.value?.session, path);
  // Until a number is typed, the text still says unlimited: there is none to bring back.
  const isAsking = useSignal(false);
  const isUnlimited = amount <= 0 && !isAsking.value;
  const last = useSignal("");
  if (amount > 0) last.value = literalOf(at(limit, ["quota_max"]));
  return (
    <Row
      id={id}
      label="Quota"
      group
      paths={[max, renewal, [...path, "quota_remaining"], [...path, "quota_renews"]]}
      was={loaded ? quotaInWords(loaded) : undefined}
      echo={path.length === 0 && base.value ? <Used of={base.value.session} said="When loaded" /> : undefined}
    >
      {(described: Described) => (
        <>
          <Switch
            label="Unlimited"
            checked={isUnlimited}
            onChange={(unlimited) => {
              isAsking.value = !unlimited;
              if (unlimited) set(max, "-1");
              else if (last.value) set(max, last.value);
            }}
          />
          {!isUnlimited && (
            <span class="in">
              <NumberField
                value={amount > 0 ? literalOf(at(limit, ["quota_max"])) : ""}
                integer
                onValue={(literal) => set(max, literal === "" ? "-1" : literal)}
                attributes={{ ...described, "aria-label": `Quota${of}, requests` }}
              />
              requests every
              <DurationField
                value={literalOf(at(limit, ["quota_renewal_rate"]))}
                integer
                onValue={(literal) => write(renewal, literal)}
                attributes={{
                  ...described,
                  id: `${id}-renewal`,
                  "aria-label": `Renewal period${of}`,
                  placeholder: "never",
                }}
              />
            </span>
          )}
        </>
      )}
    </Row>
  );
}

/** What the live counter said when the key was read. A gateway computes it for keys, not for organisations. */
export function Used({ of: read, said: when }: { of: Session; said: string }) {
  const max = numberOf(read.quota_max);
  if (max <= 0 || read.quota_remaining === undefined || info.value.subject !== "key") return null;
  const used = Math.max(0, max - numberOf(read.quota_remaining));
  const renews = numberOf(read.quota_renews);
  const said = `${count.format(used)} of ${count.format(max)}`;
  return (
    <>
      <div class="in">
        <span>
          {when}: <b>{count.format(used)}</b> of {count.format(max)} used
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

function formatNumber(value: number): string {
  return new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(value);
}
