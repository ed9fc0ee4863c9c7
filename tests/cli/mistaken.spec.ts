import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "./folder.js";

const KEY = '{"rate":1,"per":1}';
const MISTAKEN = [
  ['{"api_model":{},"data":{"rate":1,"per":1},"key_id":"x"}', "this is the Dashboard's answer"],
  ['{"status":"error","message":"Key is not found"}', "this is an error that a server answered with"],
  ['{"Status":"Error","Message":"Not authorised","Meta":null}', "this is an error that a server answered with"],
  ['{"error":"Access to this API has been disallowed"}', "this is an error that a server answered with"],
  ["<!doctype html><title>502</title>", "this is HTML or XML"],
  ["rate=1&per=2", "these are the fields of a form"],
  [`${KEY}\n${KEY}\n`, "there is a key on each line"],
] as const;

test("what is no key but an answer, a page or an export is called what it is", ({ folder }) => {
  folder.write({ "key.json": KEY });
  for (const [text, said] of MISTAKEN) {
    folder.write({ "a.json": text });
    for (const line of [
      "check -e gateway-key a.json",
      "predict -e gateway-key --previous key.json a.json",
      "plan -e gateway-key key.json a.json",
      "request -e gateway-key --url https://gw.example.com --key-id k1 a.json",
    ]) {
      const { err, code } = folder.run(line);
      expect(err, line).toContain(`a.json: ${said}`);
      expect(code, line).toBeLessThan(2);
    }
    for (const line of ["fix -e gateway-key --unsafe a.json", "migrate a.json"]) {
      const { out, err, code } = folder.run(line);
      expect(err, line).toContain(`a.json: ${said}`);
      expect({ out, code }, line).toEqual({ out: "", code: 2 });
    }
  }
});

test("UTF-16 is called what it is, with a mark and without", ({ folder }) => {
  for (const text of [`\ufeff${KEY}`, KEY]) {
    writeFileSync(join(folder.path, "a.json"), text, "utf16le");
    for (const line of [
      "check -e gateway-key a.json",
      "fix -e gateway-key a.json",
      "check -e gateway-key --ndjson a.json",
    ])
      expect(folder.run(line).err, line).toContain("a.json: this is UTF-16: write it as UTF-8\n");
  }
});

test("a base is a key as a server has it, or empty", ({ folder }) => {
  folder.write({ "key.json": KEY, "empty.json": "", "marked.json": `\ufeff${KEY}`, "blank.json": "{}" });
  for (const [text, said] of [...MISTAKEN, ["[]", "it is no JSON object"], ['{"x":1}', "it has no member of a key"]]) {
    folder.write({ "a.json": text });
    for (const [line, role] of [
      ["plan -e gateway-key a.json key.json", "BASE"],
      ["check -e gateway-key --previous a.json key.json", "--previous"],
      ["predict -e gateway-key --previous a.json key.json", "--previous"],
    ]) {
      const { out, err, code } = folder.run(line as string);
      expect(err, line).toContain(`${role} is not a key: a.json: ${said}`);
      expect({ out, code }, line).toEqual({ out: "", code: 2 });
    }
  }
  for (const base of ["empty.json", "marked.json", "blank.json"])
    expect(folder.run(`plan -e gateway-key ${base} key.json`).err, base).toBe("");
  expect(folder.run("plan -e gateway-key marked.json key.json").out).toContain("nothing was edited");
  expect(folder.run("plan -e gateway-key - -").err).toContain("only one of the two texts");
});
