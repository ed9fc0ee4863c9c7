import { TykSessionError } from "./error.js";
import type { Endpoint, Method, Outcome, ResponseParts } from "./generated/api.js";
import { ask } from "./instance.js";
import { stringify } from "./stringify.js";
import { membersOf } from "./wire.js";

/**
 * Says what a response of `fetch` means. The method is that of the request: the Dashboard answers alike to an update and
 * to a read.
 */
export async function readResponse(endpoint: Endpoint, response: Response, method: Method = "PUT"): Promise<Outcome> {
  if (typeof response?.headers?.get !== "function")
    throw new TykSessionError("the response must be what fetch gave, once it was awaited");
  const { status, type } = response;
  const contentType = response.headers.get("content-type") ?? "";
  return readParts(endpoint, { status, type, method, contentType, text: await response.text() });
}

/** Says what an answer means, from its parts: for those who do not use `fetch`. */
export function readParts(endpoint: Endpoint, parts: ResponseParts): Outcome {
  const known = membersOf(parts, "the parts of an answer must be an object with a status and a text");
  return ask((wasm) => wasm.read_parts, [stringify({ ...known, endpoint })]);
}
