import type { Change, CheckOptions, Plan } from "../../generated/api.js";
import { plan as think } from "../../plan.js";
import { type Command, FINE, FOUND, Misuse } from "../command.js";
import { checkOptions } from "../configuration.js";
import { read, STDIN, source } from "../files.js";
import { stored, tellMistaken } from "../mistaken.js";
import { UPDATE } from "../options.js";
import { human } from "../reports/human.js";
import { checked } from "../reports/report.js";
import { columns, painter, plain, wrapped, write } from "../terminal.js";

const { previous, ...OPTIONS } = UPDATE;

export const plan: Command = {
  name: "plan",
  summary: "work an edit out: what changes, what is lost, what to send",
  usage: ["[--format FORMAT] BASE EDITED"],
  about:
    "BASE is the key as GET answered it, EDITED what was made of it. The body to send is whole, since an update replaces " +
    "the whole key, and without what nobody chose: live counters, and what policies say. The exit code is 1 when the body " +
    "has errors or the gateway will refuse it.",
  options: {
    format: {
      value: "FORMAT",
      short: "f",
      choices: ["human", "json", "body"],
      about: "the format: for people, as JSON, or only the body to send",
    },
    ...OPTIONS,
  },
  examples: [
    { about: "See what an edit does", line: "tyk-session plan -e gateway-key before.json after.json" },
    {
      about: "See it with the quota counter kept and the policies known",
      line: "tyk-session plan -e gateway-key --query suppress_reset=1 --context gateway.json before.json after.json",
    },
    {
      about: "Get the body to send",
      line: "tyk-session plan -e gateway-key --format body before.json after.json > body.json",
    },
  ],
  async run(values, operands) {
    const [base, edited] = operands;
    if (base === undefined || edited === undefined || operands.length > 2)
      throw new Misuse("plan takes two texts: BASE EDITED");
    if (base === STDIN && edited === STDIN) throw new Misuse("only one of the two texts can be standard input");
    const { previous, ...options } = checkOptions(values, source(edited).directory);
    const [before, after] = [stored("BASE", base, await read(base)), await read(edited)];
    tellMistaken(edited, after);
    const planned = think({ ...options, base: before, edited: after });
    const format = values.text("format") ?? "human";
    if (format === "json") await write(`${JSON.stringify(planned)}\n`);
    else if (format === "body") await write(planned.body);
    else await write(tell(planned, options));
    return planned.report.errors > 0 || planned.prediction.status >= 400 ? FOUND : FINE;
  },
};

const RISKS = { loss: "red", effect: "yellow", overwritten: "yellow", harmless: "dim" } as const;

function tell(planned: Plan, options: CheckOptions): string {
  const paint = painter(process.stdout);
  const { prediction, report, unchanged } = planned;
  const status = paint(prediction.status < 400 ? "green" : "red", String(prediction.status));
  const message = prediction.message === undefined ? "" : `: ${plain(prediction.message)}`;
  const issues = human().text(checked("body", Buffer.from(planned.body), report, options));
  return [
    unchanged ? "nothing was edited\n\n" : "",
    section("changes", planned.changes.map(change)),
    section(
      "does not stay as it is sent",
      planned.lost.map(({ pointer, reason }) => sentence(`${pointer}: ${reason}`, "  ")),
    ),
    section(
      "notes",
      planned.notes.map((note) => sentence(note, "  ")),
    ),
    issues === "" ? "" : `${paint("bold", "about the body")}\n\n${issues}`,
    `the gateway will answer ${status}${message}\n`,
  ].join("");
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${painter(process.stdout)("bold", title)}\n${lines.join("\n")}\n\n`;
}

function change(change: Change): string {
  const { risk, sentence: text } = change;
  const indentation = " ".repeat(14);
  const told = sentence(text, indentation).slice(indentation.length);
  const head = `  ${painter(process.stdout)(RISKS[risk], risk.padEnd(12))}${told}`;
  const note = change.kind === "counter" ? undefined : change.note;
  return note === undefined ? head : `${head}\n${sentence(note, indentation)}`;
}

function sentence(text: string, indentation: string): string {
  return wrapped(plain(text), columns(), indentation);
}
