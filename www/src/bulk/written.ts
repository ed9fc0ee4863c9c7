import type { BulkRecord } from "tyk-session";

/** Gathers what is written. The browser may keep it elsewhere than in memory, so it is handed over piece by piece. */
export class Pieces {
  #pieces: Blob[] = [];
  #pending: (Uint8Array<ArrayBuffer> | string)[] = [];
  #length = 0;

  add(part: Uint8Array<ArrayBuffer> | string): void {
    if (part.length === 0) return;
    this.#pending.push(part);
    this.#length += part.length;
    if (this.#length >= 8 * 1024 * 1024) this.#handOver();
  }

  whole(type: string): Blob {
    this.#handOver();
    return new Blob(this.#pieces, { type });
  }

  #handOver(): void {
    this.#pieces.push(new Blob(this.#pending));
    this.#pending = [];
    this.#length = 0;
  }
}

/** Keys are counted from 1. Of a fix its words alone are told: its patch may hold a value that is called like a secret. */
function rowsOf({ index, offset, issues }: BulkRecord) {
  return issues.map(({ severity, code, pointer, message, fix }) => ({
    key: index + 1,
    offset,
    severity,
    code,
    pointer,
    message,
    fix: fix?.title ?? "",
  }));
}

/** A line for each issue. */
export function ndjson(records: readonly BulkRecord[]): string {
  return records
    .flatMap(rowsOf)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");
}

/** With a byte-order mark: without one, programs for tables take UTF-8 for something older. */
export const csvHead = "\ufeffkey,offset,severity,code,pointer,message,fix\r\n";

/** A line for each issue, RFC 4180. */
export function csv(records: readonly BulkRecord[]): string {
  return records
    .flatMap(rowsOf)
    .map((row) => `${Object.values(row).map(cell).join(",")}\r\n`)
    .join("");
}

/** A program for tables takes a text that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
