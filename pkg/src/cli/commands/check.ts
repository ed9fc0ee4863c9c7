import { check as inspect } from "../../check.js";
import { type Command, FINE, FOUND, type Values } from "../command.js";
import { checkOptions } from "../configuration.js";
import { JSON_FILES, read, sources } from "../files.js";
import { answerLines } from "../lines.js";
import { tellMistaken } from "../mistaken.js";
import { checkExports } from "../ndjson.js";
import { batch, UPDATE } from "../options.js";
import { github } from "../reports/github.js";
import { human } from "../reports/human.js";
import { json } from "../reports/json.js";
import { checked, type Reporter } from "../reports/report.js";
import { sarif } from "../reports/sarif.js";
import { write } from "../terminal.js";

const REPORTERS = { human, json, sarif, github } satisfies Record<string, () => Reporter>;

export const check: Command = {
  name: "check",
  summary: "say what is wrong with keys before they are sent",
  usage: [
    "[--format FORMAT] FILE|DIRECTORY|PATTERN|-...",
    "--ndjson [--format human|json] FILE|-...",
    "--batch [--context FILE] < QUESTIONS",
  ],
  about:
    "Says what the gateway would refuse, ignore or alter, and what it would do that was hardly meant. Of a directory, " +
    "the files that end in .json are checked. The exit code is 1 when there are errors, 0 when there are at most warnings.",
  options: {
    format: {
      value: "FORMAT",
      short: "f",
      choices: Object.keys(REPORTERS),
      about: "the format: for people, as JSON, for code scanning (SARIF 2.1.0), as annotations of GitHub Actions",
    },
    ...UPDATE,
    ndjson: { about: "exports: one key per line, or an array of keys; counted by rule, or key by key as JSON" },
    batch,
  },
  examples: [
    { about: "Check a key for the gateway's own API", line: "tyk-session check -e gateway-key key.json" },
    {
      about: "Check every key of a project, with what is known of the gateway",
      line: "tyk-session check -e dashboard-api --context gateway.json keys/",
    },
    { about: "Check what a pipe brings", line: "jq .data answer.json | tyk-session check -e dashboard-api -" },
    { about: "Annotate a pull request", line: "tyk-session check --format github 'keys/**/*.json'" },
    { about: "Check an export of a million keys", line: "tyk-session check -e gateway-key --ndjson export.ndjson" },
  ],
  async run(values, operands) {
    if (values.on("batch")) return answerLines("check_lines", values, operands, this.options);
    return values.on("ndjson") ? checkExports(values, operands) : checkFiles(values, operands);
  },
};

async function checkFiles(values: Values, operands: readonly string[]): Promise<number> {
  const reporter = REPORTERS[(values.text("format") ?? "human") as keyof typeof REPORTERS]();
  const totals = { keys: 0, errors: 0, warnings: 0, infos: 0 };
  for (const { name, directory } of sources(operands, JSON_FILES)) {
    const bytes = await read(name);
    tellMistaken(name, bytes);
    const options = checkOptions(values, directory);
    const report = inspect(bytes, options);
    totals.keys++;
    totals.errors += report.errors;
    totals.warnings += report.warnings;
    totals.infos += report.infos;
    await write(reporter.text(checked(name, bytes, report, options)));
  }
  await write(reporter.end(totals));
  return totals.errors > 0 ? FOUND : FINE;
}
