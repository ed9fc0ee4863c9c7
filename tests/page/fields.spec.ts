import {
  chooseEndpoint,
  editor,
  everything,
  expect,
  givenSecret,
  load,
  paste,
  review,
  row,
  showInProduction,
  test,
  textOf,
} from "./fixtures";

/** Odd on purpose: white space, members in no order, literals that JavaScript would spell otherwise. */
const odd =
  '{\t"throttle_retry_limit" : 1e0,\r\n\t"throttle_interval":  2.50,"tags":[ "a" ,"b", "c" ],\r\n\t"meta_data":{ "one" :"1", "2":"two" },' +
  '"hmac_enabled" :false,"enable_http_signature_validation":false, "certificate":"c1","rsa_certificate_id" : "r1",' +
  '"enable_detailed_recording":false , "allowance": 1.0, "max_query_depth":9007199254740993,"session_lifetime":60 }\r\n';

const edits: [label: string, value: string | boolean, before: string, after: string][] = [
  ["Throttle", "3", "1e0", "3"],
  ["Time between retries", "0.5", "2.50", "0.5"],
  ["Accept signed requests", true, '"hmac_enabled" :false', '"hmac_enabled" :true'],
  ["Validate HTTP signatures", true, '_validation":false', '_validation":true'],
  ["Certificate of HTTP signatures", 'r"2', '"r1"', '"r\\"2"'],
  ["Value of one", "é\\", '"1"', '"é\\\\"'],
  ["Record requests and responses in full", true, 'recording":false', 'recording":true'],
  ["Allowance", "2.5", "1.0", "2.5"],
  ["Query depth", "9007199254740995", "9007199254740993", "9007199254740995"],
  ["Stored for", "1h 30m", '_lifetime":60', '_lifetime":5400'],
];

for (const [label, value, before, after] of edits) {
  test(`${label} changes its member and no other byte`, async ({ page }) => {
    await paste(page, odd);
    const field = page.locator(".form").getByLabel(label, { exact: true });
    if (typeof value === "string") await field.fill(value);
    else await field.setChecked(value);
    expect(await textOf(page)).toBe(odd.replace(before, after));
  });
}

test("tags are added once, and removed with nothing but their comma", async ({ page }) => {
  await paste(page, odd);
  const tags = row(page, "Tags");
  const input = tags.getByLabel("Name of the tag to add");
  await input.fill("b");
  await page.keyboard.press("Enter");
  await expect(tags.getByText("this one is there already")).toBeVisible();
  expect(await textOf(page)).toBe(odd);
  await input.fill(" d ");
  await page.keyboard.press("Enter");
  await tags.getByRole("button", { name: "Remove tag a" }).click();
  await expect(tags.getByRole("button", { name: "Remove tag b" })).toBeFocused();
  expect(await textOf(page)).toBe(odd.replace('[ "a" ,"b", "c" ]', '[ "b", "c", "d" ]'));
});

test("a member that was not loaded is not left behind, and what was loaded comes back to the byte", async ({
  page,
}) => {
  await load(page, "nightly-export");
  const loaded = await textOf(page);
  const form = page.locator(".form");
  for (const [label, member] of [
    ["Throttle", "throttle_retry_limit"],
    ["Time between retries", "throttle_interval"],
    ["Certificate of HTTP signatures", "rsa_certificate_id"],
    ["Stored for", "session_lifetime"],
    ["Query depth", "max_query_depth"],
  ] as const) {
    const field = form.getByLabel(label, { exact: true });
    await field.fill("5");
    await expect(editor(page)).toContainText(`"${member}"`);
    await field.fill("");
    await expect(editor(page)).not.toContainText(`"${member}"`);
  }
  for (const [label, member] of [
    ["Accept signed requests", "hmac_enabled"],
    ["Validate HTTP signatures", "enable_http_signature_validation"],
    ["Record requests and responses in full", "enable_detailed_recording"],
  ] as const) {
    await form.getByLabel(label).check();
    await expect(editor(page)).toContainText(`"${member}": true`);
    await form.getByLabel(label).uncheck();
    await expect(editor(page)).not.toContainText(`"${member}"`);
  }
  await form.getByLabel("Id of the certificate to add").fill("c1");
  await page.keyboard.press("Enter");
  await form.getByRole("button", { name: "Remove certificate c1" }).click();
  await form.getByRole("button", { name: "Set… JWT secret" }).click();
  await page.keyboard.type("x");
  await expect(editor(page)).toContainText('"jwt_data"');
  await page.keyboard.press("Escape");
  await expect(editor(page)).not.toContainText('"jwt_data"');
  await expect(form.getByRole("button", { name: "Set… JWT secret" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("x");
  await expect(editor(page)).toContainText('"jwt_data"');
  await row(page, "JWT").getByRole("button", { name: "was not set" }).click();
  expect(await textOf(page)).toBe(loaded);

  await form.getByRole("button", { name: "Remove tag internal" }).click();
  await form.getByLabel("Name of the tag to add").fill("edge");
  await page.keyboard.press("Enter");
  await form.getByLabel("Value of team").fill("sales");
  await row(page, "Tags").getByRole("button", { name: "was internal" }).click();
  await row(page, "Metadata").getByRole("button", { name: "was 1 name" }).click();
  expect(await textOf(page)).toBe(loaded);
});

test("a secret reaches the page when it is asked for, and goes when it is hidden or replaced", async ({ page }) => {
  await load(page, "old-partner");
  const signing = "f3a1c86de0b94b7c";
  const hmac = row(page, "HMAC");
  await hmac.getByRole("button", { name: "Show HMAC secret" }).click();
  await expect(hmac.getByText(signing)).toBeVisible();
  await hmac.getByRole("button", { name: "Hide HMAC secret" }).click();
  expect(await everything(page)).not.toContain(signing);

  await hmac.getByRole("button", { name: "Show HMAC secret" }).click();
  await hmac.getByRole("button", { name: "Replace… HMAC secret" }).click();
  const field = hmac.getByLabel("New value of HMAC secret");
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("type", "password");
  await expect(field).toHaveValue("");
  expect(await everything(page)).not.toContain(signing);
  const loaded = await textOf(page);
  await field.focus();
  await page.keyboard.type('n"w');
  expect(await textOf(page)).toBe(loaded.replace(signing, 'n\\"w'));
  await field.press("Escape");
  await expect(hmac.getByRole("button", { name: "Replace… HMAC secret" })).toBeFocused();
  expect(await textOf(page)).toBe(loaded);

  await hmac.getByRole("button", { name: "Replace… HMAC secret" }).click();
  await page.keyboard.type("another-one");
  await page.keyboard.press("Enter");
  expect(await everything(page)).not.toContain("another-one");
  expect(await textOf(page)).toContain('"hmac_string": "another-one"');
  await hmac.getByRole("button", { name: "Remove HMAC secret" }).click();
  await expect(hmac.getByRole("button", { name: "Set… HMAC secret" })).toBeFocused();
  await expect(hmac).toContainText("the stored secret will be wiped");
  expect(JSON.parse(await textOf(page))).not.toHaveProperty("hmac_string");
  await hmac.getByRole("button", { name: "was on, with a secret" }).click();
  expect(JSON.parse(await textOf(page)).hmac_string).toBe(signing);
});

test("a password is masked again when another text comes, and left out of a review that sends it", async ({ page }) => {
  await load(page, "nightly-export");
  await row(page, "Basic auth").getByRole("button", { name: "Set… password" }).click();
  await page.keyboard.type("correct horse");
  const dialog = await review(page);
  expect(await dialog.innerText()).not.toContain("correct horse");
  await expect(dialog).toContainText("the password for basic authentication is set");
  await page.keyboard.press("Escape");
  page.once("dialog", (question) => void question.accept());
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(row(page, "Basic auth").getByRole("button", { name: "Set… password" })).toBeVisible();
});

test("a public key keeps its line breaks", async ({ page }) => {
  await paste(page, "{}");
  await page.evaluate(() => navigator.clipboard.writeText("-----BEGIN\nKEY\n"));
  await row(page, "JWT").getByRole("button", { name: "Set… JWT secret" }).click();
  await page.keyboard.press("Control+v");
  await expect(row(page, "JWT").getByRole("button", { name: "Replace… JWT secret" })).toBeFocused();
  expect(JSON.parse(await textOf(page))).toEqual({ jwt_data: { secret: "-----BEGIN\nKEY" } });
});

test.describe("production", () => {
  test.use({ env: { TYK_GATEWAY_URL: "http://127.0.0.1:9", TYK_GATEWAY_SECRET: givenSecret } });
  test("a secret is shown only after a question", async ({ page }) => {
    await paste(page, '{"hmac_string": "of-production"}');
    const show = page.getByRole("button", { name: "Show HMAC secret" });
    await showInProduction(page, show, "of-production");
    await expect(row(page, "HMAC").getByText("of-production")).toBeVisible();
  });
});

const wrong = {
  throttle_retry_limit: "3",
  throttle_interval: {},
  hmac_enabled: "yes",
  hmac_string: 31415,
  enable_http_signature_validation: [],
  rsa_certificate_id: 7,
  basic_auth_data: "not-an-object",
  jwt_data: [],
  certificate: "two\nlines",
  mtls_static_certificate_bindings: { a: 1 },
  alias: ["a"],
  tags: "x",
  meta_data: 5,
  enable_detailed_recording: "on",
  enable_detail_recording: 1,
  allowance: "9",
  data_expires: true,
  session_lifetime: "1h",
  max_query_depth: null,
  org_id: 5,
  last_updated: 1715681746,
  date_created: "yesterday",
};

test("members of wrong kinds are shown as they are, and left to the text", async ({ page }) => {
  const text = JSON.stringify(wrong);
  await paste(page, text);
  const form = page.locator(".form");
  await expect(form.getByRole("heading", { name: "Advanced" })).toBeVisible();
  await expect(row(page, "Tags")).toContainText('"x"');
  await expect(row(page, "Tags").getByRole("textbox")).toHaveCount(0);
  await expect(row(page, "Metadata")).toContainText("not an object");
  await expect(row(page, "Metadata").getByRole("textbox")).toHaveCount(0);
  await expect(form.getByLabel("Throttle", { exact: true })).toHaveAttribute("placeholder", "no number");
  await expect(form.locator("#key-throttle-echo")).toHaveText("");
  for (const secret of ["31415", "not-an-object"]) expect(await form.innerHTML()).not.toContain(secret);
  await row(page, "Metadata").getByRole("button", { name: "Edit meta_data in the text" }).click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.type("{}");
  expect(await textOf(page)).toBe(text.replace('"meta_data":5', '"meta_data":{}'));
});

test("the old name of the recording turns the switch on, and goes off with it", async ({ page }) => {
  await load(page, "old-partner");
  const recording = page.getByLabel("Record requests and responses in full");
  await expect(recording).toBeChecked();
  await recording.uncheck();
  expect(JSON.parse(await textOf(page)).enable_detail_recording).toBe(false);
  await row(page, "Recording").getByRole("button", { name: "was on" }).click();
  await expect(recording).toBeChecked();
});

test("what a throttle does is said, and its members go with the limits of an API", async ({ page }) => {
  await load(page, "nightly-export");
  const echo = page.locator("#key-throttle-echo");
  await expect(echo).toHaveText("off: a request over the rate gets 429 at once");
  await page.getByLabel("Throttle", { exact: true }).fill("3");
  await expect(echo).toHaveText("a request over the rate is tried again up to 3 times without a pause, then gets 429");
  await page.getByLabel("Time between retries", { exact: true }).fill("2s");
  await expect(echo).toContainText("held and tried again up to 3 times, for 6 seconds at most");
  const orders = page.locator("details.item", { hasText: "Orders API" });
  await orders.locator("summary").click();
  await orders.getByRole("button", { name: "Give it limits of its own" }).click();
  await orders.getByLabel("Throttle", { exact: true }).fill("1");
  const { throttle_retry_limit, access_rights } = JSON.parse(await textOf(page));
  expect(throttle_retry_limit).toBe(3);
  expect(Object.values(access_rights)).toContainEqual(
    expect.objectContaining({ limit: expect.objectContaining({ throttle_retry_limit: 1, throttle_interval: 2 }) }),
  );
});

for (const [retries, interval] of [
  ["9223372036854775807", "1"],
  ["2.5", "2"],
  ["3", "3e-7"],
  ["1", "2.5e21"],
] as const) {
  test(`nothing is said of a throttle with ${retries} retries every ${interval} seconds`, async ({ page }) => {
    await paste(page, `{"throttle_retry_limit":${retries},"throttle_interval":${interval}}`);
    await expect(page.getByLabel("Throttle", { exact: true })).toHaveValue(retries);
    await expect(page.locator("#key-throttle-echo")).toHaveText("");
  });
}

test("an organisation's key has fields for what means something there", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  await page.getByLabel("Analytics", { exact: true }).fill("30 days");
  expect(await textOf(page)).toContain('"data_expires": 2592000');
  await expect(page.getByRole("heading", { name: "Credentials" })).toHaveCount(0);
  for (const label of ["Throttle", "Stored for", "Query depth"])
    await expect(page.getByLabel(label, { exact: true })).toHaveCount(0);
  await expect(row(page, "Read only")).toContainText("14 May 2024, 10:15 UTC");
  await expect(page.getByRole("heading", { name: "In the text only" })).toHaveCount(0);
});

test("what has no field, or no group at this endpoint, is named", async ({ page }) => {
  await paste(page, '{"x_unknown": 1, "hmac_enabled": false}');
  const others = page.getByRole("region", { name: "In the text only" });
  await expect(others.getByRole("button")).toHaveText(["x_unknown"]);
  await chooseEndpoint(page, "Organisation key · Gateway");
  await expect(others.getByRole("button")).toHaveText(["x_unknown", "hmac_enabled"]);
});

test("replacing a secret ends when it is put back, or another one takes its place", async ({ page }) => {
  await load(page, "old-partner");
  const loaded = await textOf(page);
  const hmac = row(page, "HMAC");
  await hmac.getByRole("button", { name: "Replace… HMAC secret" }).click();
  await page.keyboard.type("other");
  await hmac.getByRole("button", { name: "was on, with a secret" }).click();
  await expect(hmac.getByLabel("New value of HMAC secret")).toHaveCount(0);
  await expect(hmac.getByRole("button", { name: "Replace… HMAC secret" })).toBeVisible();
  expect(await textOf(page)).toBe(loaded);

  page.once("dialog", (question) => void question.accept());
  await paste(page, '{"meta_data":{"a":"1","password":"first","secret":"second-one"}}');
  await page.getByRole("button", { name: "Replace… value of password" }).click();
  await page.keyboard.type("new");
  await page.getByRole("button", { name: "Remove metadata a", exact: true }).click();
  await expect(page.getByRole("button", { name: "Replace… value of secret" })).toBeVisible();
  await expect(page.getByLabel(/^New value/)).toHaveCount(0);
  expect(await textOf(page)).toBe('{"meta_data":{"password":"new","secret":"second-one"}}');
});

test.describe("320 px", () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test("long names, ids and ways back do not make the page wider", async ({ page }) => {
    const long = "x".repeat(300);
    await paste(page, JSON.stringify({ alias: long, certificate: long, tags: [long], meta_data: { [long]: [long] } }));
    await page.locator(".view label", { hasText: "Form" }).click();
    await expect(row(page, "Metadata")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
