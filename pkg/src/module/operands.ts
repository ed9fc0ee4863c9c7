// A module packs an eighth smaller when two kinds of operands stand behind others of their kind, at its end, instead of behind their
// instructions: which local it is, said by how many others were used since, and how far from an address memory is read or written.
// How long a function is can be seen from the rest of it.

/** Bytes that are read or written one after the other. Numbers are as in Wasm: seven bits in a byte, the lowest first. */
class Bytes {
  at = 0;

  constructor(readonly all: Uint8Array<ArrayBuffer>) {}

  read(): number {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.all[this.at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  write(number: number): void {
    let rest = number;
    for (; rest > 127; rest >>>= 7) this.all[this.at++] = rest | 128;
    this.all[this.at++] = rest;
  }

  /** Copies a number, however it is written, and gives it. */
  copyNumber(to: Bytes): number {
    const start = this.at;
    const value = this.read();
    const length = this.at - start;
    this.at = start;
    this.copyBytes(to, length);
    return value;
  }

  copyBytes(to: Bytes, count: number): void {
    for (const end = this.at + count; this.at < end; ) to.all[to.at++] = this.all[this.at++] as number;
  }
}

/** What is done with operands while the rest is copied. `recent` are the locals of the function, the last used first. */
interface Operands {
  local(recent: number[]): void;
  offset(): void;
  length(copyFunction: () => void): void;
}

/** How many numbers follow an instruction, and one behind 0xfc. */
const NUMBERS = new Uint8Array(256);
for (const code of [2, 3, 4, 12, 13, 16, 35, 36, 37, 38, 63, 64, 65, 66, 208, 210]) NUMBERS[code] = 1;
NUMBERS[17] = 2;
const MORE_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function copyModule(from: Bytes, to: Bytes, operands: Operands): void {
  from.copyBytes(to, 8);
  while (from.at < from.all.length) {
    const section = from.copyNumber(to);
    const length = from.copyNumber(to);
    if (section !== 10) from.copyBytes(to, length);
    else for (let rest = from.copyNumber(to); rest > 0; rest--) operands.length(() => copyFunction(from, to, operands));
  }
}

function copyFunction(from: Bytes, to: Bytes, operands: Operands): void {
  const numbers = (count: number) => {
    for (let rest = count; rest > 0; rest--) from.copyNumber(to);
  };
  // how many locals of which type
  numbers(2 * from.copyNumber(to));
  const recent: number[] = [];
  for (let depth = 1; depth > 0; ) {
    const code = from.all[from.at] as number;
    from.copyBytes(to, 1);
    if (code === 0x0b) depth--;
    else if (code < 0x05 && code > 0x01) depth++;
    if (code >= 0x20 && code <= 0x22) operands.local(recent);
    else if (code >= 0x28 && code <= 0x3e) {
      numbers(1); // its alignment
      operands.offset();
    } else if (code === 0x0e) numbers(1 + from.copyNumber(to));
    else if (code === 0x1c) numbers(from.copyNumber(to));
    else if (code === 0x43 || code === 0x44) from.copyBytes(to, code === 0x43 ? 4 : 8);
    else numbers((code === 0xfc ? MORE_NUMBERS[from.copyNumber(to)] : NUMBERS[code]) ?? 0);
  }
}

/** Moves what stands at a place to the front. Those that were not used yet stand in their order. */
function bringForward(recent: number[], place: number): number {
  for (let next = recent.length; next <= place; next++) recent.push(next);
  const local = recent[place] as number;
  for (let to = place; to > 0; to--) recent[to] = recent[to - 1] as number;
  recent[0] = local;
  return local;
}

/** The sizes that stand before what is gathered: of the module, of its rest, of its locals. */
const SIZES = 12;

/** Moves the operands of a module to its end. */
export function gather(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const part = () => new Bytes(new Uint8Array(module.length));
  const [from, rest, locals, offsets] = [new Bytes(module), part(), part(), part()];
  copyModule(from, rest, {
    local(recent) {
      const local = from.read();
      const place = recent.indexOf(local);
      locals.write(place < 0 ? local : place);
      bringForward(recent, place < 0 ? local : place);
    },
    offset: () => offsets.write(from.read()),
    length(copyFunction) {
      from.read();
      copyFunction();
    },
  });
  const gathered = new Bytes(new Uint8Array(SIZES + rest.at + locals.at + offsets.at));
  new Uint32Array(gathered.all.buffer, 0, 3).set([module.length, rest.at, locals.at]);
  gathered.at = SIZES;
  for (const { all, at } of [rest, locals, offsets]) new Bytes(all).copyBytes(gathered, at);
  return gathered.all;
}

/** Puts the operands of a module back to where they belong. */
export function scatter(gathered: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [length, rest, locals] = new Uint32Array(gathered.buffer, 0, 3) as unknown as [number, number, number];
  const part = (start: number, end?: number) => new Bytes(gathered.subarray(SIZES + start, end));
  const to = new Bytes(new Uint8Array(length));
  const [from, local, offset] = [part(0, SIZES + rest), part(rest), part(rest + locals)];
  copyModule(from, to, {
    local: (recent) => to.write(bringForward(recent, local.read())),
    offset: () => to.write(offset.read()),
    length(copyFunction) {
      const start = to.at;
      copyFunction();
      const end = to.at;
      to.write(end - start);
      const length = to.all.slice(end, to.at);
      to.all.copyWithin(start + length.length, start, end);
      to.all.set(length, start);
    },
  });
  return to.all;
}
