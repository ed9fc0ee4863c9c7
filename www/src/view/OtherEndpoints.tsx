import { credential, type Endpoint, type Plan, request, show, translate } from "tyk-session";
import { apiId, endpoint, host, keyId, organisationId, targets, withoutKeyId } from "../state/connection";
import { planned, session } from "../state/document";
import { endpoints } from "../state/endpoints";
import { CopyButton } from "./CopyButton";
import { Icon } from "./Icon";

/** The same edit as the other endpoints would need it. */
export function OtherEndpoints() {
  const plan = planned.value;
  if (!plan) return null;
  const others = (Object.keys(endpoints) as Endpoint[]).filter((name) => name !== endpoint.value);
  return (
    <div class="stack">
      <p>The same edit as the other endpoints would need it. Nothing here is sent to {host.value}.</p>
      {others.map((name) => (
        <Other key={name} plan={plan} endpoint={name} />
      ))}
    </div>
  );
}

function Other({ plan, endpoint }: { plan: Plan; endpoint: Endpoint }) {
  const { query, body, sameKey, differences } = translate(plan, endpoint);
  const command = commandFor(endpoint, query, body);
  return (
    <section class="stack other">
      <header class="in">
        <h3>{endpoints[endpoint].label}</h3>
        <span class={sameKey ? "badge ok" : "badge warn"}>{sameKey ? "the same key" : "another key"}</span>
        <span class="grow" />
        <CopyButton text={() => command} label="Copy as curl" />
      </header>
      <ul>
        {differences.map((difference) => (
          <li key={difference} class="msg note">
            <Icon of="info" label="note" />
            <span>{difference}</span>
          </li>
        ))}
      </ul>
      <details>
        <summary>As curl</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section class="boxed scroll" tabIndex={0} aria-label={`${endpoints[endpoint].label} as curl`}>
          <pre>{withoutKeyId(command)}</pre>
        </section>
      </details>
    </section>
  );
}

/** With a stand-in where the page does not know the id, or the address. */
function commandFor(endpoint: Endpoint, query: string, body: string): string {
  const { subject, needsApi } = endpoints[endpoint];
  const { org_id } = session.value;
  const organisation = typeof org_id === "string" && org_id !== "" ? org_id : organisationId.value || "ORGANISATION-ID";
  const isOn = (name: string) => new URLSearchParams(query).has(name);
  const known = targets.value.find((target) => target.endpoints.includes(endpoint));
  const baseUrl =
    known?.baseUrl ??
    (endpoint.startsWith("gateway") ? "https://gateway.example.com" : "https://dashboard.example.com");
  const outgoing = request({
    endpoint,
    baseUrl,
    body,
    keyId: subject === "organisation" ? organisation : keyId.value.trim() || "KEY-ID",
    ...(needsApi ? { apiId: apiId.value.trim() || "API-ID" } : {}),
    query: {
      ...(isOn("suppress_reset") ? { suppressReset: true } : {}),
      ...(isOn("reset_quota") ? { resetQuota: true } : {}),
      ...(isOn("hashed") ? { hashed: true } : {}),
    },
    credential: credential({ origin: new URL(baseUrl).origin, secret: "stands-for-the-secret" }),
  });
  return show(outgoing, "curl");
}
