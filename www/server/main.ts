import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { createApp } from "./app";
import { createSandbox } from "./sandbox/sandbox";
import { readSettings, targetsOf } from "./targets";

/*
 * The environment says what the page talks to:
 *   TYK_DASHBOARD_URL, TYK_GATEWAY_URL   a real Dashboard, a real Gateway; without either, the sandbox
 *   TYK_DASHBOARD_CREDENTIAL             of a Dashboard user, for the keys of APIs
 *   TYK_ADMIN_SECRET                     of the Dashboard Admin API, for organisation keys
 *   TYK_GATEWAY_SECRET                   of the Gateway API
 *   TYK_ENVIRONMENT                      staging or production, which is the default and asks before it sends
 *   HOST, PORT                           where the page is served, localhost and 8080 by default
 */
const hostname = process.env.HOST || "localhost";
const port = Number(process.env.PORT || 8080);
const sandbox = createSandbox();
const targets = targetsOf(readSettings(process.env), sandbox);
const app = createApp({
  root: fileURLToPath(new URL("../page", import.meta.url)),
  hosts: [hostname, "localhost", "127.0.0.1", "[::1]"],
  targets,
  sandbox,
});

// By name, localhost may be the IPv6 address alone.
serve({ fetch: app.fetch, hostname: hostname === "localhost" ? "127.0.0.1" : hostname, port }, ({ port }) => {
  const where = targets.map(({ kind, baseUrl }) => (kind === "sandbox" ? "the sandbox" : baseUrl)).join(", ");
  console.log(`http://${hostname}:${port} talks to ${where}`);
});
