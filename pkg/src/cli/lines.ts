import { askText } from "../instance.js";
import { readFile } from "./files.js";
import { write } from "./terminal.js";

const NEWLINE = 0x0a;

/** The whole lines of a stream, as many at once as have come. What stands behind the last newline comes last. */
export async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = [];
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      pending.push(chunk);
      continue;
    }
    yield Buffer.concat([...pending, chunk.subarray(0, end)]);
    pending = [chunk.subarray(end)];
  }
  const rest = Buffer.concat(pending);
  if (rest.length > 0) yield rest;
}

/** Answers each line of standard input with a line on standard output, in order, as they come. */
export async function answerLines(
  protocol: "check_lines" | "predict_lines",
  context: string | undefined,
): Promise<void> {
  const known = context === undefined ? Buffer.from("{}") : readFile(context);
  for await (const questions of lines(process.stdin)) {
    await write(askText((wasm) => wasm[protocol], [questions, known]));
  }
}
