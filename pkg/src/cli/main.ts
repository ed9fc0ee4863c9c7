import { TykSessionError } from "../error.js";
import { type Command, MISUSED, Misuse, meant, parse } from "./command.js";
import { check } from "./commands/check.js";
import { predict } from "./commands/predict.js";

const COMMANDS: readonly Command[] = [check, predict];

async function main([name = "help", ...line]: string[]): Promise<number> {
  const names = COMMANDS.map((command) => command.name);
  const command = COMMANDS.find((command) => command.name === name);
  if (command === undefined) throw new Misuse(`there is no command ${name}${meant(name, names)}`);
  const { values, operands } = parse(command, line);
  return command.run(values, operands);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // what read the output has seen enough, such as `head`
  if (error.code === "EPIPE") process.exit(MISUSED);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Misuse || error instanceof TykSessionError)) throw error;
  process.stderr.write(`tyk-session: ${error.message}\n`);
  process.exitCode = MISUSED;
}
