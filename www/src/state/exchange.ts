import { type HttpRequest, type Outcome, readParts, request } from "tyk-session";
import { apiId, endpoint, info, isHashed, subjectId, target } from "./connection";

/** One request and what came back. */
export interface Exchange {
  /** Milliseconds since 1970. */
  at: number;
  /** Milliseconds. */
  took: number;
  /** Absent when nothing came back. */
  outcome?: Outcome;
  /** The answer as it came. */
  text: string;
}

type RequestOptions = Parameters<typeof request>[0];
type Query = NonNullable<RequestOptions["query"]>;

/** What a request to the chosen endpoint has in common, whoever it goes to. */
export function requestOptions(baseUrl: string, query: Query): RequestOptions {
  return {
    endpoint: endpoint.value,
    baseUrl,
    keyId: subjectId.value.trim(),
    ...(info.value.needsApi ? { apiId: apiId.value.trim() } : {}),
    query: { ...query, ...(isHashed.value && info.value.subject === "key" ? { hashed: true } : {}) },
  };
}

/** Builds the request to the proxy of this page's own server, which adds the secret. Throws TykSessionError for bad ids. */
function proxied(method: "GET" | "PUT", query: Query, body?: string): HttpRequest {
  const baseUrl = `${location.origin}/proxy/${target.value?.kind}`;
  return request({ ...requestOptions(baseUrl, query), method, ...(body === undefined ? {} : { body }) });
}

export async function exchange(method: "GET" | "PUT", query: Query = {}, body?: string): Promise<Exchange> {
  const outgoing = proxied(method, query, body);
  const asked = endpoint.value;
  const at = Date.now();
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  try {
    const response = await fetch(outgoing.url, outgoing);
    const text = await response.text();
    const contentType = response.headers.get("content-type") ?? "";
    const outcome = readParts(asked, { method, status: response.status, contentType, text, type: response.type });
    return { at, took: took(), outcome, text };
  } catch {
    return { at, took: took(), text: "" };
  }
}
