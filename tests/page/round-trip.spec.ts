import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import {
  type Context,
  confirm,
  credential,
  type Endpoint,
  fix,
  parse,
  patch,
  plan,
  readParts,
  request,
  stringify,
} from "tyk-session";
import { createSandbox, sandboxBaseUrl } from "../../www/server/sandbox/sandbox";
import { data } from "./fixtures";

const organisation = "5e9d9544a1dcd60001d0ed20";
const keyId = `${organisation}round-trip`;
const endpoints: Endpoint[] = ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"];
const isOrganisation = (endpoint: Endpoint) => endpoint.endsWith("-org");

/** Bodies of real deployments, specifications and documentation, as they were recorded from Tyk gateway 5.13.0. */
function recorded(): string[] {
  const file = new URL("../conformance/recordings/5.13.0.ndjson.gz", import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  const cases = lines.map((line) => JSON.parse(line) as { group: string; body?: string });
  return [...new Set(cases.flatMap(({ group, body }) => (group === "real" && body !== undefined ? [body] : [])))];
}

type Policies = NonNullable<Context["policies"]>;

/** A world in which there is what a body speaks of. */
function sandboxFor(body: string) {
  const session = parse(body) as { access_rights?: object; apply_policies?: string[] | null; apply_policy_id?: string };
  const apis = Object.keys(session.access_rights ?? {});
  const policies = [...(session.apply_policies ?? []), session.apply_policy_id ?? ""].filter((id) => id !== "");
  const access_rights = { a1: { api_id: "a1", api_name: "a1", versions: ["Default"] } };
  const context: Context = {
    org_id: organisation,
    apis: Object.fromEntries(["a1", ...apis].map((id) => [id, { kind: "http" }])) as NonNullable<Context["apis"]>,
    gateway_config: { hash_keys: false, allow_master_keys: false, enforce_org_quotas: true },
    policies: Object.fromEntries(
      policies.map((id) => [id, { org_id: organisation, active: true, rate: 10, per: 1, access_rights }]),
    ) as Policies,
  };
  const before = stringify({ org_id: organisation, rate: 11, per: 3, access_rights });
  const sandbox = createSandbox({
    context,
    names: {},
    keys: { [keyId]: before },
    organisations: { [organisation]: before },
    used: { [keyId]: 3 },
  });
  const secrets = {
    "dashboard-admin-org": sandbox.secrets.admin,
    "dashboard-api": sandbox.secrets.dashboard,
    "gateway-org": sandbox.secrets.gateway,
    "gateway-key": sandbox.secrets.gateway,
  };
  async function exchange(endpoint: Endpoint, method: "GET" | "PUT", sent?: string) {
    const { url, headers } = request({
      endpoint,
      method,
      baseUrl: sandboxBaseUrl,
      keyId: isOrganisation(endpoint) ? organisation : keyId,
      ...(endpoint === "dashboard-api" ? { apiId: "a1" } : {}),
      ...(sent === undefined ? {} : { body: sent }),
      ...(isOrganisation(endpoint) ? {} : { query: { suppressReset: true } }),
      credential: credential({ origin: new URL(sandboxBaseUrl).origin, secret: secrets[endpoint] }),
    });
    const answer = await sandbox.app.fetch(
      new Request(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) }),
    );
    const contentType = answer.headers.get("content-type") ?? "";
    return readParts(endpoint, { method, status: answer.status, contentType, text: await answer.text() });
  }
  return { context, exchange };
}

/** What differs between two texts, but for what the gateway itself writes. */
function differing(endpoint: Endpoint, base: string, edited: string): string[] {
  const { changes } = plan({ endpoint, base, edited, now: Date.now() / 1000 });
  return changes.filter(({ kind }) => kind !== "counter" && kind !== "bookkeeping").map(({ pointer }) => pointer);
}

/** The body as the gateway accepts it; undefined when there is nothing in it to start from. */
function mended(body: string, endpoint: Endpoint): string | undefined {
  try {
    const { text } = fix(body, { endpoint, unsafe: true });
    return typeof parse(text) === "object" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Without examples that are no keys: placeholders of a schema, and an OAuth client. */
const bodies = [...new Set([...recorded(), data("dashboard-key-request.json")])].filter(
  (body) => !/"<(string|any)>"|"client_id"/.test(body),
);

for (const endpoint of endpoints) {
  test(`${endpoint}: of a public body one member is edited, sent and read back, and only that one differs`, async () => {
    const refused: string[] = [];
    let rounds = 0;
    for (const body of bodies) {
      const text = mended(body, endpoint);
      if (text === undefined) {
        refused.push(body.slice(0, 60));
        continue;
      }
      const { context, exchange } = sandboxFor(text);
      const first = await exchange(endpoint, "PUT", text);
      const got = await exchange(endpoint, "GET");
      if ((first.kind !== "updated" && first.kind !== "session") || got.kind !== "session") {
        refused.push(`${first.status} ${"message" in first ? first.message : ""} ${body.slice(0, 60)}`);
        continue;
      }
      for (const [member, value] of [
        ["alias", '"edited in one place"'],
        [
          "enable_detailed_recording",
          String(!(parse(got.session) as Record<string, unknown>).enable_detailed_recording),
        ],
      ] as const) {
        const base = await exchange(endpoint, "GET");
        if (base.kind !== "session") throw new Error("the key is gone");
        const op = Object.hasOwn(parse(base.session) as object, member) ? "replace" : "add";
        const edited = patch(base.session, [{ op, path: `/${member}`, value }]);
        const thought = plan({
          endpoint,
          base: base.session,
          edited,
          context,
          keyId: isOrganisation(endpoint) ? organisation : keyId,
          now: Date.now() / 1000,
          ...(isOrganisation(endpoint) ? {} : { query: { suppress_reset: "1" } }),
        });
        const told = thought.changes.filter(({ kind }) => kind !== "counter");
        expect(told.map(({ pointer }) => pointer)).toEqual([`/${member}`]);
        const { effective, stored } = thought.prediction;
        expect(differing(endpoint, base.session, effective ?? stored ?? "{}"), "by prediction").toEqual([`/${member}`]);
        const put = await exchange(endpoint, "PUT", thought.body);
        expect(put.status).toBe(200);
        const after = await exchange(endpoint, "GET");
        if (after.kind !== "session") throw new Error("the key is gone");
        expect(differing(endpoint, base.session, after.session), "by read-back").toEqual([`/${member}`]);
        expect(confirm(thought, [{ text: after.session, after: 11 }])).toMatchObject({ verdict: "kept" });
        rounds += 1;
      }
    }
    expect(refused).toEqual([]);
    expect(bodies.length).toBeGreaterThanOrEqual(10);
    expect(rounds).toBe(2 * bodies.length);
  });
}
