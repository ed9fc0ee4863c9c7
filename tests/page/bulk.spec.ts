import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { chooseEndpoint, editor, everything, expect, load, ordersApi, test } from "./fixtures";

const rest = `"per":60,"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"${ordersApi}":{"versions":["Default"]}}`;
const lines = [
  `{"rate":100,${rest}}`,
  `{ "rate" : "100", ${rest}}`,
  `{"rte":100,"quota_max":1e3,${rest}}`,
  `{"rate":100,"x":1,"hmac_string":5,${rest}}`,
  `{"rate":100,"alias":"broken`,
];

async function give(page: Page, text: string, name = "export.ndjson"): Promise<void> {
  await page.goto("/#bulk");
  await page.getByLabel("Choose a file").setInputFiles({ name, mimeType: "", buffer: Buffer.from(text, "latin1") });
}

/** Drops a file whose text is one text many times. */
async function drop(page: Page, text: string, times = 1): Promise<void> {
  const dropped = await page.evaluateHandle(
    ({ text, times }) => {
      const transfer = new DataTransfer();
      const parts = Array.from({ length: times }, () => text);
      transfer.items.add(new File(parts, "dropped.ndjson"));
      return transfer;
    },
    { text, times },
  );
  await page.getByRole("heading", { level: 1 }).dispatchEvent("drop", { dataTransfer: dropped });
}

function row(page: Page, code: string) {
  return page.getByRole("row").filter({ hasText: code });
}

async function download(page: Page, button: string): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** The numbers above the table, by their labels. */
async function numbers(page: Page): Promise<Record<string, string>> {
  const labels = await page.locator(".numbers dt").allTextContents();
  const values = await page.locator(".numbers dd").allTextContents();
  return Object.fromEntries(labels.map((label, n) => [label.trim(), values[n] ?? ""]));
}

test("a file of keys is checked, and told by rule", async ({ page }) => {
  await give(page, `${lines.join("\n")}\n`);
  await expect(page.getByText(/^Checked 5 keys in/)).toBeVisible();
  expect(await numbers(page)).toMatchObject({ Keys: "5", "With errors": "4" });
  const number = row(page, "number-as-string");
  await expect(number).toContainText('"rate": "100"');
  await expect(number).toContainText("key 2");
  await expect(number.getByLabel("write 100")).toBeChecked();
  await expect(row(page, "json-syntax")).toContainText("by hand");
  await expect(row(page, "json-syntax")).toContainText("key 5");
  await page.getByLabel("Errors", { exact: true }).check();
  await expect(row(page, "unknown-member")).toHaveCount(0);
  await expect(number).toBeVisible();
});

test("the fixed file has the fixes that were chosen, and every other byte as it came", async ({ page }) => {
  await give(page, `${lines.join("\r\n")}\r\n`);
  const unknown = row(page, "unknown-member");
  await expect(unknown.getByRole("checkbox")).toHaveCount(2);
  await row(page, "integer-literal-required").getByRole("checkbox").uncheck();
  const safe = lines.map((line) => line.replace('"100"', "100").replace('"x":1,', ""));
  const first = await download(page, "Download the fixed file");
  expect(first).toEqual({ name: "export.fixed.ndjson", text: `${safe.join("\r\n")}\r\n` });
  await expect(
    page.locator("#bulk").getByText("2 keys changed, nothing else was touched; 3 keys still with errors"),
  ).toBeVisible();

  await unknown.getByLabel("also rename it to rate").check();
  const guessed = safe.map((line) => line.replace("rte", "rate"));
  const second = await download(page, "Download the fixed file");
  expect(second.text).toBe(`${guessed.join("\r\n")}\r\n`);

  const made = page.getByRole("checkbox", { checked: true });
  while ((await made.count()) > 0) await made.first().uncheck();
  await expect(page.getByText("no fix is chosen")).toBeVisible();
  const button = page.getByRole("button", { name: "Download the fixed file" });
  await expect(button).toBeDisabled();
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("no fix is chosen")).toBeVisible();
});

test("secrets are shown nowhere, wherever they stand, and are not written for other programs", async ({ page }) => {
  const secrets =
    '"basic_auth_data":"h1dden","jwt_data":{"secret":"h1dden\\ud800"},"meta_data":{"api_token":"h1dden\\ud800"}';
  await give(page, `{"hmac_string":["h1dden"],"password":"h1dden",${secrets},${rest}}\n`);
  await expect(row(page, "invalid-utf8")).toContainText("/meta_data/api_token");
  expect(await everything(page)).not.toContain("h1dden");
  for (const button of ["Issues, NDJSON", "Issues, CSV"])
    expect((await download(page, button)).text).not.toContain("h1dden");
});

test("what is wrong is written for other programs", async ({ page }) => {
  await give(page, `${lines.join("\n")}\n`, "keys");
  const json = await download(page, "Issues, NDJSON");
  expect(json.name).toBe("keys.issues.ndjson");
  const rows = json.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const offset = (lines[0]?.length ?? 0) + 1;
  const expected = {
    key: 2,
    offset,
    severity: "error",
    code: "number-as-string",
    pointer: "/rate",
    fix: "write 100",
  };
  expect(rows).toContainEqual(expect.objectContaining(expected));
  const table = await download(page, "Issues, CSV");
  expect(table.name).toBe("keys.issues.csv");
  expect(table.text.split("\r\n")[0]).toBe("\ufeffkey,offset,severity,code,pointer,message,fix");
  expect(table.text).toMatch(/^2,\d+,error,number-as-string,\/rate,.*,write 100\r$/m);
});

test("a key of the file opens in the editor, and what stood there is asked about first", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Rate", { exact: true }).fill("250");
  await page.getByRole("link", { name: "Bulk" }).click();
  await page.getByLabel("Choose a file").setInputFiles({
    name: "export.json",
    mimeType: "",
    buffer: Buffer.from(`[ ${lines.slice(0, 4).join(" ,\n ")} ]`),
  });
  const open = row(page, "number-as-string").getByRole("button", { name: "key 2" });
  page.once("dialog", (question) => void question.dismiss());
  await open.click();
  await page.getByRole("link", { name: "Editor" }).click();
  await expect(page.getByLabel("Rate", { exact: true })).toHaveValue("250");
  await page.goBack();
  page.once("dialog", (question) => void question.accept());
  await open.click();
  await expect(editor(page)).toContainText('{ "rate" : "100"');
  await expect(page.locator("#main")).toBeFocused();
  // It is no edit of the key that was loaded before.
  await expect(page.getByText("This is key 2 of export.json.")).toBeVisible();
  await expect(page.getByLabel("Key id")).toHaveValue("");
  await expect(page.getByRole("button", { name: /^Review/ })).toHaveAccessibleName(/^Review(?! \d)/);
});

test("a check can be stopped, and says what it is about then", async ({ page }) => {
  await page.goto("/#bulk");
  const key = `{"rate":"100","tags":[${'"a tag that takes its time",'.repeat(60)}"b"],${rest}}\n`;
  await drop(page, key.repeat(10), 20_000);
  await expect(page.getByText(/keys so far$/)).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped after [\d,]+ keys?: what follows is about these$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the fixed file" })).toHaveCount(0);
});

test("another endpoint and another gateway are checked for at once", async ({ page }) => {
  await give(page, `{"alias":"org","apply_policies":["p1"],"org_id":"o","post_expiry_action":"retain"}\n`);
  await expect(row(page, "policies-ignored-on-org")).toHaveCount(0);
  await chooseEndpoint(page, "Organisation key · Gateway");
  await expect(row(page, "policies-ignored-on-org")).toBeVisible();
  await expect(page.getByText("as Organisation key · Gateway, gateway 5.13")).toBeVisible();
  await expect(row(page, "unknown-member")).toHaveCount(0);
  await page.locator(".top label", { hasText: "Gateway" }).getByRole("combobox").selectOption("5.8");
  await expect(row(page, "unknown-member")).toContainText("/post_expiry_action");
});

test("what is being written is written, whatever is chosen meanwhile", async ({ page }) => {
  await page.goto("/#bulk");
  await drop(page, `${lines[1]}\n`.repeat(1000), 60);
  await expect(page.getByText(/^Checked 60,000 keys in/)).toBeVisible();
  const coming = page.waitForEvent("download");
  const button = page.getByRole("button", { name: "Download the fixed file" });
  await button.click();
  await expect(button).toBeFocused();
  await chooseEndpoint(page, "Key · Gateway");
  const text = await readFile(await (await coming).path(), "utf8");
  expect(text).toBe(`${lines[1]?.replace('"100"', "100")}\n`.repeat(60_000));
});

test("a review is not left behind on the other page", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByRole("link", { name: "Bulk" }).click();
  await page.getByRole("link", { name: "Editor" }).click();
  await page.getByLabel("Rate", { exact: true }).fill("250");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/#main$/);
  await expect(page.getByRole("dialog").getByRole("heading", { level: 2 })).toBeVisible();
});

test("a file that is no export is told in words", async ({ page }) => {
  for (const [text, words] of [
    ["", "the file holds no key"],
    ["\x1f\x8b\x08", "this is gzip: unpack it first"],
    ["<html>502</html>", "this is HTML or XML, such as a proxy's page about an error"],
    ['{"rate":1,\n"per":60}\n{"rate":1}', "keys stand on many lines here"],
  ] as const) {
    await give(page, text);
    await expect(page.getByRole("heading", { name: `Stopped: ${words}` })).toBeVisible();
    await page.reload();
  }
  await give(page, '{\n  "alias": "alone"\n}\n', "key.json");
  await expect(page.getByText("Stopped: this is one key on many lines")).toBeVisible();
  await page.getByRole("button", { name: "Open it in the editor" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("alone");
});

test("of an export that breaks off, what was found is told, and nothing is written", async ({ page }) => {
  await give(page, `[${lines[1]},`);
  await expect(page.getByText("Stopped: the file breaks off inside its array")).toBeVisible();
  await expect(row(page, "number-as-string")).toContainText("key 1");
  await expect(page.getByRole("button", { name: "Download the fixed file" })).toHaveCount(0);
});

test("a file that is dropped on the page is taken", async ({ page }) => {
  await page.goto("/#bulk");
  await drop(page, lines.join("\n"));
  await expect(page.getByText("dropped.ndjson", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Checked 5 keys in/)).toBeVisible();
});
