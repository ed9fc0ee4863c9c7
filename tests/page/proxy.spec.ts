import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, givenSecret, keys, ordersApi, organisation, type Server, sandboxSecrets, test } from "./fixtures";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Asks with exactly this path, which no client tidies up on the way, over a connection of its own. */
function ask(
  server: Server,
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
) {
  const { hostname, port } = new URL(server.url);
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = send(
      { hostname, port, method, path, agent: false, headers: { "sec-fetch-site": "same-origin", ...options.headers } },
      (incoming) => {
        let text = "";
        incoming.on("data", (part) => {
          text += part;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

const allowed = [
  `/proxy/sandbox/api/apis/${ordersApi}/keys/${keys.nightlyExport}`,
  `/proxy/sandbox/tyk/keys/${keys.nightlyExport}`,
  `/proxy/sandbox/tyk/keys/${keys.nightlyExport}?suppress_reset=1`,
  `/proxy/sandbox/tyk/org/keys/${organisation}`,
  `/proxy/sandbox/admin/org/keys/${organisation}`,
];

for (const path of allowed)
  test(`passes GET ${path}`, async ({ server }) => {
    expect((await ask(server, "GET", path)).status).toBe(200);
  });

const refused = [
  "/proxy/sandbox/tyk/keys/",
  "/proxy/sandbox/tyk/keys",
  "/proxy/sandbox/tyk/keys/..",
  "/proxy/sandbox/tyk/keys/%2e%2e",
  "/proxy/sandbox/tyk/keys/.%2E",
  "/proxy/sandbox/tyk/keys/%252e%252e/apis",
  "/proxy/sandbox/tyk/keys/..%2fapis%2fa1",
  "/proxy/sandbox/tyk/keys/..%5capis",
  "/proxy/sandbox/tyk/keys/a%00b",
  "/proxy/sandbox/tyk/keys/a%0d%0ab",
  "/proxy/sandbox/tyk/keys/%ff",
  "/proxy/sandbox/tyk/keys/a/b",
  "/proxy/sandbox/tyk/keys/create",
  "/proxy/sandbox/tyk/org/keys/../../apis",
  "/proxy/sandbox/tyk/apis",
  "/proxy/sandbox/tyk/reload",
  "/proxy/sandbox/api/apis/a1",
  "/proxy/sandbox/api/apis/../keys/k",
  "/proxy/sandbox/api/apis/%2e%2e/keys/..",
  "/proxy/sandbox//tyk/keys/k",
  "/proxy/sandbox/TYK/keys/k",
  "/proxy/sandbox/api/users",
  "/proxy/gateway/tyk/keys/k",
  "/proxy/http://example.com/tyk/keys/k",
  `/proxy/sandbox/tyk/keys/${keys.nightlyExport}?suppress_reset=2`,
  `/proxy/sandbox/tyk/keys/${keys.nightlyExport}?redirect=http://example.com`,
];

const recording = test.extend<{ seen: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] }>(
  {
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    seen: async ({}, use) => use([]),
    env: async ({ seen }, use) => {
      const tyk = createServer((request, response) => {
        let body = "";
        request.on("data", (part) => {
          body += part;
        });
        request.on("end", () => {
          seen.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
          if (request.url?.includes("moved")) response.writeHead(307, { location: "http://example.com/stolen" });
          else
            response.writeHead(200, { "content-type": "application/json", "set-cookie": "a=b", "x-powered-by": "tyk" });
          response.end("{}");
        });
      });
      await new Promise<void>((resolve) => tyk.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${(tyk.address() as AddressInfo).port}`;
      await use({ TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: givenSecret });
      tyk.close();
    },
  },
);

recording("nothing but the four endpoints' paths reaches Tyk", async ({ server, seen }) => {
  for (const path of refused) {
    const { status } = await ask(
      server,
      "GET",
      path.replace("/proxy/sandbox", "/proxy/gateway").replace("/proxy/gateway/tyk/keys/k", "/proxy/other/tyk/keys/k"),
    );
    if (path.endsWith("/create")) continue;
    expect([400, 404], path).toContain(status);
  }
  // "create" is a key id like any other for GET; what matters is that POST, which would create a key, does not pass.
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /tyk/keys/create"]);
});

recording("only GET and PUT pass", async ({ server, seen }) => {
  for (const method of ["POST", "DELETE", "PATCH", "OPTIONS", "TRACE"])
    expect([404, 405], method).toContain((await ask(server, method, "/proxy/gateway/tyk/keys/k")).status);
  expect(seen).toEqual([]);
});

recording(
  "the secret is added on the way, and nothing of the browser's request goes along",
  async ({ server, seen }) => {
    const answer = await ask(server, "PUT", "/proxy/gateway/tyk/keys/a%20b?suppress_reset=1", {
      headers: {
        cookie: "c=d",
        origin: server.url,
        authorization: "mine",
        "x-tyk-authorization": "mine",
        "x-forwarded-for": "1.2.3.4",
      },
      body: '{"quota_max":9223372036854775807, "a":"\u00e9"}',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.headers["x-powered-by"]).toBeUndefined();
    expect(JSON.stringify(answer)).not.toContain(givenSecret);
    expect(seen).toHaveLength(1);
    const [{ path, headers, body }] = seen as [(typeof seen)[0]];
    expect(path).toBe("/tyk/keys/a%20b?suppress_reset=1");
    expect(body).toBe('{"quota_max":9223372036854775807, "a":"\u00e9"}');
    expect(headers["x-tyk-authorization"]).toBe(givenSecret);
    for (const name of ["cookie", "origin", "authorization", "x-forwarded-for", "sec-fetch-site"])
      expect(headers[name], name).toBeUndefined();
  },
);

recording("a redirect is neither followed nor passed on", async ({ server, seen }) => {
  const answer = await ask(server, "PUT", "/proxy/gateway/tyk/keys/moved", { body: "{}" });
  expect(answer.status).toBe(307);
  expect(answer.headers.location).toBeUndefined();
  expect(seen).toHaveLength(1);
});

recording("other sites, other hosts and large bodies are turned away", async ({ server, seen }) => {
  const path = "/proxy/gateway/tyk/keys/k";
  for (const site of ["cross-site", "same-site", "none", ""])
    expect((await ask(server, "GET", path, { headers: { "sec-fetch-site": site } })).status, site).toBe(403);
  expect((await ask(server, "GET", path, { headers: { host: "evil.example" } })).status).toBe(421);
  expect((await ask(server, "GET", "/config.json", { headers: { host: "evil.example" } })).status).toBe(421);
  // Announced and not sent: the answer does not wait for the body, and ends the connection under who is still writing one.
  const large = { headers: { "content-length": String(5 * 1024 * 1024) } };
  expect((await ask(server, "PUT", path, large)).status).toBe(413);
  expect((await ask(server, "PUT", path, { body: "\ud800" })).status).toBe(200);
  expect(seen).toHaveLength(1);
});

recording("the page's configuration names the target and no secret", async ({ server }) => {
  const { text } = await ask(server, "GET", "/config.json");
  expect(JSON.parse(text).targets).toMatchObject([
    { kind: "gateway", environment: "production", endpoints: ["gateway-key", "gateway-org"] },
  ]);
  expect(text).not.toContain(givenSecret);
  expect((await ask(server, "GET", `/sandbox/tyk/org/keys/${organisation}`)).status).toBe(404);
});

test("the sandbox refuses wrong secrets as Tyk does", async ({ server }) => {
  const wrong = (path: string, header: string) =>
    ask(server, "GET", `/sandbox${path}`, { headers: { [header]: "wrong" } });
  const gateway = await wrong(`/tyk/keys/${keys.nightlyExport}`, "x-tyk-authorization");
  expect(gateway.status).toBe(403);
  expect(JSON.parse(gateway.text)).toEqual({
    status: "error",
    message: "Attempted administrative access with invalid or missing key!",
  });
  const dashboard = await wrong(`/api/apis/${ordersApi}/keys/${keys.nightlyExport}`, "authorization");
  expect(dashboard.status).toBe(401);
  expect(JSON.parse(dashboard.text)).toEqual({ Status: "Error", Message: "Not authorised", Meta: null });
  expect((await wrong(`/admin/org/keys/${organisation}`, "admin-auth")).status).toBe(401);
});

test("the sandbox keeps and resets the quota counter as asked", async ({ server }) => {
  const path = `/sandbox/tyk/keys/${keys.nightlyExport}`;
  const headers = { "x-tyk-authorization": sandboxSecrets.gateway };
  const read = async () => JSON.parse((await ask(server, "GET", path, { headers })).text);
  const left = async () => (await read()).quota_remaining;
  const body = JSON.stringify({ ...(await read()), quota_remaining: undefined });
  expect(await left()).toBe(3180);
  expect((await ask(server, "PUT", `${path}?suppress_reset=1`, { headers, body })).status).toBe(200);
  expect(await left()).toBe(3180);
  expect((await ask(server, "PUT", path, { headers, body })).status).toBe(200);
  // There is no counter any more, and none that was stored.
  expect(await left()).toBeUndefined();
});
