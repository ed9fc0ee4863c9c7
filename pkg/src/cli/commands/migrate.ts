import { migrate as move } from "../../check.js";
import type { Command } from "../command.js";
import { REWRITE, rewrite } from "../rewrite.js";

export const migrate: Command = {
  name: "migrate",
  summary: "move deprecated members to those that took their place",
  usage: ["FILE", "(--write | --check | --diff) FILE|DIRECTORY|PATTERN...", "--ndjson FILE > MIGRATED"],
  about:
    "The gateway does the same with the key before and after. apply_policy_id, which it ignores once apply_policies " +
    "holds anything, becomes apply_policies; enable_detail_recording becomes enable_detailed_recording.",
  options: REWRITE,
  examples: [
    { about: "Migrate all keys of a directory", line: "tyk-session migrate --write keys/" },
    { about: "Migrate an export", line: "tyk-session migrate --ndjson export.ndjson > migrated.ndjson" },
    { about: "Let CI insist on migrated keys", line: "tyk-session migrate --check keys/" },
  ],
  run: (values, operands) =>
    rewrite(values, operands, () => (text) => {
      const { text: moved, changes } = move(text);
      const [done, left] = [true, false].map((done) => changes.filter((change) => change.done === done));
      const words = (changes: typeof done) => (changes ?? []).map(({ message }) => message);
      return { text: moved, options: {}, done: words(done), left: words(left), wrong: false };
    }),
};
