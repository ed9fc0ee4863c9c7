import { check, migrate as move } from "../../check.js";
import type { Code } from "../../generated/api.js";
import type { Command } from "../command.js";
import { REWRITE, rewrite } from "../rewrite.js";

export const migrate: Command = {
  name: "migrate",
  summary: "move deprecated members to those that took their place",
  usage: ["FILE", "(--write | --check | --diff) FILE|DIRECTORY|PATTERN...", "--ndjson FILE > MIGRATED"],
  about:
    "The gateway does the same with the key before and after. apply_policy_id, which it ignores once apply_policies " +
    "holds anything, becomes apply_policies; enable_detail_recording becomes enable_detailed_recording. The exit " +
    "code is 1 when something is left that could not be moved or read.",
  options: REWRITE,
  examples: [
    { about: "Migrate all keys of a directory", line: "tyk-session migrate --write keys/" },
    { about: "Migrate an export", line: "tyk-session migrate --ndjson export.ndjson > migrated.ndjson" },
    { about: "Let CI insist on migrated keys", line: "tyk-session migrate --check keys/" },
  ],
  run: (values, operands) =>
    rewrite(values, operands, () => (text) => {
      const { text: moved, changes } = move(text);
      const words = (done: boolean) => changes.filter((change) => change.done === done).map(({ message }) => message);
      const left = [...words(false), ...unread(moved)];
      return { text: moved, options: {}, done: words(true), left, wrong: left.length > 0 };
    }),
};

/** Why deprecated members could not be found in a text, or not be read. */
function unread(text: string): string[] {
  const { issues } = check(text, { endpoint: "gateway-key" });
  return issues
    .filter(({ code, severity, pointer }) => severity === "error" && (WHOLE.includes(code) || DEPRECATED.test(pointer)))
    .map(({ code, message }) => `${code}: ${message}`);
}

/** What is wrong with a text as a whole. */
const WHOLE: readonly Code[] = [
  "json-syntax",
  "body-not-object",
  "body-null",
  "trailing-data",
  "byte-order-mark",
  "nesting-too-deep",
];
const DEPRECATED = /^\/(?:apply_policy_id|apply_policies(?:\/\d+)?|enable_detail(?:ed)?_recording)$/i;
