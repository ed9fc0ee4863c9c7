import { type FixOptions, fix as fixText } from "../../check.js";
import type { Code } from "../../generated/api.js";
import type { Command } from "../command.js";
import { checkOptions, defined } from "../configuration.js";
import { UPDATE } from "../options.js";
import { REWRITE, rewrite } from "../rewrite.js";

export const fix: Command = {
  name: "fix",
  summary: "fix what can be fixed; every other byte stays",
  usage: [
    "[--unsafe] [--only CODE]... FILE",
    "(--write | --check | --diff) FILE|DIRECTORY|PATTERN...",
    "--ndjson FILE > FIXED",
  ],
  about:
    "Safe fixes keep what the gateway would do, or make it what was plainly meant; --unsafe makes guesses too. Without " +
    "--write the new text goes to standard output. The exit code is 1 when errors are left.",
  options: {
    ...REWRITE,
    unsafe: { about: "make the fixes that are guesses too" },
    only: { value: "CODE", multiple: true, about: "only the fixes of this rule; may be given more than once" },
    ...UPDATE,
  },
  examples: [
    { about: "See what would change", line: "tyk-session fix --diff -e gateway-key keys/" },
    { about: "Fix the files", line: "tyk-session fix --write -e gateway-key keys/" },
    { about: "Fix an export", line: "tyk-session fix -e gateway-key --ndjson export.ndjson > fixed.ndjson" },
    { about: "Fix in a pipe", line: "curl … | tyk-session fix -e dashboard-api - > fixed.json" },
  ],
  run: (values, operands) =>
    rewrite(values, operands, ({ directory }) => {
      const only = values.list("only") as Code[];
      const options = checkOptions(values, directory);
      const choice = defined<FixOptions>({
        ...options,
        unsafe: values.on("unsafe"),
        only: only.length > 0 ? only : undefined,
      });
      return (text) => {
        const fixed = fixText(text, choice);
        const errors = fixed.remaining.issues.filter((issue) => issue.severity === "error");
        return {
          text: fixed.text,
          options,
          done: fixed.applied.map((issue) => `${issue.code}: ${issue.fix?.title ?? issue.message}`),
          left: errors.map((issue) => `${issue.code}: ${issue.message}`),
          wrong: errors.length > 0,
        };
      };
    }),
};
