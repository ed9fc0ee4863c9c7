import { spawnSync } from "node:child_process";
import { expect } from "@playwright/test";
import { rules } from "tyk-session";
import { test } from "./folder.js";

const COMMANDS = ["check", "fix", "migrate", "plan", "predict", "request", "rules", "schema", "completion"];

test("the help names every command, and each explains itself with examples that are understood", ({ folder }) => {
  const overview = folder.run("--help");
  expect(overview.code).toBe(0);
  expect(folder.run("help").out).toBe(overview.out);
  for (const command of COMMANDS) {
    expect(overview.out).toContain(`  ${command} `);
    const { code, out } = folder.run(`${command} --help`);
    expect(code).toBe(0);
    expect(out).toBe(folder.run(`help ${command}`).out);
    expect(out).toContain("exit codes");
    const examples = out.split("\nexamples\n")[1]?.match(/tyk-session [^|<>\n]+/g) ?? [];
    expect(examples.length, command).toBeGreaterThan(0);
    for (const example of examples) {
      const line = `${example.replace("tyk-session ", "").replaceAll("'", "")} --help`;
      expect(folder.run(line), example).toMatchObject({ code: 0, err: "" });
    }
  }
  expect(folder.run("--version").out).toMatch(/^tyk-session \d+\.\d+\.\d+\n$/);
  expect(folder.run("-v").out).toBe(folder.run("--version").out);
});

test("no line of the help is too long for a terminal", ({ folder }) => {
  for (const command of COMMANDS) {
    const prose = folder.run(`${command} --help`).out.split("\nexamples\n")[0] ?? "";
    for (const line of prose.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  }
});

test("rules lists the catalogue and explains each rule", ({ folder }) => {
  const list = folder.run("rules").out;
  for (const { code } of rules()) expect(list).toContain(`  ${code} `);
  const one = folder.run("rules quota-max-negative").out;
  expect(one).toMatch(/^quota-max-negative warning \(quota\)\n/);
  expect(one).toContain("evidence");
  expect(JSON.parse(folder.run("rules --format json quota-max-negative").out).code).toBe("quota-max-negative");
  expect(JSON.parse(folder.run("rules --format json").out)).toHaveLength(rules().length);
  expect(folder.run("rules quota-max-negativ")).toMatchObject({ code: 2, out: "" });
});

test("schema prints the JSON Schema of a key", ({ folder }) => {
  for (const line of ["schema", "schema --draft 07"]) {
    expect(JSON.parse(folder.run(line).out).properties).toHaveProperty("quota_max");
  }
});

test("zsh reads its script", ({ folder }) => {
  // what it answers can only be asked in its line editor
  test.skip(spawnSync("zsh", ["--version"]).error !== undefined, "zsh is not installed");
  folder.write({ script: folder.run("completion zsh").out });
  expect(spawnSync("zsh", ["-n", "script"], { cwd: folder.path, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});

for (const shell of ["bash", "fish"] as const) {
  test(`${shell} completes commands, options and values`, ({ folder }) => {
    test.skip(spawnSync(shell, ["--version"]).error !== undefined, `${shell} is not installed`);
    folder.write({ script: folder.run(`completion ${shell}`).out });
    const read = spawnSync(shell, ["-n", "script"], { cwd: folder.path, encoding: "utf8" });
    expect(read).toMatchObject({ status: 0, stderr: "" });
    const complete = (line: string) => {
      const words = line.split(" ");
      const asked = {
        bash: `source ./script; COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length - 1}; _tyk_session; echo "\${COMPREPLY[@]}"`,
        fish: `source ./script; complete -C "${line}"`,
      }[shell];
      return asked === undefined
        ? undefined
        : spawnSync(shell, ["-c", asked], { cwd: folder.path, encoding: "utf8" }).stdout;
    };
    expect(complete("tyk-session mig")).toContain("migrate");
    expect(complete("tyk-session check --nd")).toContain("--ndjson");
    expect(complete("tyk-session check --format s")).toContain("sarif");
    expect(complete("tyk-session rules quota-max-n")).toContain("quota-max-negative");
    expect(complete("tyk-session completion z")).toContain("zsh");
  });
}
