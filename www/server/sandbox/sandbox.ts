import { Hono } from "hono";
import {
  type CheckOptions,
  type Endpoint,
  effective,
  type Operation,
  type Prediction,
  parse,
  patch,
  predict,
} from "tyk-session";
import { type Route, routeOf } from "../routes";
import { createMemory } from "./memory";
import { seeds } from "./seeds";

/** The sandbox hangs below the page's own address; inside the process it is reached without a network. */
export const sandboxBaseUrl = "http://localhost/sandbox";

export type Sandbox = ReturnType<typeof createSandbox>;

const headers: Record<Endpoint, string> = {
  "dashboard-admin-org": "admin-auth",
  "dashboard-api": "authorization",
  "gateway-org": "x-tyk-authorization",
  "gateway-key": "x-tyk-authorization",
};

/** A Tyk in memory: a store of keys behind the four endpoints, with the answers Tyk documents for them. */
export function createSandbox(world = seeds(seconds())) {
  const secrets = {
    admin: "sandbox-admin-secret",
    dashboard: "sandbox-dashboard-credential",
    gateway: "sandbox-gateway-secret",
  };
  const keys = new Map(Object.entries(world.keys));
  const organisations = new Map(Object.entries(world.organisations));
  const used = new Map(Object.entries(world.used));

  const memory = createMemory(organisations);

  const app = new Hono();
  app.put("/sandbox-traffic", async (context) => {
    // Another site's page must not play with it; browsers do not let a page forge this header.
    if (context.req.header("sec-fetch-site") !== "same-origin")
      return context.text("for the page of this server only", 403);
    memory.setTraffic((await context.req.text()) === "on");
    const { context: known, hasTraffic } = describe();
    return context.json({ context: known, hasTraffic });
  });
  app.all("/sandbox/*", async (context) => {
    const { pathname, searchParams } = new URL(context.req.url);
    const route = routeOf(pathname.slice("/sandbox/".length));
    if (!route) return context.text("404 page not found\n", 404);
    const answer = answers[route.endpoint];
    const secret = context.req.header(headers[route.endpoint]) ?? "";
    if (!isSecret(route.endpoint, secret)) return answer.unauthorised();
    if (context.req.method === "GET") {
      // The sandbox's gateway does not hash its keys.
      if (searchParams.get("hashed") && !isOrganisation(route.endpoint))
        return answer.failed(400, "Key requested by hash but key hashing is not enabled.");
      return answer.read(route, read(route));
    }
    if (context.req.method !== "PUT") return answer.failed(405, "Method not supported");
    const body = new Uint8Array(await context.req.arrayBuffer());
    return update(route, body, Object.fromEntries(searchParams));
  });

  function isSecret(endpoint: Endpoint, given: string): boolean {
    if (endpoint === "dashboard-admin-org") return given === secrets.admin;
    if (endpoint === "dashboard-api") return given.replace(/^Bearer /, "") === secrets.dashboard;
    return given === secrets.gateway;
  }

  /** What GET answers: at a key with its policies applied and what is left of its quota. */
  function read({ endpoint, keyId }: Route): string | undefined {
    memory.settle();
    const text = storeOf(endpoint).get(keyId);
    if (text === undefined || isOrganisation(endpoint)) return text;
    const answer = effective(text, { endpoint, context: world.context }).text ?? text;
    const counted = used.get(keyId);
    // Without a counter, a gateway answers what is stored.
    return counted === undefined ? answer : patch(answer, countedDown(answer, counted));
  }

  function update(route: Route, body: Uint8Array, query: NonNullable<CheckOptions["query"]>): Response {
    const { endpoint, keyId } = route;
    memory.settle();
    const store = storeOf(endpoint);
    const previous = store.get(keyId);
    const prediction = predict(body, {
      endpoint,
      now: seconds(),
      query,
      keyId,
      ...(previous === undefined ? {} : { previous }),
      context: world.context,
    });
    if (prediction.status !== 200) return answers[endpoint].failed(prediction.status, prediction.message ?? "");
    if (prediction.stored !== undefined) store.set(keyId, prediction.stored);
    if (isOrganisation(endpoint)) memory.written(keyId);
    if (prediction.resetsCounters) used.delete(keyId);
    return answers[endpoint].updated(route, prediction);
  }

  function storeOf(endpoint: Endpoint): Map<string, string> {
    return isOrganisation(endpoint) ? organisations : keys;
  }

  /** What the page may know of the sandbox: names, policies and keys to try. */
  function describe() {
    const api = Object.keys(world.context.apis ?? {})[0];
    const hasTraffic = memory.hasTraffic();
    return {
      // As recorded: with `hash_keys` off no old key comes back.
      context: { ...world.context, gateway_config: { ...world.context.gateway_config, hash_keys: hasTraffic } },
      names: world.names,
      keys: [...keys].map(([keyId, text]) => ({ keyId, apiId: api, alias: (parse(text) as { alias?: string }).alias })),
      organisation: world.context.org_id,
      hasTraffic,
    };
  }

  return { app, secrets, describe };
}

interface Answers {
  updated(route: Route, prediction: Prediction): Response;
  read(route: Route, text: string | undefined): Response;
  failed(status: number, message: string): Response;
  unauthorised(): Response;
}

const gateway = {
  updated: ({ keyId }: Route) => json(200, JSON.stringify({ key: keyId, status: "ok", action: "modified" })),
  failed: (status: number, message: string) => json(status, JSON.stringify({ status: "error", message })),
  unauthorised: () => gateway.failed(403, "Attempted administrative access with invalid or missing key!"),
};

const dashboard = {
  failed: (status: number, message: string) =>
    json(status, JSON.stringify({ Status: "Error", Message: message, Meta: null })),
  unauthorised: () => dashboard.failed(401, "Not authorised"),
  session: (keyId: string, text: string) =>
    json(200, `{"api_model":{},"data":${text},"key_hash":"","key_id":${JSON.stringify(keyId)}}`),
};

/** The shapes of the answers, as recorded from gateways and documented for the Dashboard. */
const answers: Record<Endpoint, Answers> = {
  "gateway-key": {
    ...gateway,
    read: (_route, text) => (text === undefined ? gateway.failed(404, "Key not found") : json(200, text)),
  },
  "gateway-org": {
    ...gateway,
    read: (_route, text) => (text === undefined ? gateway.failed(404, "Org not found") : json(200, text)),
  },
  "dashboard-api": {
    ...dashboard,
    updated: ({ keyId }, { effective = "{}" }) => dashboard.session(keyId, effective),
    read: ({ keyId }, text) =>
      text === undefined ? dashboard.failed(404, "Could not retrieve key detail.") : dashboard.session(keyId, text),
  },
  "dashboard-admin-org": {
    ...dashboard,
    updated: () => json(200, JSON.stringify({ Status: "OK", Message: "Key updated", Meta: null })),
    read: ({ keyId }, text) =>
      text === undefined ? dashboard.failed(404, "Could not get Org key details") : dashboard.session(keyId, text),
  },
};

function isOrganisation(endpoint: Endpoint): boolean {
  return endpoint === "dashboard-admin-org" || endpoint === "gateway-org";
}

/** What the counter leaves of the quota of a key, and of those of its APIs that share it. */
function countedDown(text: string, counted: number): Operation[] {
  const session = parse(text) as Limit & {
    access_rights?: Record<string, { limit?: Limit; allowance_scope?: string }>;
  };
  const left = ({ quota_max = 0, quota_remaining }: Limit = {}, path: string): Operation[] => {
    if (quota_max <= 0) return [];
    const remaining = BigInt(quota_max) - BigInt(counted);
    const at = `${path}/quota_remaining`;
    if (remaining > 0n) return [{ op: "add", path: at, value: String(remaining) }];
    // A zero is left out.
    return quota_remaining === undefined ? [] : [{ op: "remove", path: at }];
  };
  const sharing = Object.entries(session.access_rights ?? {}).filter(([, { allowance_scope }]) => !allowance_scope);
  return [...left(session, ""), ...sharing.flatMap(([id, { limit }]) => left(limit, `/access_rights/${id}/limit`))];
}

interface Limit {
  quota_max?: number | bigint;
  quota_remaining?: number | bigint;
}

function json(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
