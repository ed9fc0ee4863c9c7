// An API of your own in front of Tyk: what the gateway would refuse is answered with 400 and never sent.
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { readResponse, request, sessionSchema, stringify } from "tyk-session";

const schema = sessionSchema({ endpoint: "gateway-key" });

/** The gateway is reached with FETCH at BASE_URL; CREDENTIAL is what credential() gave. */
export function createApp({ baseUrl, credential, fetch = globalThis.fetch }) {
  return new Hono().put("/keys/:id", sValidator("json", schema), async (context) => {
    const update = request({
      endpoint: "gateway-key",
      baseUrl,
      keyId: context.req.param("id"),
      query: { suppressReset: true },
      body: stringify(context.req.valid("json")),
      credential,
    });
    const outcome = await readResponse("gateway-key", await fetch(update.url, update));
    return outcome.kind === "updated" ? context.json({ key: outcome.key }) : context.json({ error: outcome.help }, 502);
  });
}
