import { TykSessionError } from "../error.js";
import { NAME, VERSION } from "./about.js";
import { type Command, FINE, MISUSED, Misuse, meant, parse } from "./command.js";
import { check } from "./commands/check.js";
import { completion } from "./commands/completion.js";
import { fix } from "./commands/fix.js";
import { migrate } from "./commands/migrate.js";
import { plan } from "./commands/plan.js";
import { predict } from "./commands/predict.js";
import { request } from "./commands/request.js";
import { rules } from "./commands/rules.js";
import { schema } from "./commands/schema.js";
import { reason, Unusable } from "./files.js";
import { explain, overview } from "./help.js";
import { plain, write } from "./terminal.js";

const COMMANDS: readonly Command[] = [
  check,
  fix,
  migrate,
  plan,
  predict,
  request,
  rules,
  schema,
  completion(() => COMMANDS),
];

async function main([name, ...line]: readonly string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(overview(COMMANDS));
    return MISUSED;
  }
  if (name === "--version" || name === "-V" || name === "-v") return say(`${NAME} ${VERSION}\n`);
  if (name === "--help" || name === "-h" || name === "help") {
    return say(line[0] === undefined ? overview(COMMANDS) : explain(find(line[0])));
  }
  const command = find(name);
  const { values, operands } = parse(command, line);
  return values.on("help") ? say(explain(command)) : command.run(values, operands);
}

function find(name: string): Command {
  const command = COMMANDS.find((command) => command.name === name);
  if (command !== undefined) return command;
  if (name.startsWith("-")) {
    const options = ["--help", "--version"];
    throw new Misuse(
      `there is no option ${name} before a command${meant(name, options) || `: there are ${options.join(", ")}`}`,
    );
  }
  const names = COMMANDS.map((command) => command.name);
  throw new Misuse(`there is no command ${name}${meant(name, names) || `: the commands are ${names.join(", ")}`}`);
}

async function say(text: string): Promise<number> {
  await write(text);
  return FINE;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // whoever reads the output has seen enough, such as `head`
  if (error.code === "EPIPE") process.exit(FINE);
  complain(new Unusable(`standard output cannot be written: ${reason(error)}`));
  process.exit(MISUSED);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(error);
  process.exitCode = MISUSED;
}

function complain(error: unknown): void {
  if (!(error instanceof Misuse || error instanceof TykSessionError)) {
    // a bug: whoever mends it needs to know where, and 1 would say that a key has errors
    console.error(error);
    return;
  }
  const helps = error instanceof TykSessionError ? error.flaws.flatMap((flaw) => flaw.help ?? []) : [];
  process.stderr.write(
    `${NAME}: ${plain(named(error.message))}\n${helps.map((help) => `  help: ${plain(help)}\n`).join("")}`,
  );
}

/** What the package calls an option is a flag here. */
function named(message: string): string {
  const flags = {
    version: "--gateway-version",
    query: "--query",
    context: "--context",
    keyId: "--key-id",
    apiId: "--api-id",
  };
  return Object.entries(flags).reduce((text, [name, flag]) => text.replace(`options.${name}`, flag), message);
}
