import { expect } from "@playwright/test";
import { test } from "./folder.js";

const BASE =
  '{"org_id":"o","rate":10,"per":60,"quota_max":100,"quota_remaining":50,"quota_renewal_rate":3600,"access_rights":{"a1":{"api_id":"a1","versions":["Default"]}},"tags":["a"]}';
const EDITED = BASE.replace('"rate":10', '"rate":20');
const CONTEXT = '{"org_id":"o","apis":{"a1":{"kind":"http"}},"policies":{},"certificates":[]}';

test("plan says what changes, what is sent, and what the gateway will answer", ({ folder }) => {
  folder.write({ "base.json": BASE, "edited.json": EDITED, "context.json": CONTEXT });
  const line = "plan -e gateway-key --context context.json --now 1795000000";
  const { code, out } = folder.run(`${line} base.json edited.json`);
  expect(out).toMatch(/^changes\n {2}effect {6}.*10.*20/);
  expect(out).toContain("left out, because the gateway keeps it by itself: /quota_remaining");
  expect(out).toMatch(/the gateway will answer 200\n$/);
  expect(code).toBe(0);
  const body = folder.run(`${line} --format body base.json edited.json`).out;
  expect(body).toBe(EDITED.replace('"quota_remaining":50,', ""));
  const plan = JSON.parse(folder.run(`${line} --format json base.json -`, { input: EDITED }).out);
  expect(plan).toMatchObject({ endpoint: "gateway-key", unchanged: false, body, prediction: { status: 200 } });
  expect(folder.run(`${line} base.json base.json`).out).toContain("nothing was edited");
  expect(folder.run(`${line} base.json -`, { input: '{"rate":"x"}' }).code).toBe(1);
  expect(folder.run(`${line} base.json`).err).toContain("plan takes two texts");
});

test("predict says what will be answered and stored", ({ folder }) => {
  folder.write({ "base.json": BASE, "context.json": CONTEXT });
  const line = "predict -e gateway-key --context context.json --previous base.json --now 1795000000";
  const { code, out } = folder.run(`${line} -`, { input: EDITED });
  expect(out).toMatch(/^answer {6}200 \(recorded\)\n/);
  expect(out).toMatch(/^stored {6}\{"rate":20,/m);
  expect(code).toBe(0);
  const refused = folder.run(`${line} --format json -`, { input: "[" });
  expect(JSON.parse(refused.out)).toMatchObject({ status: 400, message: "Request malformed" });
  expect(refused.code).toBe(1);
});

test("request prints a command that sends nothing and shows no secret", ({ folder }) => {
  folder.write({ "body.json": `${BASE}\n` });
  const line = "request -e gateway-key --url https://gw.example.com --key-id abcdefghijklmnopqrst";
  const { code, out } = folder.run(`${line} --query suppress_reset=1 body.json`, { env: { TYK_SECRET: "marker" } });
  expect(
    out,
  ).toBe(`curl --request PUT "https://gw.example.com/tyk/keys/\${TYK_KEY_ID:?ends in qrst}?suppress_reset=1" \\
  --header "x-tyk-authorization: $TYK_SECRET" \\
  --header 'Content-Type: application/json' \\
  --data-raw '${BASE}'
`);
  expect(code).toBe(0);
  expect(folder.run(`${line} --query suppress_reset=1 body.json`).out).toBe(out);
  expect(folder.run(`${line} --method GET --form httpie`).out).toMatch(/^http --ignore-stdin GET /);
  expect(folder.run(`${line} --form fetch body.json`).out).toMatch(/^await fetch\(/);
  const elsewhere = "request -e dashboard-api --key-id k1 body.json --url https://dash.example.com";
  expect(folder.run(elsewhere).err).toContain("--api-id is missing");
  expect(folder.run(`${elsewhere}/?x=1 --api-id a1`).err).toContain("\n  help: write it like https://");
  for (const [wrong, said] of [
    ["", "request takes one body"],
    ["--method GET body.json", "a GET has no body"],
    ["--query supress_reset=1 body.json", "did you mean suppress_reset?"],
    ["--query suppress_reset=no body.json", "suppress_reset is a switch"],
    ["--query suppress_reset=true body.json", "write suppress_reset=1"],
    ["--query suppress_reset body.json", "write suppress_reset=1"],
    ["--query reset_quota=1 body.json", "reset_quota"],
    ["--api-id a1 body.json", "API"],
  ]) {
    const run = folder.run(`${line} ${wrong}`);
    expect(run.err, wrong).toContain(said);
    expect(run.code, wrong).toBe(2);
  }
  const secret = folder.run(`${line} body.json`, { env: { TYK_SECRET: "mark\ner" } });
  expect(secret.code).toBe(2);
  expect(secret.err).not.toContain("mark");
});

test("request prints a body that is no JSON, says that it will be refused, and fails", ({ folder }) => {
  const line = "request -e gateway-key --url https://gw.example.com --key-id k1 -";
  for (const input of ["", "rate: 1", "[{]"]) {
    const { code, out, err } = folder.run(line, { input });
    expect(err).toBe("standard input: the body is not JSON: the gateway will refuse it\n");
    expect(out).toContain("curl --request PUT");
    expect(code).toBe(1);
  }
  expect(folder.run(line, { input: `\ufeff${BASE}` })).toMatchObject({ code: 0, err: "" });
});

test("predict says where it takes a key as one that does not exist", ({ folder }) => {
  folder.write({ "body.json": BASE, "none.json": "" });
  const line = "predict -e gateway-key --now 1795000000 body.json";
  const { out, err } = folder.run(line);
  expect(out).toContain("404 Key is not found");
  expect(err).toBe("no --previous given: taken as a key that does not exist\n");
  expect(folder.run(`${line} --previous none.json`)).toMatchObject({ out, err: "" });
});
