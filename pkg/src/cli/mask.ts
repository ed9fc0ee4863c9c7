import type { CheckOptions } from "../generated/api.js";
import { secretsIn } from "../mask.js";
import { MASK } from "../printing.js";
import { unmarked } from "./mistaken.js";

/** A piece of a text from one byte to another, and how it is shown. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** Where an update goes: the id of a consumer's key opens the APIs, that of an organisation is no secret. */
export type MaskOptions = Partial<Pick<CheckOptions, "endpoint" | "keyId">>;

/** A text that can be shown: secrets are masked, and what stands where is still known. */
export class Masked {
  readonly #bytes: Buffer;
  readonly #masks: readonly Piece[];

  constructor(bytes: Uint8Array, { endpoint, keyId }: MaskOptions) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isSecret = endpoint === "gateway-key" || endpoint === "dashboard-api";
    // a byte-order mark is no part of the text: what stands behind it can be told apart as ever
    const text = unmarked(this.#bytes);
    const mark = this.#bytes.length - text.length;
    const spans = secretsIn(text, (isSecret && keyId) || "") ?? suspects(text);
    this.#masks = spans.map(([start, end]) => {
      const shown = this.#quoted(mark + start) ? `"${MASK}"` : MASK;
      return { start: mark + start, end: mark + end, shown };
    });
  }

  /** What is shown of the bytes from `start` to `end`. */
  slice(start: number, end: number): string {
    let shown = "";
    let at = start;
    for (const mask of this.#masks) {
      if (mask.end <= at || mask.start >= end) continue;
      // a mask stands where its secret begins: what begins in the middle of one does not show it again
      shown += this.#bytes.toString("utf8", at, Math.max(at, mask.start)) + (mask.start < at ? "" : mask.shown);
      at = mask.end;
    }
    return shown + this.#bytes.toString("utf8", Math.min(at, end), end);
  }

  /** Whether a secret stands between these bytes. */
  hides(start: number, end: number): boolean {
    return this.#masks.some((mask) => mask.start < end && start < mask.end);
  }

  toString(): string {
    return this.slice(0, this.#bytes.length);
  }

  #quoted(start: number): boolean {
    return this.#bytes[start] === 0x22;
  }
}

type Span = readonly [number, number];

const TOKEN = /"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?|[^\s"'{}[\]:,]+/g;
const EMPTY = /^(?:""|'')$/;
const HARMLESS = /^(?:[-+\d.eE_]{1,20}|true|false|null|NaN|-?Infinity|undefined|\/\/|#)$/;
const TELLING = /secret|password|hmac|cert|oauth|key|hash/i;

/** In a text that is no JSON, whatever may be a secret: all but names, empty strings and harmless literals. */
function suspects(bytes: Buffer): Span[] {
  const text = bytes.toString("latin1");
  const found: Span[] = [];
  let name = "";
  for (const match of text.matchAll(TOKEN)) {
    const [token, end] = [match[0], match.index + match[0].length];
    if (/^["'].*["']$/.test(token) && /^\s*:/.test(text.slice(end, end + 20))) name = token;
    else if (!EMPTY.test(token) && (!HARMLESS.test(token) || TELLING.test(name))) found.push([match.index, end]);
  }
  return found;
}
