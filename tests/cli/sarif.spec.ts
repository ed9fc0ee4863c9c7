import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { patch, rules } from "tyk-session";
import ts from "typescript";
import { test } from "./folder.js";

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: [{ physicalLocation: { artifactLocation: { uri: string }; region: Region } }];
  partialFingerprints: Record<string, string>;
  fixes?: [{ artifactChanges: [{ replacements: [{ deletedRegion: Region; insertedContent?: { text: string } }] }] }];
}

const LEVELS = { error: "error", warning: "warning", info: "note" };

test("code scanning gets SARIF 2.1.0: rules with words and evidence, places that exist, fixes that mend", ({
  folder,
}) => {
  folder.write(Object.fromEntries(rules().map(({ code, triggers }) => [`keys/${code} ü.json`, `\n ${triggers.body}`])));
  const { out } = folder.run("check -e gateway-key --now 1795000000 --format sarif keys");
  const log = JSON.parse(out);
  expect(log).toMatchObject({ version: "2.1.0", runs: [{ columnKind: "utf16CodeUnits" }] });
  const [{ tool, results }] = log.runs;
  expect(tool.driver).toMatchObject({ name: "tyk-session", semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  for (const rule of tool.driver.rules) {
    const known = rules().find(({ code }) => code === rule.id);
    expect(rule).toMatchObject({ shortDescription: { text: known?.summary }, fullDescription: { text: known?.why } });
    expect(rule.defaultConfiguration.level).toBe(LEVELS[known?.severity ?? "info"]);
    expect(rule.help.markdown).toContain(known?.evidence[0]);
  }
  expect(results.length).toBeGreaterThan(100);
  let mended = 0;
  for (const result of results as Result[]) {
    expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(Object.values(LEVELS)).toContain(result.level);
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    const text = folder.read(decodeURIComponent(artifactLocation.uri));
    expect(offset(text, region.startLine, region.startColumn)).toBeLessThanOrEqual(text.length);
    const replacement = result.fixes?.[0].artifactChanges[0].replacements[0];
    if (replacement === undefined) continue;
    const name = decodeURIComponent(artifactLocation.uri);
    const { deletedRegion: gone, insertedContent } = replacement;
    const start = offset(text, gone.startLine, gone.startColumn);
    const end = offset(text, gone.endLine, gone.endColumn);
    const after = text.slice(0, start) + (insertedContent?.text ?? "") + text.slice(end);
    const issues = JSON.parse(folder.run(`check -e gateway-key --now 1795000000 --format json -`, { input: text }).out)
      .files[0].issues;
    const patches = issues.filter((issue: { code: string; fix?: object }) => issue.code === result.ruleId && issue.fix);
    expect(
      patches.map(({ fix }: never) => patch(text, (fix as { patch: [] }).patch)),
      name,
    ).toContain(after);
    mended++;
    if (mended > 20) break;
  }
  expect(mended).toBeGreaterThan(5);
});

function offset(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  return lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

test("the compiler takes the log for SARIF 2.1.0 as @types/sarif declares it, with no member too many", ({
  folder,
}) => {
  folder.write(Object.fromEntries(rules().map(({ code, triggers }) => [`keys/${code}.json`, triggers.body])));
  const { out } = folder.run("check -e gateway-key --now 1795000000 --format sarif keys");
  const file = fileURLToPath(new URL("../results/cli/log.ts", import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import type { Log } from "sarif";\nexport const log: Log = ${out};`);
  const program = ts.createProgram([file], { strict: true, noEmit: true, types: [], skipLibCheck: true });
  const told = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(told).toEqual([]);
});
