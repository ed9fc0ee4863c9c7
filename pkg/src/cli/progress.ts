import { counted } from "./terminal.js";

const NEWLINE = 0x0a;
const INTERVAL = 200;

/** Tells on a terminal how far a stream has come. */
export class Progress {
  keys = 0;
  #bytes = 0;
  #shown = 0;
  readonly #start = Date.now();

  /** Some whole lines are done. */
  add(lines: Uint8Array): void {
    this.#bytes += lines.length;
    for (let at = lines.indexOf(NEWLINE); at !== -1; at = lines.indexOf(NEWLINE, at + 1)) this.keys++;
    if (lines.at(-1) !== NEWLINE && lines.length > 0) this.keys++;
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.#shown < INTERVAL) return;
    this.#shown = now;
    const rate = Math.round(this.keys / Math.max(0.001, (now - this.#start) / 1000));
    process.stderr.write(
      `\r\x1b[K${counted(this.keys, "key")}, ${(this.#bytes / 1e6).toFixed(1)} MB, ${counted(rate, "key")} a second`,
    );
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown > 0) process.stderr.write("\r\x1b[K");
  }
}
