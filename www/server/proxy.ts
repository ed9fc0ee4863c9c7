import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { request, TykSessionError } from "tyk-session";
import { routeOf } from "./routes";
import type { Target } from "./targets";

/** Bytes. A key that opens ten thousand APIs is under 2 MB. */
const maxBody = 4 * 1024 * 1024;
/** Milliseconds. */
const patience = 30_000;

const switches = {
  suppress_reset: "suppressReset",
  reset_quota: "resetQuota",
  hashed: "hashed",
  username: "username",
  auto_guess: "autoGuess",
} as const;

/**
 * The same-origin way to the control APIs, which send no CORS headers. Only GET and PUT of the four
 * endpoints pass; the request is built anew from its parts, so that nothing else of the browser's request
 * (cookies, headers, odd paths) reaches Tyk, and only status, content type and text come back.
 */
export function proxy(targets: Target[]): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    // Another site's page must not be able to use the secrets; browsers do not let a page forge this header.
    if (context.req.header("sec-fetch-site") !== "same-origin")
      return context.text("this path is for the page of this server only", 403);
    return next();
  });

  app.use(bodyLimit({ maxSize: maxBody, onError: (context) => context.text("the body is over 4 MB", 413) }));

  app.on(["GET", "PUT"], "/:kind/*", async (context) => {
    const target = targets.find(({ kind }) => kind === context.req.param("kind"));
    const url = new URL(context.req.url);
    const route = target && routeOf(url.pathname.split("/").slice(3).join("/"));
    const credential = route && target.credentials[route.endpoint];
    if (!target || !route || !credential) return context.text("no endpoint of this server", 404);

    const query: Partial<Record<(typeof switches)[keyof typeof switches], boolean>> = {};
    for (const [name, value] of url.searchParams) {
      if (!Object.hasOwn(switches, name) || (value !== "1" && value !== "true"))
        return context.text(`the query ${name} is not passed on`, 400);
      query[switches[name as keyof typeof switches]] = true;
    }

    const method = context.req.method === "PUT" ? "PUT" : "GET";
    let outgoing: ReturnType<typeof request>;
    try {
      const body = method === "PUT" ? { body: decode(await context.req.arrayBuffer()) } : {};
      outgoing = request({ ...route, ...body, baseUrl: target.baseUrl, method, query, credential });
    } catch (error) {
      if (error instanceof TykSessionError || error instanceof TypeError) return context.text(error.message, 400);
      throw error;
    }

    let answer: Response;
    try {
      const { url, method, headers, body } = outgoing;
      answer = await target.send(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
      });
    } catch {
      return context.text(`${new URL(target.baseUrl).host} cannot be reached from this server`, 502);
    }
    // A redirect reaches the page without its Location: neither follows it, and the page says so.
    return new Response(answer.body, {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") ?? "text/plain" },
    });
  });

  return app;
}

/** Exact: neither strips a byte-order mark nor replaces invalid bytes, but throws a TypeError for those. */
function decode(bytes: ArrayBuffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
