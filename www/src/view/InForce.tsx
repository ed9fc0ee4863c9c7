import type { ComponentChildren } from "preact";
import { effective, parse } from "tyk-session";
import { info, names } from "../state/connection";
import { now, place, type Session } from "../state/document";
import { formatDate, formatDistance } from "../words/time";
import { quotaInWords, rateInWords, Used } from "./Limits";
import { policiesOf } from "./Stored";

/** What the gateway goes by now: limits, access and end of the key as it was read back, and the policies that say so. */
export function InForce({ text }: { text: string }) {
  const session = parse(text) as Session;
  const { endpoint, version, context } = place.value;
  const { members } = effective(text, { endpoint, ...(version ? { version } : {}), ...(context ? { context } : {}) });
  const from = (pointer: string) => {
    const origin = members.find((member) => member.pointer.startsWith(pointer));
    const policies = origin && policiesOf(origin);
    return policies ? `, ${policies}` : "";
  };
  const isKey = info.value.subject === "key";
  const rights = Object.entries((session.access_rights ?? {}) as Record<string, { api_name?: string } | null>);
  const apis = rights.map(([id, right]) => names.value[id] ?? (right?.api_name || id));
  const expires = Number(session.expires ?? 0);
  const end = expires > 0 ? (formatDate(expires) ?? "beyond any calendar") : "never";
  return (
    <section class="stack">
      <h3>In force now</h3>
      <dl class="kv">
        {session.is_inactive === true && <Fact name="Status">inactive{from("/is_inactive")}</Fact>}
        <Fact name="Rate">
          {rateInWords(session)}
          {from("/rate")}
        </Fact>
        <Fact name="Quota">
          {quotaInWords(session)}
          {from("/quota_max")}
          <Used of={session} said="Counted" />
        </Fact>
        {isKey && (
          <Fact name="Access">
            {apis.slice(0, 10).join(", ") || "no API"}
            {apis.length > 10 && ` and ${apis.length - 10} more`}
            {from("/access_rights")}
          </Fact>
        )}
        {isKey && (
          <Fact name="Expires">
            {end}
            {expires > 0 && `, ${formatDistance(expires, now.value)}`}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
