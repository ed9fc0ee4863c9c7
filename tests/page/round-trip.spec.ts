import { readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { serve } from "@hono/node-server";
import { expect, test } from "@playwright/test";
import {
  type Context,
  confirm,
  credential,
  type Endpoint,
  fix,
  type Operation,
  parse,
  patch,
  plan,
  readParts,
  request,
  stringify,
} from "tyk-session";
import { createSandbox } from "../../www/server/sandbox/sandbox";
import { data } from "./fixtures";

const organisation = "5e9d9544a1dcd60001d0ed20";
const keyId = `${organisation}round-trip`;
const endpoints: Endpoint[] = ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"];
const isOrganisation = (endpoint: Endpoint) => endpoint.endsWith("-org");

interface Key {
  access_rights?: Record<string, { limit?: { rate?: number } | null; versions?: string[] }>;
  apply_policies?: string[] | null;
  apply_policy_id?: string;
  certificate?: string | null;
  [member: string]: unknown;
}

/** Documentation writes types in place of values; those that a gateway refuses get a value of their type. */
const placeholders: Record<string, string> = {
  '"<double>"': "1.5",
  '"<long>"': "2000000000",
  '"<boolean>"': "false",
  '"<any>"': "{}",
};

function withoutPlaceholders(body: string): string {
  const typed = body.replaceAll(/"<(double|long|boolean|any)>"/g, (written) => placeholders[written] ?? written);
  // An organisation that does not exist is refused as well.
  return typed.replace(/("org_id":\s*)"<string>"/, `$1"${organisation}"`);
}

const tykDemo = readdirSync(new URL("../data/tyk-demo", import.meta.url)).sort();

/** Bodies by where they come from. What no gateway can read is mended: placeholders, Ruby's `=>`, whole numbers as `1.0`. */
const bodies = new Map<string, string>([
  ...tykDemo.map((name): [string, string] => [name, data(`tyk-demo/${name}`)]),
  ["the Dashboard's example request", data("dashboard-key-request.json")],
  [
    "the Dashboard's example answer",
    withoutPlaceholders(stringify((parse(data("dashboard-key-response.json")) as { data: unknown }).data)),
  ],
  [
    "the Gateway's example for organisations, in Ruby",
    withoutPlaceholders(data("gateway-org-key-request.rb.txt").replaceAll("=>", ":")),
  ],
  ...recorded().map((body, position): [string, string] => [
    `example ${position + 1} of a specification`,
    fix(withoutPlaceholders(body), { endpoint: "gateway-key" }).text,
  ]),
]);

/** Bodies that were sent to Tyk gateway 5.13.0 for the recordings, but for those in the files. */
function recorded(): string[] {
  const file = new URL("../conformance/recordings/5.13.0.ndjson.gz", import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  const cases = lines.map((line) => JSON.parse(line) as { group: string; body?: string });
  const real = new Set(cases.flatMap(({ group, body }) => (group === "real" && body !== undefined ? [body] : [])));
  const known = new Set([
    ...tykDemo.map((name) => data(`tyk-demo/${name}`)),
    data("dashboard-key-request.json").trim(),
  ]);
  // One of them is no key but an OAuth client, and one is the one in Ruby's notation.
  return [...real].filter((body) => !known.has(body) && !body.includes('"client_id"') && !body.includes("=>"));
}

interface Edit {
  name: string;
  /** What it leads to; everything below belongs to it. */
  pointer: string;
  operations: Operation[];
}

/** An edit of each kind, as far as the key has what it takes. */
function edits(session: Key, now: number): Edit[] {
  const put = (path: string, value: unknown): Operation => {
    const there = path
      .split("/")
      .slice(1)
      .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], session);
    return { op: there === undefined ? "add" : "replace", path, value: JSON.stringify(value) };
  };
  const one = (name: string, pointer: string, value: unknown): Edit => ({
    name,
    pointer,
    operations: [put(pointer, value)],
  });
  const more = (value: unknown, by: number) => (Number(value ?? 0) > 0 ? Number(value) : 0) + by;
  const metadata = session.meta_data as object | null | undefined;
  const found: Edit[] = [
    one("rate", "/rate", more(session.rate, 7)),
    one("period", "/per", more(session.per, 13)),
    one("quota", "/quota_max", more(session.quota_max, 1000)),
    one("renewal of the quota", "/quota_renewal_rate", more(session.quota_renewal_rate, 3600)),
    one("end", "/expires", Math.floor(now) + 864_000),
    one("tags", "/tags", ["edited"]),
    one("alias", "/alias", "edited in one place"),
    one("recording", "/enable_detailed_recording", !session.enable_detailed_recording),
    one("notices", "/monitor", { trigger_limits: [42] }),
    one("secret", "/hmac_string", "another secret"),
    metadata
      ? one("metadata", "/meta_data/edited", { deep: [1.5, "x"] })
      : { ...one("metadata", "/meta_data", { edited: true }), pointer: "/meta_data/edited" },
  ];
  const [[id, right] = []] = Object.entries(session.access_rights ?? {});
  if (id !== undefined) {
    const limit = { rate: more(right?.limit?.rate, 3), per: 11 };
    found.push(
      one("limit of an API", `/access_rights/${id}/limit`, { ...right?.limit, ...limit }),
      one("paths of an API", `/access_rights/${id}/allowed_urls`, [{ url: "/edited", methods: ["GET"] }]),
      one("versions of an API", `/access_rights/${id}/versions`, [...(right?.versions ?? []), "edited"]),
    );
  }
  return found;
}

/** A gateway, served, which has what a body speaks of. */
async function serveFor(body: string) {
  const session = parse(body) as Key;
  const apis = ["a1", ...Object.keys(session.access_rights ?? {})];
  const policies = [...(session.apply_policies ?? []), session.apply_policy_id ?? ""].filter((id) => id !== "");
  const right = (id: string) => [id, { api_id: id, api_name: id, versions: ["Default"] }];
  const access_rights = Object.fromEntries(apis.map(right));
  const policy = { org_id: organisation, active: true, rate: 10, per: 1, access_rights };
  const context: Context = {
    org_id: organisation,
    apis: Object.fromEntries(apis.map((id) => [id, { kind: "http" }])) as NonNullable<Context["apis"]>,
    certificates: session.certificate ? [session.certificate] : [],
    gateway_config: { hash_keys: false, allow_master_keys: false, enforce_org_quotas: true },
    policies: Object.fromEntries(policies.map((id) => [id, policy])) as NonNullable<Context["policies"]>,
  };
  const before = stringify({
    org_id: organisation,
    rate: 11,
    per: 3,
    access_rights: Object.fromEntries([right("a1")]),
  });
  const { app, secrets } = createSandbox({
    context,
    names: {},
    keys: { [keyId]: before },
    organisations: { [organisation]: before },
    used: { [keyId]: 3 },
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secretOf = {
    "dashboard-admin-org": secrets.admin,
    "dashboard-api": secrets.dashboard,
    "gateway-org": secrets.gateway,
    "gateway-key": secrets.gateway,
  };
  async function exchange(endpoint: Endpoint, method: "GET" | "PUT", sent?: string) {
    const { url, headers } = request({
      endpoint,
      method,
      baseUrl: `${origin}/sandbox`,
      keyId: isOrganisation(endpoint) ? organisation : keyId,
      ...(endpoint === "dashboard-api" ? { apiId: "a1" } : {}),
      ...(sent === undefined ? {} : { body: sent }),
      ...(isOrganisation(endpoint) ? {} : { query: { suppressReset: true } }),
      credential: credential({ origin, secret: secretOf[endpoint] }),
    });
    const answer = await fetch(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
    const contentType = answer.headers.get("content-type") ?? "";
    return readParts(endpoint, { method, status: answer.status, contentType, text: await answer.text() });
  }
  async function read(endpoint: Endpoint): Promise<string> {
    const outcome = await exchange(endpoint, "GET");
    if (outcome.kind !== "session") throw new Error(`${endpoint} answers ${outcome.status}`);
    return outcome.session;
  }
  return { context, policies, exchange, read, stop: () => server.close() };
}

/**
 * What differs between two texts, but for what the gateway itself writes. At an API that gets limits of its own it notes in
 * `allowance_scope` that they have counters of their own.
 */
function differing(endpoint: Endpoint, base: string, edited: string): string[] {
  const { changes } = plan({ endpoint, base, edited, now: Date.now() / 1000 });
  return changes
    .filter((change) => change.kind !== "counter")
    .filter(({ kind, path }) => kind !== "bookkeeping" && path.at(-1) !== "allowance_scope")
    .map(({ pointer }) => pointer);
}

test("there are all 13 bearer tokens of tyk-demo, one more of its keys, and the examples of the documentation", () => {
  expect(tykDemo.filter((name) => name.startsWith("bearer-token-"))).toHaveLength(13);
  expect(bodies.size).toBeGreaterThanOrEqual(20);
});

for (const endpoint of endpoints) {
  for (const [name, body] of bodies) {
    test(`${endpoint}, ${name}: what is edited is sent and read back, and only that differs`, async () => {
      const { context, policies, exchange, read, stop } = await serveFor(body);
      try {
        const first = await exchange(endpoint, "PUT", body);
        expect(first.status, "message" in first ? first.message : "").toBe(200);
        const names = edits(parse(await read(endpoint)) as Key, 0).map((edit) => edit.name);
        for (const name of names) {
          const base = await read(endpoint);
          const now = Date.now() / 1000;
          const edit = edits(parse(base) as Key, now).find((edit) => edit.name === name);
          if (!edit) throw new Error(`there is nothing to edit any more: ${name}`);
          const edited = patch(base, edit.operations);
          const query = isOrganisation(endpoint) ? {} : { suppress_reset: "1" };
          const subject = isOrganisation(endpoint) ? organisation : keyId;
          const thought = plan({ endpoint, base, edited, context, keyId: subject, now, query });
          const isOf = (pointer: string) => pointer === edit.pointer || pointer.startsWith(`${edit.pointer}/`);
          const told = thought.changes.filter((change) => change.kind !== "counter");
          expect(told.map(({ pointer }) => pointer).filter(isOf), name).toHaveLength(told.length);
          expect(told.length, name).toBeGreaterThan(0);
          expect(parse(thought.body), name).not.toHaveProperty("quota_remaining");

          // What a policy sets stays as it is, and the plan says so.
          const isOverwritten = told.every(({ risk }) => risk === "overwritten");
          if (isOverwritten) expect(policies.length, name).toBeGreaterThan(0);
          const expected = isOverwritten ? [] : told.map(({ pointer }) => pointer);
          const { effective, stored } = thought.prediction;
          expect(differing(endpoint, base, effective ?? stored ?? "{}"), `${name}, by prediction`).toEqual(expected);
          expect((await exchange(endpoint, "PUT", thought.body)).status, name).toBe(200);
          const after = await read(endpoint);
          expect(differing(endpoint, base, after), `${name}, by read-back`).toEqual(expected);
          expect(confirm(thought, [{ text: after, after: 11 }]), name).toMatchObject({ verdict: "kept" });
        }
      } finally {
        stop();
      }
    });
  }
}
