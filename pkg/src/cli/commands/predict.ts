import type { Prediction } from "../../generated/api.js";
import { predict as foresee } from "../../predict.js";
import { type Command, FINE, FOUND, Misuse } from "../command.js";
import { checkOptions, defined, now } from "../configuration.js";
import { read, source } from "../files.js";
import { answerLines } from "../lines.js";
import { Masked, type MaskOptions } from "../mask.js";
import { tellMistaken } from "../mistaken.js";
import { batch, UPDATE } from "../options.js";
import { counted, tell as note, painter, plain, write } from "../terminal.js";

export const predict: Command = {
  name: "predict",
  summary: "say what the gateway will answer and store, to the byte",
  usage: ["[--format FORMAT] [--previous FILE] [--context FILE] FILE|-", "--batch [--context FILE] < QUESTIONS"],
  about:
    "Says the status and message of the answer, the text the gateway stores and for how long, and what is in force " +
    "afterwards; secrets are masked, but not in JSON. What depends on something that is not known is named; without --previous the key is taken as one that does not exist. The exit code is 1 when the update is refused.",
  options: {
    format: { value: "FORMAT", short: "f", choices: ["human", "json"], about: "the format: for people, or as JSON" },
    ...UPDATE,
    batch,
  },
  examples: [
    {
      about: "See what an update leaves in the store",
      line: "tyk-session predict -e gateway-key --previous stored.json body.json",
    },
    {
      about: "With the policies that the key applies",
      line: "tyk-session predict -e gateway-key --context gateway.json --previous stored.json body.json",
    },
    {
      about: 'Answer many questions, such as {"endpoint":"gateway-org","now":1795000000,"body":"{}"}',
      line: "tyk-session predict --batch --context gateway.json < questions.ndjson",
    },
  ],
  async run(values, operands) {
    if (values.on("batch")) return answerLines("predict_lines", values, operands, this.options);
    const [name] = operands;
    if (name === undefined || operands.length > 1)
      throw new Misuse("predict takes one text: FILE, or - for standard input");
    const { apiId, severity, ...options } = checkOptions(values, source(name).directory);
    const body = await read(name);
    tellMistaken(name, body);
    const prediction = foresee(body, { ...options, now: now(values) });
    if (options.previous === undefined) note("no --previous given: taken as a key that does not exist");
    await write(values.text("format") === "json" ? `${JSON.stringify(prediction)}\n` : tell(prediction, options));
    return prediction.status < 400 ? FINE : FOUND;
  },
};

function tell(prediction: Prediction, options: MaskOptions): string {
  const { status, message, stored, effective, ttl, resetsCounters, ...rest } = prediction;
  const paint = painter(process.stdout);
  const answer = status < 400 ? paint("green", String(status)) : paint("red", String(status));
  const life = ttl === undefined ? "" : ttl < 0 ? "for ever" : `for ${counted(Number(ttl), "second")}`;
  const facts = defined({
    answer: `${answer}${message === undefined ? "" : ` ${plain(message)}`} (${rest.certainty})`,
    life: life === "" ? undefined : life,
    quota: resetsCounters ? "the counters restart" : undefined,
    open: rest.undetermined.length > 0 ? plain(rest.undetermined.join(", ")) : undefined,
    "depends on": rest.dependsOn.length > 0 ? plain(rest.dependsOn.join(", ")) : undefined,
    stored: shown(stored),
    "in force": effective === stored ? undefined : shown(effective),
  });
  return Object.entries(facts)
    .map(([name, fact]) => `${paint("bold", name.padEnd(12))}${fact}\n`)
    .join("");

  function shown(text: string | undefined): string | undefined {
    return text === undefined ? undefined : plain(new Masked(Buffer.from(text), options).toString());
  }
}
