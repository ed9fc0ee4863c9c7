import type { Page } from "@playwright/test";
import { data, editor, expect, keys, load, ordersApi, paste, test, textOf } from "./fixtures";

const remark = (page: Page) => page.locator(".remark");

/** Puts a text into the field of the start page and opens it. */
async function bring(page: Page, text: string): Promise<void> {
  await page.goto("/");
  await page.getByLabel("A body, or a curl command").fill(text);
  await page.getByRole("button", { name: "Open" }).click();
}

const change = async (page: Page, copied: string) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), copied);
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
};

test("another id leaves a loaded text unchanged, and Discard goes back to it", async ({ page }) => {
  await load(page, "nightly-export");
  const loaded = await textOf(page);
  await page.getByLabel("Key id").fill(keys.portalKey);
  const head = page.getByRole("region", { name: "This key" });
  await expect(head).toContainText("loaded from another key");
  await expect(page.getByRole("button", { name: "Discard" })).toBeDisabled();

  await page.getByLabel("Alias", { exact: true }).fill("changed");
  await page.getByRole("button", { name: "Discard" }).click();
  expect(await textOf(page)).toBe(loaded);

  let asked = 0;
  page.on("dialog", (question) => {
    asked += 1;
    void question.accept();
  });
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("portal-key");
  expect(asked).toBe(0);
});

test("an answer of the Dashboard is unwrapped, from the start page and over a loaded key", async ({ page }) => {
  const body = '{"alias":"wrapped", "rate":1e3}';
  const answer = `{"api_model":{},"data":${body},"key_hash":"","key_id":"${keys.portalKey}"}`;
  await paste(page, answer);
  expect(await textOf(page)).toBe(body);
  await expect(page.getByLabel("Key id")).toHaveValue(keys.portalKey);
  await expect(remark(page)).toContainText("This was the Dashboard's answer");
  await remark(page).getByRole("button", { name: "Close" }).click();
  await expect(remark(page)).toBeEmpty();

  await page.goto("about:blank");
  await load(page, "nightly-export");
  const loaded = (await textOf(page)).replace('"nightly-export"', '"other"');
  await change(page, `{"api_model":{},"data":${loaded},"key_id":"${keys.nightlyExport}"}`);
  await expect(page.getByRole("button", { name: "Review 1 change" })).toBeVisible();
  expect(await textOf(page)).toBe(loaded);
  await expect(remark(page)).toContainText("This was the Dashboard's answer");
});

test("the documented answer of the Dashboard is unwrapped", async ({ page }) => {
  await bring(page, data("dashboard-key-response.json"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("portal-developer@example.org");
});

test("a curl command that reads a key loads it", async ({ page }) => {
  await bring(page, `curl -H 'Authorization: x' https://d.example/api/apis/${ordersApi}/keys/${keys.portalKey}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("portal-key");
  await expect(page.getByRole("region", { name: "This key" })).toContainText(/loaded \d\d:/);
});

test("a curl command that reads a key does not replace an edited text unasked", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Alias", { exact: true }).fill("mine");
  await change(page, `curl https://d.example/api/apis/${ordersApi}/keys/${keys.portalKey}`);
  await expect(remark(page)).toContainText("Now press Load.");
  await expect(page.getByLabel("Alias", { exact: true })).toHaveValue("mine");
});

test("a curl command whose body is in a file says that the file is not here", async ({ page }) => {
  await bring(page, `curl -X PUT https://d.example/api/apis/${ordersApi}/keys/${keys.portalKey} -d @key.json`);
  await expect(remark(page)).toContainText("takes its body from the file key.json, which is not here");
  await expect(page.getByLabel("Key id")).toHaveValue(keys.portalKey);
  await expect(page.getByRole("heading", { name: "Nothing is loaded yet" })).toBeVisible();
});

test("a curl command to an address that is no key's says that only its body was taken", async ({ page }) => {
  await bring(page, `curl -X PUT https://d.example/elsewhere -d '{"alias":"a"}'`);
  await expect(remark(page)).toHaveText(/The address is not that of a key: nothing of it was taken over\./);
  expect(await textOf(page)).toBe('{"alias":"a"}');
});

test("a read with hashed that is refused does not speak of a body", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("API id").fill(ordersApi);
  await page.getByLabel("Key id").fill(keys.portalKey);
  await page.getByLabel("hashed").check();
  await page.getByRole("button", { name: "Load", exact: true }).click();
  const alert = page.getByRole("alert").filter({ hasText: "Not loaded" });
  await expect(alert).toContainText("the Dashboard does not accept the request");
  await expect(alert).toContainText('untick "hashed"');
  await expect(alert).not.toContainText("the body");
});

test("the sandbox's keys can be loaded from its badge too, and what was changed is not lost unasked", async ({
  page,
}) => {
  await load(page, "nightly-export");
  const badge = page.getByRole("button", { name: /^Connected to/ });
  await badge.click();
  await page.locator("#hosts").getByRole("button", { name: "Load portal-key" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("portal-key");
  await expect(page.locator("#hosts")).toBeHidden();

  await page.getByLabel("Alias", { exact: true }).fill("mine");
  await badge.click();
  page.once("dialog", (question) => void question.dismiss());
  await page.locator("#hosts").getByRole("button", { name: "Load nightly-export" }).click();
  await expect(page.getByLabel("Alias", { exact: true })).toHaveValue("mine");
});

test("the focus stays where work goes on, and it is said what was done", async ({ page }) => {
  const said = page.locator("body > p[role=status]");
  await paste(page, data("dashboard-key-request.json"));
  const items = page.locator(".issues .list li");
  const fixable = items.filter({ has: page.getByRole("button", { name: /^Fix/ }) }).first();
  const place = await fixable.evaluate((item) => [...(item.parentElement?.children ?? [])].indexOf(item));
  await fixable.getByRole("button", { name: /^Fix/ }).click();
  await expect(items.nth(place)).toBeFocused();
  await expect(said).toHaveText(/^done: /);

  await page.getByRole("button", { name: /^Fix \d+ safe issues?$/ }).click();
  await expect(items.first()).toBeFocused();
  await expect(said).toHaveText(/^done: \d+ issues? fixed$/);

  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(said).toHaveText(/^discarded: /);
});
