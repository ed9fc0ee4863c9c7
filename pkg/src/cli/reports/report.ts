import type { Report } from "../../generated/api.js";
import { Lines } from "../frame.js";
import { Masked, type MaskOptions } from "../mask.js";

/** A text and what there is to say about it. */
export interface Checked {
  /** The file's name, or `-`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly lines: Lines;
  readonly masked: Masked;
  readonly report: Report;
}

/** Puts together what reporters need to know. */
export function checked(name: string, bytes: Uint8Array, report: Report, options: MaskOptions): Checked {
  return { name, bytes, report, lines: new Lines(bytes), masked: new Masked(bytes, options) };
}

/** What becomes of all texts together. */
export interface Totals {
  readonly keys: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** A way of telling what was found: text by text, and at the end. */
export interface Reporter {
  readonly text: (checked: Checked) => string;
  readonly end: (totals: Totals) => string;
}
