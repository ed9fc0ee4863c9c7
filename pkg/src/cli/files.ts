import { readFileSync } from "node:fs";
import { Misuse } from "./command.js";

/** The bytes of a file that somebody named. */
export function readFile(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (error) {
    throw new Misuse(`${name} cannot be read: ${reason(error)}`);
  }
}

/** Why the system refused. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "permission denied";
  return message;
}
