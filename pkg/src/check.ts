import type { CheckOptions, Code, Fixed, Migrated, Operation, Report } from "./generated/api.js";
import { askText, bytesOfChecked, CHECK, exchange, keeps } from "./instance.js";
import { Packed } from "./packed.js";
import { readIssues, readReport } from "./report.js";
import { stringify } from "./stringify.js";
import { decode, type Input, membersOf, optionsOf, textOf } from "./wire.js";

/**
 * Says everything that is wrong or surprising about an update, before it is sent: what the gateway would refuse, ignore
 * or alter, and what it would do that was hardly meant.
 *
 * @throws {@link TykSessionError} when an option is wrong; never for what is wrong with the key.
 */
export function check(input: Input, options: CheckOptions): Report {
  const text = textOf(input);
  const encoded = optionsOf(options);
  return exchange(CHECK, [text, keeps(encoded) ? "" : encoded], read);
}

function read(said: Uint8Array): Report {
  return said.length === 0 ? { issues: [], errors: 0, warnings: 0, infos: 0 } : readReport(new Packed(decode(said)));
}

/** The options of {@link fix}. */
export interface FixOptions extends CheckOptions {
  /** Also the fixes that are guesses; as a list, those of these rules. */
  unsafe?: boolean | Code[];
  /** Only the fixes of these rules. */
  only?: Code[];
}

/**
 * Fixes what can be fixed in the text of a key: what no fix is about stays byte for byte as it was. Only safe fixes are
 * made, unless the options say otherwise.
 *
 * @throws {@link TykSessionError} when an option is wrong.
 */
export function fix(input: Input, options: FixOptions): Fixed {
  const { unsafe, only, ...rest } = membersOf(options);
  const text = textOf(input);
  return exchange(
    (wasm) => wasm.fix,
    [text, optionsOf(rest), stringify({ unsafe, only })],
    (said, changed) => {
      const packed = new Packed(decode(said));
      const applied = readIssues(packed);
      return { text: become(text, changed()), applied, remaining: readReport(packed) };
    },
  );
}

/**
 * Moves deprecated members to those that have taken their place, so that the gateway does what it did before. Everything
 * else stays byte for byte as it was.
 */
export function migrate(input: Input): Migrated {
  const text = textOf(input);
  // Mostly a text is migrated that was just checked: it stands in the Wasm's memory, and has been read.
  const checked = bytesOfChecked(text);
  return exchange(
    (wasm) => (bytes: number) => wasm.migrate(checked ?? bytes, checked !== undefined),
    [checked === undefined ? text : ""],
    (said, changed) => ({
      text: become(text, changed()),
      changes: new Packed(decode(said)).list((packed) => ({
        pointer: packed.string(),
        done: packed.number() === 1,
        message: packed.string(),
      })),
    }),
  );
}

/** What a text has become: nothing comes back where it stays as it is. */
function become(text: string | Uint8Array, changed: Uint8Array): string {
  if (changed.length > 0) return decode(changed);
  // a copy: no browser decodes memory that is shared
  return decode(typeof text === "string" ? text : new Uint8Array(text));
}

/**
 * Applies a JSON Patch (RFC 6902) to a text in place: every byte that no operation is about stays as it was. Either all
 * operations are applied, or it throws.
 *
 * @throws {@link TykSessionError} when the text is not JSON, or nothing stands where an operation points.
 */
export function patch(text: string, operations: readonly Operation[]): string {
  return askText((wasm) => wasm.patch, [textOf(text), stringify(operations)]);
}
