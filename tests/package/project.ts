import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** An empty project with nothing installed but the packed package; outside the repository, unless it needs tools there. */
export class Project {
  readonly directory: string;
  readonly tarball: string;

  constructor(files: Record<string, string>, parent = tmpdir()) {
    mkdirSync(parent, { recursive: true });
    this.directory = mkdtempSync(join(parent, "tyk-session-"));
    this.write({ "package.json": '{ "private": true }', ...files });
    const pack = ["pack", "--json", "--pack-destination", this.directory, join(repository, "pkg")];
    this.tarball = JSON.parse(this.run("npm", pack))[0].filename;
    this.run("npm", ["install", "--offline", "--ignore-scripts", this.tarball]);
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.directory, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** What the command writes to its standard output when it is given the input; throws when it fails. */
  run(command: string, options: string[], input = ""): string {
    const env = { ...process.env, FORCE_COLOR: "0" };
    return execFileSync(command, options, {
      cwd: this.directory,
      encoding: "utf8",
      env,
      input,
      maxBuffer: 2 ** 26,
      stdio: "pipe",
    });
  }

  /** Runs a tool of the repository here. */
  tool(name: string, options: string[]): string {
    return this.run(join(repository, "node_modules/.bin", name), options);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
