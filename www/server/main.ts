import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { createApp } from "./app";
import { createSandbox } from "./sandbox/sandbox";
import { readSettings, targetsOf } from "./targets";

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

serve({ fetch: app.fetch, hostname, port }, ({ port }) => {
  const where = targets.map(({ kind, baseUrl }) => (kind === "sandbox" ? "the sandbox" : baseUrl)).join(", ");
  console.log(`http://${hostname}:${port} talks to ${where}`);
});
