import { isUtf8 } from "node:buffer";
import { migrate as move } from "../../check.js";
import { type Command, FINE, Misuse } from "../command.js";
import { LINE_FILES, sources, stream, title } from "../files.js";
import { lines } from "../lines.js";
import { Progress } from "../progress.js";
import { REWRITE, rewrite } from "../rewrite.js";
import { counted, tell, write } from "../terminal.js";

export const migrate: Command = {
  name: "migrate",
  summary: "move deprecated members to those that took their place",
  usage: ["FILE", "(--write | --check | --diff) FILE|DIRECTORY|PATTERN...", "--ndjson FILE > MIGRATED"],
  about:
    "The gateway does the same with the key before and after. apply_policy_id, which it ignores once apply_policies " +
    "holds anything, becomes apply_policies; enable_detail_recording becomes enable_detailed_recording.",
  options: { ...REWRITE, ndjson: { about: "one key a line, in and out, in order" } },
  examples: [
    { about: "Migrate all keys of a directory", line: "tyk-session migrate --write keys/" },
    { about: "Migrate an export", line: "tyk-session migrate --ndjson export.ndjson > migrated.ndjson" },
    { about: "Let CI insist on migrated keys", line: "tyk-session migrate --check keys/" },
  ],
  run(values, operands) {
    if (values.on("ndjson")) {
      if (Object.keys(REWRITE).some(values.on)) throw new Misuse("--ndjson writes to standard output and nowhere else");
      return migrateLines(operands);
    }
    return rewrite(values, operands, (text) => {
      const { text: moved, changes } = move(text);
      const [done, left] = [true, false].map((done) => changes.filter((change) => change.done === done));
      const words = (changes: typeof done) => (changes ?? []).map(({ message }) => message);
      return { text: moved, options: {}, done: words(done), left: words(left), wrong: false };
    });
  },
};

async function migrateLines(operands: readonly string[]): Promise<number> {
  const progress = new Progress();
  let [keys, migrated, bytes] = [0, 0, 0];
  for (const { name } of sources(operands, LINE_FILES)) {
    let number = 0;
    for await (const chunk of lines(stream(name))) {
      const out: Uint8Array[] = [];
      for (const line of split(chunk)) {
        number++;
        const { text, left } = moved(line);
        out.push(text);
        if (text !== line) migrated++;
        for (const message of left) tell(`${title(name)}:${number}: left: ${message}`);
      }
      await write(Buffer.concat(out));
      bytes += chunk.length;
      progress.show(keys + number, bytes);
    }
    keys += number;
  }
  progress.end();
  tell(`${counted(migrated, "key")} of ${keys.toLocaleString("en")} changed`);
  return FINE;
}

/** The line itself where nothing is moved, and what is left to do by hand. */
function moved(line: Uint8Array): { text: Uint8Array; left: string[] } {
  const { text, changes } = move(line);
  const left = changes.filter((change) => !change.done).map((change) => change.message);
  if (changes.length === left.length) return { text: line, left };
  return isUtf8(line)
    ? { text: Buffer.from(text), left }
    : { text: line, left: ["it is not UTF-8, its bytes could not be kept"] };
}

/** The lines with their newlines. */
function* split(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(0x0a, start) + 1 || chunk.length;
    yield chunk.subarray(start, end);
    start = end;
  }
}
