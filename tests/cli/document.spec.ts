import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "./folder.js";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const DOCUMENT = read("docs/command-line.md");
const CONFIGURATION = '{ "endpoint": "gateway-key" }';
const FINE = '{"org_id":"5e9d9544a1dcd60001d0ed20","rate":1,"per":1,"access_rights":{"a1":{}}}';
const WRONG = FINE.replace("1,", '"1",');

/** What stands behind a name in the document. */
function value(name: string): string {
  const [, found = ""] = new RegExp(`${name}: (.*)$`, "m").exec(DOCUMENT) ?? [];
  return found;
}

test("the hook before a commit stops wrong keys, and mends them where it is to", ({ folder }) => {
  folder.write({ "tyk-session.config.json": CONFIGURATION, "keys/a.json": WRONG, "keys/b.json": FINE });
  const files = new RegExp(value("files"));
  const staged = ["keys/a.json", "keys/b.json", "README.md", "keys/notes.txt"].filter((name) => files.test(name));
  expect(staged).toEqual(["keys/a.json", "keys/b.json"]);
  const hook = (entry: string) => folder.shell(`${entry} ${staged.join(" ")}`);
  expect(hook(value("entry")).code).toBe(1);
  const [, mending = ""] = /`entry: (tyk-session fix[^`]*)`/.exec(DOCUMENT) ?? [];
  expect(hook(mending).code).toBe(0);
  expect(folder.read("keys/a.json")).toBe(FINE);
  expect(hook(value("entry")).code).toBe(0);
});

test("the commands of the workflows run, and are of this version", ({ folder }) => {
  folder.write({ "tyk-session.config.json": CONFIGURATION, "keys/a.json": WRONG });
  const { version } = JSON.parse(read("pkg/package.json"));
  const commands = [...DOCUMENT.matchAll(/run: npx --yes tyk-session@(\S+) (.*)$/gm)];
  expect(commands).toHaveLength(2);
  for (const [, named, line] of commands) {
    expect(named).toBe(version);
    expect(folder.shell(`tyk-session ${line}`).code, line).toBe(1);
  }
  expect(JSON.parse(folder.read("keys.sarif")).runs[0].results).not.toEqual([]);
  expect(DOCUMENT).toContain(`additional_dependencies: ["tyk-session@${version}"]`);
});

test("the lines of the document and of the package's README are understood", ({ folder }) => {
  const line = /^(?:.*\| |npx )?(tyk-session .*?)(?: +#.*| \|.*)?$/gm;
  const [here, readme] = [DOCUMENT, read("pkg/README.md")].map((text) =>
    [...text.matchAll(line)].map(([, line = ""]) => line),
  );
  expect(here?.length).toBeGreaterThan(10);
  expect(readme?.length).toBeGreaterThan(5);
  const lines = [...(here ?? []), ...(readme ?? [])];
  for (const line of lines)
    expect(folder.shell(`${line} --help > /dev/null`), line).toMatchObject({ code: 0, err: "" });
});
