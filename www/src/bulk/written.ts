import type { BulkRecord } from "tyk-session";

/** Gathers what is written. The browser may keep it elsewhere than in memory, so it is handed over piece by piece. */
export class Written {
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

/** A line for each key, as the command line writes them. */
export function ndjson(records: readonly BulkRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

export const csvHead = `${["key", "offset", "severity", "code", "pointer", "message", "fix"].join(",")}\r\n`;

/** A line for each issue, RFC 4180. Keys are counted from 1. */
export function csv(records: readonly BulkRecord[]): string {
  return records
    .flatMap(({ index, offset, issues }) =>
      issues.map(({ severity, code, pointer, message, fix }) =>
        [index + 1, offset, severity, code, pointer, message, fix?.title ?? ""].map(cell).join(","),
      ),
    )
    .map((line) => `${line}\r\n`)
    .join("");
}

/** A program for tables takes a text that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
