import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { type Endpoint, versions } from "tyk-session";
import { proxy } from "./proxy";
import { type Sandbox, sandboxBaseUrl } from "./sandbox/sandbox";
import type { Target } from "./targets";

const headers = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types tyk-session",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What the server is: the built page in `root`, what the page must know, the proxy, and the sandbox. */
export function createApp(options: { root: string; hosts: string[]; targets: Target[]; sandbox: Sandbox }): Hono {
  const { root, hosts, targets, sandbox } = options;
  const app = new Hono();

  app.use(async (context, next) => {
    // A foreign name that points to this machine (DNS rebinding) would make its page same-origin.
    if (!hosts.includes(new URL(context.req.url).hostname)) return context.text("unknown host", 421);
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
    return undefined;
  });

  app.get("/config.json", (context) =>
    context.json({
      versions: versions.toReversed(),
      targets: targets.map(({ name, kind, environment, baseUrl, credentials }) => ({
        name,
        kind,
        environment,
        baseUrl:
          kind === "sandbox"
            ? baseUrl.replace(new URL(sandboxBaseUrl).origin, new URL(context.req.url).origin)
            : baseUrl,
        endpoints: Object.keys(credentials) as Endpoint[],
        ...(kind === "sandbox" ? sandbox.describe() : {}),
      })),
    }),
  );
  app.route("/proxy", proxy(targets));
  if (targets.some(({ kind }) => kind === "sandbox")) app.route("/", sandbox.app);

  app.use("/assets/*", async (context, next) => {
    await next();
    if (context.res.ok) context.res.headers.set("cache-control", "public, max-age=31536000, immutable");
  });
  app.use(serveStatic({ root }));

  app.notFound((context) => context.text("not found", 404));
  // The message of an unexpected error could carry what was sent, so neither the answer nor a log shows it.
  app.onError((_error, context) => context.text("the server failed", 500));
  return app;
}
