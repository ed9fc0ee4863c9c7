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
  let migrated = 0;
  for (const { name } of sources(operands, LINE_FILES)) {
    let number = 0;
    for await (const chunk of lines(stream(name))) {
      let out = "";
      for (const line of chunk.toString().split(/(?<=\n)/)) {
        number++;
        const { text, changes } = move(line);
        out += text;
        if (changes.some((change) => change.done)) migrated++;
        for (const change of changes) if (!change.done) tell(`${title(name)}:${number}: left: ${change.message}`);
      }
      await write(out);
      progress.add(chunk);
    }
  }
  progress.end();
  tell(`${counted(migrated, "key")} of ${progress.keys.toLocaleString("en")} changed`);
  return FINE;
}
