import { beside } from "../about.js";
import { type Command, FINE, Misuse } from "../command.js";
import { write } from "../terminal.js";

const FILES = { "2020-12": "./schema.json", "07": "./schema.draft-07.json" };

export const schema: Command = {
  name: "schema",
  summary: "print the JSON Schema of a key, for editors",
  usage: ["[--draft DRAFT] > FILE"],
  about: "The schema knows names and types; what a key means to the gateway only check knows.",
  options: {
    draft: { value: "DRAFT", choices: Object.keys(FILES), about: "the draft of JSON Schema, 2020-12 if not given" },
  },
  examples: [
    { about: "Have Visual Studio Code complete members", line: "tyk-session schema --draft 07 > tyk-key.schema.json" },
  ],
  async run(values, operands) {
    if (operands.length > 0) throw new Misuse("schema takes no text: it prints the JSON Schema of every key");
    await write(beside(FILES[(values.text("draft") ?? "2020-12") as keyof typeof FILES]));
    return FINE;
  },
};
