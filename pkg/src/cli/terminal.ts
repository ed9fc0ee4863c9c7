import { once } from "node:events";
import { styleText } from "node:util";

type Stream = NodeJS.WriteStream & { fd: number };
type Style = "bold" | "dim" | "red" | "yellow" | "blue" | "green" | "cyan";

/** Writes to standard output, no faster than what reads it. */
export async function write(text: string | Uint8Array): Promise<void> {
  if (text.length > 0 && !process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Says something to the person, beside the output. */
export function tell(text: string): void {
  process.stderr.write(`${plain(text)}\n`);
}

/** Puts on a style, if the stream is to have colours: https://no-color.org and https://force-color.org. */
export function painter(stream: Stream): (style: Style, text: string) => string {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = process.env;
  const colours = force ? force !== "0" && force !== "false" : !no && stream.isTTY && terminal !== "dumb";
  return (style, text) => (colours && text !== "" ? styleText(style, text, { validateStream: false }) : text);
}

/** The columns of standard output; what is no terminal has a hundred. */
export function columns(): number {
  return process.stdout.columns || 100;
}

/** One line without what would move the cursor, change colours or turn the direction of writing, or cannot be seen. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\ufeff]/gu, (control) => {
    if (control === "\ufeff") return "<U+FEFF>";
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
  });
}

/** `1 key`, `2 keys`, `1,000 keys`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Lines broken at spaces, each after the indentation. */
export function wrapped(text: string, width: number, indentation: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indentation.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => indentation + each).join("\n");
}
