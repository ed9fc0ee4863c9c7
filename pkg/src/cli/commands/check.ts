import { type Command, FINE, Misuse } from "../command.js";
import { answerLines } from "../lines.js";
import { context } from "../options.js";

export const check: Command = {
  name: "check",
  summary: "say what is wrong with keys before they are sent",
  usage: ["--batch [--context FILE] < QUESTIONS"],
  about: "",
  options: {
    batch: { about: "answer questions from standard input, one JSON object a line" },
    context,
  },
  examples: [],
  async run(values) {
    if (!values.on("batch")) throw new Misuse("--batch is missing");
    await answerLines("check_lines", values.text("context"));
    return FINE;
  },
};
