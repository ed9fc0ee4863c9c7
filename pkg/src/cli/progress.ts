import { counted } from "./terminal.js";

/** Milliseconds between two changes of the line. */
const INTERVAL = 200;

/** Tells on a terminal how far a stream has come. */
export class Progress {
  #shown = 0;
  readonly #start = Date.now();

  /** So many keys and bytes are done. */
  show(keys: number, bytes: number): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.#shown < INTERVAL) return;
    this.#shown = now;
    const rate = Math.round(keys / Math.max(0.001, (now - this.#start) / 1000));
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    process.stderr.write(`\r\x1b[K${counted(keys, "key")}, ${size}, ${counted(rate, "key")} a second`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown > 0) process.stderr.write("\r\x1b[K");
  }
}
