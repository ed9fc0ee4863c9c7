import { expect } from "@playwright/test";
import { test } from "./folder.js";

const KEY = '{"rate":"1","per":1,"access_rights":{"a1":{}}}';
const MENDED = '{"rate":1,"per":1,"access_rights":{"a1":{}}}';

test("what cannot be read or written is named in one line, and is no error of a key", ({ folder }) => {
  folder.write({ "keys/a.json": KEY, "lines.ndjson": KEY });
  folder.shell("ln -s b.json keys/b.json");
  const looking = folder.run("check -e gateway-key keys");
  expect(looking.err).toBe("tyk-session: keys/b.json cannot be read: its links go round in a circle\n");
  expect(looking.code).toBe(2);
  const writing = folder.shell("tyk-session migrate --ndjson lines.ndjson > /dev/full");
  expect(writing.err).toBe("tyk-session: standard output cannot be written: no space is left\n");
  expect(writing.code).toBe(2);
});

test("fix mends the other files where one is not UTF-8, and fails in the end", ({ folder }) => {
  folder.write({ "keys/b.json": KEY });
  folder.shell('printf \'{"alias":"\\xff"}\' > keys/a.json');
  const { code, err } = folder.run("fix --write -e gateway-key keys");
  expect(err).toContain("keys/a.json is not UTF-8: its bytes could not be kept\n");
  expect(err).toContain("1 key of 2 changed, 1 could not be used\n");
  expect(folder.read("keys/b.json")).toBe(MENDED);
  expect(code).toBe(2);
});
