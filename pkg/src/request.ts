import { type Credential, reveal } from "./credential.js";
import type { HttpRequest, RequestTarget } from "./generated/api.js";
import { ask, askText } from "./instance.js";
import { MASK, printAs } from "./printing.js";
import { stringify } from "./stringify.js";
import { membersOf, withTexts } from "./wire.js";

/** The options of {@link request}. */
export interface RequestOptions extends RequestTarget {
  /** The secret, if the request is to carry it; a proxy on the way may add it instead. */
  credential?: Credential;
}

/** How a request is shown: as a command for a POSIX shell, or as a call of `fetch`. */
export type Form = "curl" | "fetch" | "httpie";

/**
 * Builds a request as plain, frozen data. Sending it is yours: `fetch(request.url, request)`. In a log it is what
 * {@link show} makes of it.
 *
 * @throws {@link TykSessionError} with every flaw that would make it another request than the one that is meant.
 */
export function request(options: RequestOptions): Readonly<HttpRequest> {
  const { credential, ...target } = withTexts(options);
  const encoded = stringify({ ...target, credential: credential && reveal(credential) });
  return new BuiltRequest(ask((wasm) => wasm.request, [encoded]));
}

/**
 * The printable form of a request, to read, copy and run: every secret in it, in its headers, its path and its body, is
 * an environment variable.
 */
export function show(request: Readonly<HttpRequest>, form: Form): string {
  const { method, url, headers, body, redirect } = membersOf(request, "the request must be what request() gave");
  const encoded = stringify({ method, url, headers: { ...headers }, body, redirect });
  return askText((wasm) => wasm.show, [encoded, stringify(form)]);
}

class BuiltRequest implements HttpRequest {
  declare readonly method: HttpRequest["method"];
  declare readonly url: string;
  declare readonly headers: Record<string, string>;
  declare readonly body?: string;
  declare readonly redirect: "manual";

  constructor({ headers, ...rest }: HttpRequest) {
    Object.assign(this, rest, { headers: Object.freeze(Object.assign(new BuiltHeaders(), headers)) });
    Object.freeze(this);
  }
}

class BuiltHeaders {
  [name: string]: string;
}

printAs(BuiltRequest, (request) => show(request, "curl"));
printAs(BuiltHeaders, (headers) => `${Object.keys(headers).join(", ")}: ${MASK}`);
