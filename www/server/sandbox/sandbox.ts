import { Hono } from "hono";
import { type CheckOptions, type Endpoint, parse, patch } from "tyk-session";
import { type Route, routeOf } from "../routes";
import { type Prediction, predict } from "./gateway";
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
export function createSandbox() {
  const secrets = {
    admin: "sandbox-admin-secret",
    dashboard: "sandbox-dashboard-credential",
    gateway: "sandbox-gateway-secret",
  };
  const world = seeds(seconds());
  const keys = new Map(Object.entries(world.keys));
  const organisations = new Map(Object.entries(world.organisations));
  const used = new Map(Object.entries(world.used));

  const app = new Hono();
  app.all("/sandbox/*", async (context) => {
    const { pathname, searchParams } = new URL(context.req.url);
    const route = routeOf(pathname.slice("/sandbox/".length));
    if (!route) return context.text("404 page not found\n", 404);
    const answer = answers[route.endpoint];
    const secret = context.req.header(headers[route.endpoint]) ?? "";
    if (!isSecret(route.endpoint, secret)) return answer.unauthorised();
    if (context.req.method === "GET") return answer.read(route, read(route));
    if (context.req.method !== "PUT") return answer.failed(405, "Method not supported");
    return update(route, await context.req.text(), Object.fromEntries(searchParams));
  });

  function isSecret(endpoint: Endpoint, given: string): boolean {
    if (endpoint === "dashboard-admin-org") return given === secrets.admin;
    if (endpoint === "dashboard-api") return given.replace(/^Bearer /, "") === secrets.dashboard;
    return given === secrets.gateway;
  }

  /** The text GET answers: what is stored, and at a key what is left of its quota. */
  function read({ endpoint, keyId }: Route): string | undefined {
    if (isOrganisation(endpoint)) return organisations.get(keyId);
    const text = keys.get(keyId);
    if (text === undefined) return undefined;
    const { quota_max } = parse(text) as { quota_max?: number | bigint };
    if (quota_max === undefined || quota_max <= 0) return text;
    const left = BigInt(quota_max) - BigInt(used.get(keyId) ?? 0);
    return patch(text, [{ op: "add", path: "/quota_remaining", value: String(left > 0n ? left : 0n) }]);
  }

  function update(route: Route, body: string, query: NonNullable<CheckOptions["query"]>): Response {
    const { endpoint, keyId } = route;
    const answer = answers[endpoint];
    const store = isOrganisation(endpoint) ? organisations : keys;
    const previous = store.get(keyId);
    if (endpoint === "dashboard-admin-org") {
      if (previous === undefined) return answer.failed(404, "Org key doesn't exist");
      if (changesOrganisation(body, keyId)) return answer.failed(500, "Updating orgID of org key is not allowed");
    }
    const prediction = predict(body, previous, {
      endpoint: isOrganisation(endpoint) ? "gateway-org" : "gateway-key",
      now: seconds(),
      query,
      context: world.context,
    });
    if (prediction.stored === undefined) return answer.failed(prediction.status, prediction.message ?? "");
    store.set(keyId, prediction.stored);
    if (!isOrganisation(endpoint) && query.suppress_reset !== "1") used.delete(keyId);
    return answer.updated(route, prediction);
  }

  /** What the page may know of the sandbox: names, policies and keys to try. */
  function describe() {
    const api = Object.keys(world.context.apis ?? {})[0];
    return {
      context: world.context,
      names: world.names,
      keys: [...keys].map(([keyId, text]) => ({ keyId, apiId: api, alias: (parse(text) as { alias?: string }).alias })),
      organisation: world.context.org_id,
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

/** The Dashboard answers in its own words for what the gateway behind it said. */
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
    failed: (status, message) =>
      status === 400
        ? dashboard.failed(403, "Request body malformed.")
        : dashboard.failed(status, status === 404 ? "Could not retrieve key detail." : message),
  },
  "dashboard-admin-org": {
    ...dashboard,
    updated: () => json(200, JSON.stringify({ Status: "OK", Message: "Key updated", Meta: null })),
    read: ({ keyId }, text) =>
      text === undefined ? dashboard.failed(404, "Could not get Org key details") : dashboard.session(keyId, text),
    failed: (status, message) =>
      status === 400
        ? dashboard.failed(403, "Failed to update session object to Tyk")
        : dashboard.failed(status, message),
  },
};

function isOrganisation(endpoint: Endpoint): boolean {
  return endpoint === "dashboard-admin-org" || endpoint === "gateway-org";
}

function changesOrganisation(body: string, organisation: string): boolean {
  try {
    const { org_id } = parse(body) as { org_id?: string };
    return Boolean(org_id) && org_id !== organisation;
  } catch {
    return false;
  }
}

function json(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
