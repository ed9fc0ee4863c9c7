import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { expect, test } from "@playwright/test";
import { type Client, credential, type Endpoint, type Update, type UpdateOptions, updateKey } from "tyk-session";
import { createSandbox } from "../../www/server/sandbox/sandbox";

/** The sandbox of the page, on a port of its own. */
async function sandbox(endpoint: Endpoint) {
  const { app, secrets, describe } = createSandbox();
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = {
    "dashboard-admin-org": secrets.admin,
    "dashboard-api": secrets.dashboard,
    "gateway-org": secrets.gateway,
    "gateway-key": secrets.gateway,
  }[endpoint];
  const sent: string[] = [];
  const client: Client = {
    baseUrl: `${origin}/sandbox`,
    credential: credential({ origin, secret }),
    fetch: (url, init) => {
      sent.push(`${init.method} ${new URL(url).search}`);
      return fetch(url, init);
    },
  };
  return { client, sent, known: describe(), stop: () => server.close() };
}

/** A server that answers each request as it is told. */
async function server(answer: RequestListener) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { client: { baseUrl }, seen, stop };
}

const now = () => Math.floor(Date.now() / 1000);
const kinds = ({ kind, ...rest }: Update) => ("during" in rest ? `${kind} during ${rest.during}` : kind);

for (const endpoint of ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"] as const) {
  test(`an update through ${endpoint} is read, sent, read back and kept`, async () => {
    const { client, sent, known, stop } = await sandbox(endpoint);
    try {
      const organisation = endpoint.endsWith("-org");
      const [key] = known.keys;
      const target = {
        endpoint,
        keyId: (organisation ? known.organisation : key?.keyId) ?? "",
        ...(endpoint === "dashboard-api" && key?.apiId !== undefined ? { apiId: key.apiId } : {}),
        ...(organisation ? {} : { query: { suppressReset: true } }),
        context: known.context,
        now: now(),
      };
      const update = await updateKey(client, {
        ...target,
        edit: () => [{ op: "add", path: "/tags", value: '["edited"]' }],
      });
      if (update.kind !== "sent") throw new Error(JSON.stringify(update));
      expect(update.plan.changes).toContainEqual(expect.objectContaining({ pointer: "/tags" }));
      expect(update.confirmation).toMatchObject({ verdict: "kept" });
      expect(update.readBack).toMatchObject({ kind: "session", session: expect.stringContaining('"edited"') });
      expect(sent.map((request) => request.split(" ")[0])).toEqual(["GET", "PUT", "GET"]);
      expect(sent[1]?.includes("suppress_reset=1")).toBe(!organisation);
    } finally {
      stop();
    }
  });
}

test("nothing is sent when the check finds an error", async () => {
  const { client, sent, known, stop } = await sandbox("gateway-key");
  try {
    const update = await updateKey(client, {
      endpoint: "gateway-key",
      keyId: known.keys[0]?.keyId ?? "",
      now: now(),
      edit: () => [{ op: "replace", path: "/rate", value: '"100"' }],
    });
    expect(update).toMatchObject({ kind: "stopped", plan: { report: { errors: 1 } } });
    expect(sent).toHaveLength(1);
  } finally {
    stop();
  }
});

test("a key that is not there, and a secret that is not known, end the update before it is sent", async () => {
  const { client, known, stop } = await sandbox("gateway-key");
  try {
    const target = { endpoint: "gateway-key", now: now(), edit: (text: string) => text } as const;
    const missing = await updateKey(client, { ...target, keyId: "missing" });
    expect(missing).toMatchObject({ kind: "declined", during: "read", outcome: { kind: "notFound" } });
    const stranger = { ...client, credential: credential({ origin: new URL(client.baseUrl).origin, secret: "guess" }) };
    const refused = await updateKey(stranger, { ...target, keyId: known.keys[0]?.keyId ?? "" });
    expect(refused).toMatchObject({ kind: "declined", during: "read", outcome: { status: 403 } });
  } finally {
    stop();
  }
});

const KEY = '{"rate":100,"per":60,"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}';
const target: UpdateOptions = {
  endpoint: "gateway-key",
  keyId: "k1",
  edit: () => [{ op: "replace", path: "/rate", value: "200" }],
};
const json = { "content-type": "application/json" };

test("a redirect is not followed, whatever is asked", async () => {
  const other = await server((_request, response) => response.end(KEY));
  for (const method of ["GET", "PUT"]) {
    const { client, stop } = await server((request, response) => {
      if (request.method === method) response.writeHead(307, { location: other.client.baseUrl }).end();
      else response.writeHead(200, json).end(KEY);
    });
    const update = await updateKey(client, target);
    expect(update).toMatchObject({ kind: "declined", outcome: { kind: "redirect" } });
    stop();
  }
  expect(other.seen).toEqual([]);
  other.stop();
});

test("an update that fails is not tried again, and says so", async () => {
  const { client, seen, stop } = await server((request, response) => {
    if (request.method === "PUT") response.writeHead(503, { "retry-after": "0" }).end("busy");
    else response.writeHead(200, json).end(KEY);
  });
  const update = await updateKey(client, target);
  expect(update).toMatchObject({ kind: "declined", during: "update", outcome: { kind: "serverError", text: "busy" } });
  expect(seen.filter((request) => request.startsWith("PUT"))).toHaveLength(1);
  stop();
});

test("an update that did not stick is told from one that did", async () => {
  const { client, stop } = await server((request, response) => {
    const body = request.method === "PUT" ? '{"key":"k1","status":"ok","action":"modified"}' : KEY;
    response.writeHead(200, json).end(body);
  });
  const update = await updateKey(client, { ...target, now: now() });
  expect(update).toMatchObject({ kind: "sent", confirmation: { verdict: "lost" } });
  stop();
});

test("an update that cannot be read back is neither kept nor lost", async () => {
  let updated = false;
  const { client, stop } = await server((request, response) => {
    if (updated) return void response.destroy();
    updated = request.method === "PUT";
    response.writeHead(200, json).end(updated ? '{"key":"k1","status":"ok","action":"modified"}' : KEY);
  });
  const update = await updateKey(client, { ...target, now: now() });
  expect(update).toMatchObject({ kind: "sent", confirmation: { verdict: "unknown" } });
  expect(update).not.toHaveProperty("readBack");
  stop();
});

test("a broken connection, a signal and a time limit interrupt it, and it says during what", async () => {
  const broken = await server((_request, response) => void response.destroy());
  expect(kinds(await updateKey(broken.client, target))).toBe("interrupted during read");
  broken.stop();

  const silent = await server((request, response) => {
    if (request.method === "GET") response.writeHead(200, json).end(KEY);
  });
  const late = await updateKey(silent.client, { ...target, timeout: 300 });
  expect(kinds(late)).toBe("interrupted during update");
  expect(late).toMatchObject({ error: { name: "TimeoutError" }, plan: { endpoint: "gateway-key" } });
  const aborted = await updateKey(silent.client, { ...target, signal: AbortSignal.abort() });
  expect(kinds(aborted)).toBe("interrupted during read");
  silent.stop();
});

test("a call that is wrong is refused in words, before anything is sent where that can be", async () => {
  const { client, seen, stop } = await server((_request, response) => void response.writeHead(200, json).end(KEY));
  const update = (client: unknown, options: object) => updateKey(client as Client, { ...target, ...options });
  const early: [Promise<unknown>, string][] = [
    [update(client, { edit: undefined }), "options.edit must be a function"],
    [update({ baseURL: client.baseUrl }, {}), "options has no member baseURL: did you mean baseUrl?"],
    [update({}, {}), "options.baseUrl is missing"],
    [update(undefined, {}), "the client must be an object"],
    [update(client, { timeout: -1 }), "options.timeout"],
    [update(client, { contxt: {} }), "options has no member contxt: did you mean context?"],
    [update(client, { now: Date.now() }), "options.now must be in seconds"],
    [updateKey(client, undefined as unknown as UpdateOptions), "options must be an object with an endpoint"],
  ];
  for (const [call, message] of early) await expect(call).rejects.toThrow(message);
  expect(seen).toEqual([]);
  for (const gives of [undefined, {}, Promise.resolve("{}")])
    await expect(update(client, { edit: () => gives })).rejects.toThrow(/options.edit must be a function .* at once/);
  stop();
});

test("an edit that breaks is the caller's to see", async () => {
  const { client, stop } = await server((_request, response) => void response.writeHead(200, json).end(KEY));
  const edit = () => {
    throw new Error("mine");
  };
  await expect(updateKey(client, { ...target, edit })).rejects.toThrow("mine");
  stop();
});
