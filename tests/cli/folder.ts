import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

export const executable = fileURLToPath(new URL("../../pkg/bin/tyk-session.js", import.meta.url));

/** What a command did. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A temporary folder in which the command line runs. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "tyk-session-"));

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  /** Runs `tyk-session` with what stands behind it in a shell, words separated by spaces. */
  run(line: string, { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {}): Run {
    const { FORCE_COLOR, NO_COLOR, TYK_SECRET, ...rest } = process.env;
    const words = [executable, ...line.split(" ").filter((word) => word !== "")];
    const options = { cwd: this.path, env: { ...rest, ...env }, input, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, words, options);
    return { code: status, out: stdout, err: stderr };
  }

  /** Runs a line in bash, where `tyk-session` is the command. */
  shell(line: string): Run {
    const script = `tyk-session() { "${process.execPath}" "${executable}" "$@"; }\n${line}`;
    const options = { cwd: this.path, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const { status, stdout, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", script], options);
    return { code: status, out: stdout, err: stderr };
  }
}

/** A test with a folder of its own. */
export const test = base.extend<{ folder: Folder }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  folder: async ({}, use) => {
    const folder = new Folder();
    await use(folder);
    rmSync(folder.path, { recursive: true });
  },
});
