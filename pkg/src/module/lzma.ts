/** Where the probabilities of each kind of bit begin. */
const [REPEATED, FIRST, SECOND, THIRD, SHORT] = [192, 204, 216, 228, 240];
const [SLOTS, DISTANCES, ALIGNMENT, LENGTHS, REPEATED_LENGTHS, LITERALS] = [432, 688, 803, 819, 1333, 1847];

/** Where the decoder has what it works with. */
const [RANGE, CODE] = [0, 1];

/**
 * Unpacks an `.lzma` file. What it holds is a fifth smaller than what any engine unpacks, and engines unpack in promises
 * only. All libraries found carry their packer too, and are ten times as large as this.
 */
export function unpack(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(file.buffer, file.byteOffset);
  const properties = view.getUint8(0);
  const contextBits = properties % 9;
  const positions = (1 << Math.floor(properties / 45)) - 1;
  const literalPositions = (1 << (Math.floor(properties / 9) % 5)) - 1;
  const output = new Uint8Array(view.getUint32(5, true));
  const probabilities = new Uint16Array(LITERALS + 768 * (literalPositions + 1) * (1 << contextBits)).fill(1024);
  // In an array, because engines would put each number above 2^31 in an object of its own.
  const decoder = new Uint32Array([2 ** 32 - 1, view.getUint32(14)]);
  let next = 18;

  function refill(): void {
    if ((decoder[RANGE] as number) < 2 ** 24) {
      decoder[RANGE] = (decoder[RANGE] as number) << 8;
      decoder[CODE] = ((decoder[CODE] as number) << 8) | (file[next++] as number);
    }
  }

  function bit(place: number): number {
    const probability = probabilities[place] as number;
    const range = decoder[RANGE] as number;
    const code = decoder[CODE] as number;
    const bound = (range >>> 11) * probability;
    const isOne = code >= bound;
    if (isOne) {
      decoder[RANGE] = range - bound;
      decoder[CODE] = code - bound;
      probabilities[place] = probability - (probability >> 5);
    } else {
      decoder[RANGE] = bound;
      probabilities[place] = probability + ((2048 - probability) >> 5);
    }
    refill();
    return isOne ? 1 : 0;
  }

  /** So many bits, the highest first, each with the probabilities of those before it. */
  function number(place: number, bits: number): number {
    let node = 1;
    for (let index = 0; index < bits; index++) node = (node << 1) | bit(place + node);
    return node - (1 << bits);
  }

  /** So many bits, the lowest first. */
  function reversed(place: number, bits: number): number {
    let [node, value] = [1, 0];
    for (let index = 0; index < bits; index++) {
      const one = bit(place + node);
      node = (node << 1) | one;
      value |= one << index;
    }
    return value;
  }

  function length(place: number, position: number): number {
    if (!bit(place)) return 2 + number(place + 2 + (position << 3), 3);
    if (!bit(place + 1)) return 10 + number(place + 130 + (position << 3), 3);
    return 18 + number(place + 258, 8);
  }

  function distance(count: number): number {
    const slot = number(SLOTS + (Math.min(count - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) << bits;
    if (slot < 14) return high + reversed(DISTANCES + high - slot, bits);
    let middle = 0;
    for (let index = 4; index < bits; index++) {
      const half = (decoder[RANGE] as number) >>> 1;
      const isOne = (decoder[CODE] as number) >= half;
      decoder[RANGE] = half;
      if (isOne) decoder[CODE] = (decoder[CODE] as number) - half;
      middle = (middle << 1) | (isOne ? 1 : 0);
      refill();
    }
    return high + (middle << 4) + reversed(ALIGNMENT, 4);
  }

  function literal(state: number, at: number, match: number): number {
    const previous = at > 0 ? (output[at - 1] as number) : 0;
    const place = LITERALS + 768 * (((at & literalPositions) << contextBits) + (previous >> (8 - contextBits)));
    let node = 1;
    if (state > 6) {
      // After a match the byte that would have gone on with it says what to expect, until it differs.
      for (let rest = match; node < 256; rest <<= 1) {
        const expected = (rest >> 7) & 1;
        const one = bit(place + ((1 + expected) << 8) + node);
        node = (node << 1) | one;
        if (one !== expected) break;
      }
    }
    while (node < 256) node = (node << 1) | bit(place + node);
    return node;
  }

  let [state, first, second, third, fourth] = [0, 0, 0, 0, 0];
  for (let at = 0; at < output.length; ) {
    const position = at & positions;
    if (!bit((state << 4) + position)) {
      output[at] = literal(state, at, output[at - first - 1] as number);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count: number;
    if (!bit(REPEATED + state)) {
      [second, third, fourth] = [first, second, third];
      count = length(LENGTHS, position);
      first = distance(count);
      state = state < 7 ? 7 : 10;
    } else {
      let isShort = false;
      if (!bit(FIRST + state)) {
        isShort = !bit(SHORT + (state << 4) + position);
      } else if (!bit(SECOND + state)) {
        [first, second] = [second, first];
      } else if (!bit(THIRD + state)) {
        [first, second, third] = [third, first, second];
      } else {
        [first, second, third, fourth] = [fourth, first, second, third];
      }
      count = isShort ? 1 : length(REPEATED_LENGTHS, position);
      state = state < 7 ? (isShort ? 9 : 8) : 11;
    }
    for (const end = at + count; at < end; at++) output[at] = output[at - first - 1] as number;
  }
  return output;
}
