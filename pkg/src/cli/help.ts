import { NAME } from "./about.js";
import { type Command, HELP, type Option } from "./command.js";
import { columns, painter, wrapped } from "./terminal.js";

const EXITS = [
  ["0", "fine: no errors"],
  ["1", "found: errors in a key, an update that is refused, or a change with --check or --diff"],
  ["2", "misused: an unknown option, a file that cannot be read, a wrong configuration"],
] as const;

/** What the tool is, and its commands. */
export function overview(commands: readonly Command[]): string {
  const paint = painter(process.stdout);
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "Says what a Tyk gateway will do with the update of a key, before it is sent.\n\n",
    `${paint("bold", "usage")}\n  ${NAME} COMMAND [OPTION...] [FILE...]\n\n`,
    `${paint("bold", "commands")}\n`,
    ...commands.map(({ name, summary }) => `  ${paint("cyan", name.padEnd(width))}  ${summary}\n`),
    `\n${paint("bold", "examples")}\n`,
    example("Check the keys of a directory", `${NAME} check --endpoint gateway-key keys/`),
    example("See what an edit will do", `${NAME} plan --endpoint gateway-key before.json after.json`),
    example("Explain a command, with examples", `${NAME} help check`),
    exits(),
    `\nA file ${NAME}.config.json sets endpoint, version, context and severity for the texts beside and below it.\n`,
  ].join("");
}

/** How one command is used. */
export function explain(command: Command): string {
  const paint = painter(process.stdout);
  const width = Math.min(columns(), 100);
  const options = Object.entries({ ...command.options, help: HELP });
  return [
    `${wrapped(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`, width, "")}\n\n`,
    `${paint("bold", "usage")}\n${command.usage.map((usage) => `  ${NAME} ${command.name} ${usage}\n`).join("")}\n`,
    `${wrapped(command.about, width, "")}\n\n`,
    `${paint("bold", "options")}\n${options.map(([name, option]) => describe(name, option, width)).join("")}`,
    `\n${paint("bold", "examples")}\n${command.examples.map(({ about, line }) => example(about, line)).join("")}`,
    exits(),
  ].join("");
}

function describe(name: string, option: Option, width: number): string {
  const paint = painter(process.stdout);
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` ${option.value}`;
  const choices = option.choices === undefined ? "" : `: ${option.choices.join(", ")}`;
  return `  ${short}${paint("cyan", `--${name}`)}${value}\n${wrapped(`${option.about}${choices}`, width, "          ")}\n`;
}

function example(about: string, line: string): string {
  return `  ${painter(process.stdout)("dim", `# ${about}`)}\n  ${line}\n`;
}

function exits(): string {
  const bold = painter(process.stdout)("bold", "exit codes");
  return `\n${bold}\n${EXITS.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("")}`;
}
