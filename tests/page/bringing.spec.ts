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
