/** What the Wasm says without names and quotes: src/wasm/packed.rs writes it. Numbers and texts, one after the other. */
export class Packed {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** A number: characters of six bits, the lowest first, with a seventh bit on all but the last. */
  number(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 64) {
      const digit = this.text.charCodeAt(this.at++);
      number += (digit & 63) * scale;
      if (!(digit & 64)) return number;
    }
  }

  /** A text, which stands after its length. */
  string(): string {
    const length = this.number();
    const start = this.at;
    this.at += length;
    return this.text.slice(start, this.at);
  }

  /** A list, which stands after its length. */
  list<T>(read: (packed: Packed) => T): T[] {
    const list: T[] = [];
    for (let left = this.number(); left > 0; left--) list.push(read(this));
    return list;
  }
}

const NEWLINE = 0x0a;

/** What is said in a line of JSON, and what is packed behind it. */
export function split(said: Uint8Array): { json: Uint8Array; rest: Uint8Array } {
  const end = said.indexOf(NEWLINE);
  return { json: said.subarray(0, end), rest: said.subarray(end + 1) };
}
