import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { editor, expect, load, ordersApi, test } from "./fixtures";

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
  await page.getByLabel("Choose a file").setInputFiles({ name, mimeType: "", buffer: Buffer.from(text) });
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
  await expect(page.getByText("2 keys fixed, every other byte as it came; 3 keys still with errors")).toBeVisible();

  await unknown.getByLabel("rename it to rate").check();
  const guessed = safe.map((line) => line.replace("rte", "rate"));
  const second = await download(page, "Download the fixed file");
  expect(second.text).toBe(`${guessed.join("\r\n")}\r\n`);

  const made = page.getByRole("checkbox", { checked: true });
  while ((await made.count()) > 0) await made.first().uncheck();
  await expect(page.getByText("no fix is chosen")).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the fixed file" })).toBeDisabled();
});

test("what is wrong is written for other programs", async ({ page }) => {
  await give(page, `${lines.join("\n")}\n`, "keys");
  const json = await download(page, "Issues, NDJSON");
  expect(json.name).toBe("keys.issues.ndjson");
  const records = json.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records.find(({ index }) => index === 1).issues).toContainEqual(
    expect.objectContaining({ code: "number-as-string", pointer: "/rate" }),
  );
  const table = await download(page, "Issues, CSV");
  expect(table.name).toBe("keys.issues.csv");
  expect(table.text.split("\r\n")[0]).toBe("key,offset,severity,code,pointer,message,fix");
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
  await expect(page.getByLabel("Rate", { exact: true })).toBeVisible();
});

test("a check can be stopped, and says what it is about then", async ({ page }) => {
  await page.goto("/#bulk");
  const key = `{"rate":"100","tags":[${'"a tag that takes its time",'.repeat(60)}"b"],${rest}}\n`;
  await drop(page, key.repeat(10), 20_000);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped after [\d,]+ keys?: what follows is about these$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the fixed file" })).toHaveCount(0);
});

test("another endpoint or gateway is checked for at once", async ({ page }) => {
  await give(page, `{"alias":"org","apply_policies":["p1"],"org_id":"o"}\n`);
  await expect(row(page, "policies-ignored-on-org")).toHaveCount(0);
  await page.getByLabel("Endpoint").selectOption({ label: "Organisation key · Gateway" });
  await expect(row(page, "policies-ignored-on-org")).toBeVisible();
  await expect(page.getByText("as Organisation key · Gateway, gateway 5.13")).toBeVisible();
});

test("a file that is no export is told in words", async ({ page }) => {
  await give(page, "");
  await expect(page.getByText("Stopped: the file holds no key")).toBeVisible();
  await page.reload();
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
