import { expect } from "@playwright/test";
import { test } from "./folder.js";

const MARKER = "m4rker";
const SECRETS = `"hmac_enabled":true,"hmac_string":"${MARKER}","certificate":"${MARKER}","oauth_keys":{"c":"${MARKER}"},"jwt_data":{"secret":"${MARKER}"},"basic_auth_data":{"password":"${MARKER}","hash_type":"x"}`;
const BODIES = [
  `{"rate":1,${SECRETS},"apply_policy_id":"p1","quota_max":-5,"alias":1,"nope":2}`,
  // wrong in itself, under other spellings, with wrong values
  `{"HMAC_STRING":"${MARKER}","basic_auth_data":{"Password":["${MARKER}"]},"jwt_data":{"secret":{"a":"${MARKER}"}}}`,
  // no JSON at all
  `{"rate":1,${SECRETS},}`,
  `{"rate":1,"hmac_string":'${MARKER}'}`,
  `{"rate":1,"hmac_string":${MARKER}}`,
  `{"rate":1,"hmac_string":"${MARKER}`,
  `{"rate":1 "hmac_string":"${MARKER}" "quota_max":2}`,
  `${MARKER}`,
];

test("no report of any command shows a secret of a key", ({ folder }) => {
  folder.write(Object.fromEntries(BODIES.map((body, index) => [`keys/${index}.json`, body])));
  folder.write({ "keys.ndjson": BODIES.join("\n"), "base.json": `{"rate":2,${SECRETS.replaceAll(MARKER, "other")}}` });
  const lines = ["gateway-key", "gateway-org"].flatMap((endpoint) => [
    ...["human", "json", "sarif", "github"].map((format) => `check -e ${endpoint} --format ${format} keys`),
    ...["human", "json"].map((format) => `check -e ${endpoint} --ndjson --format ${format} keys.ndjson`),
    `fix -e ${endpoint} --diff --unsafe keys`,
    `fix -e ${endpoint} --check keys`,
    ...BODIES.map((_, index) => `plan -e ${endpoint} base.json keys/${index}.json`),
    ...BODIES.map((_, index) => `predict -e ${endpoint} keys/${index}.json`),
    ...BODIES.map((_, index) => `request -e ${endpoint} --url https://gw.example.com --key-id k1 keys/${index}.json`),
  ]);
  for (const line of [...lines, "migrate --diff keys"]) {
    const { code, out, err } = folder.run(line, { env: { TYK_SECRET: MARKER } });
    expect(code, `${line}: ${err}`).toBeLessThan(2);
    expect(out + err, line).not.toContain(MARKER);
  }
});

test("what holds nothing is no secret, and what stands behind a byte-order mark is told apart", ({ folder }) => {
  const key = '{"rate":"1","alias":"","tags":[""],"hmac_string":""}';
  for (const line of [
    "check -e gateway-key -",
    "fix --diff -e gateway-key -",
    "fix --diff -e gateway-key --key-id k1 -",
  ])
    expect(folder.run(line, { input: key }).out, line).not.toContain("•");
  expect(folder.run("check -e gateway-key -", { input: `${key.replace('"1"', "1")},,` }).out).not.toContain("•");
  const { out } = folder.run("check -e gateway-key -", { input: `\ufeff{"rate":1,"per":1,"hmac_string":"${MARKER}"}` });
  expect(out).toContain('<U+FEFF>{"rate":1,"per":1,"hmac_string":"••••••••"}');
});

test("the id of a consumer's key is masked wherever it stands in the key", ({ folder }) => {
  folder.write({ "a.json": `{"key_id":"${MARKER}","alias":"${MARKER}","quota_max":-5}` });
  const { out } = folder.run(`check -e gateway-key --key-id ${MARKER} a.json`);
  expect(out).toContain("quota-max-negative");
  expect(out).not.toContain(MARKER);
});
