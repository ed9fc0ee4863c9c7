import type { RuleInfo, Severity } from "../../generated/api.js";
import { rules as catalogue } from "../about.js";
import { type Command, FINE, Misuse, meant } from "../command.js";
import { columns, painter, wrapped, write } from "../terminal.js";

export const rules: Command = {
  name: "rules",
  summary: "list the rules, or explain one",
  usage: ["[--format FORMAT] [CODE]"],
  about: "Each rule has a code, by which a configuration can make it an error, a warning, an info, or turn it off.",
  options: {
    format: { value: "FORMAT", short: "f", choices: ["human", "json"], about: "the format: for people, or as JSON" },
  },
  examples: [
    { about: "List all rules", line: "tyk-session rules" },
    { about: "Explain one", line: "tyk-session rules quota-max-negative" },
  ],
  get operands() {
    return catalogue().map((rule) => rule.code);
  },
  async run(values, operands) {
    const all = catalogue();
    const [code] = operands;
    if (operands.length > 1) throw new Misuse("rules takes one code");
    const found = code === undefined ? all : all.filter((rule) => rule.code === code);
    if (code !== undefined && found.length === 0) {
      throw new Misuse(
        `there is no rule ${code}${meant(
          code,
          all.map((rule) => rule.code),
        )}`,
      );
    }
    if (values.text("format") === "json")
      await write(`${JSON.stringify(code === undefined ? found : found[0], undefined, 2)}\n`);
    else await write(code === undefined ? list(found) : found.map(explain).join(""));
    return FINE;
  },
};

const COLOURS = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<Severity, string>;

function list(all: readonly RuleInfo[]): string {
  const paint = painter(process.stdout);
  const width = Math.max(...all.map((rule) => rule.code.length));
  const families = [...new Set(all.map((rule) => rule.family))];
  return families
    .map((family) => {
      const rows = all.filter((rule) => rule.family === family);
      const lines = rows.map(
        ({ code, severity, summary }) =>
          `  ${code.padEnd(width)}  ${paint(COLOURS[severity], severity.padEnd(7))}  ${summary}\n`,
      );
      return `${paint("bold", family)}\n${lines.join("")}`;
    })
    .join("\n");
}

function explain(rule: RuleInfo): string {
  const paint = painter(process.stdout);
  const width = Math.min(columns(), 100);
  const versions = [rule.since && `since gateway ${rule.since}`, rule.until && `before gateway ${rule.until}`];
  const endpoints = `at ${rule.endpoints.join(", ")}`;
  return [
    `${paint("bold", rule.code)} ${paint(COLOURS[rule.severity], rule.severity)} (${rule.family})\n`,
    `${rule.summary}\n\n`,
    `${wrapped(rule.why, width, "  ")}\n\n`,
    `${paint("bold", "where")}\n${wrapped([endpoints, ...versions].filter(Boolean).join(", "), width, "  ")}\n\n`,
    `${paint("bold", "speaks of")}\n  ${rule.triggers.body}\n\n`,
    `${paint("bold", "not of")}\n  ${rule.passes.body}\n\n`,
    `${paint("bold", "evidence")}\n${rule.evidence.map((each) => `${wrapped(each, width, "  ")}\n`).join("")}`,
  ].join("");
}
