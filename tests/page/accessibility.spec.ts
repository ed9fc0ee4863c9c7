import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { data, expect, load, paste, test } from "./fixtures";

async function audit(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, impact, nodes }) => `${where}: ${id} (${impact}) ${nodes.map(({ target }) => target).join(", ")}`,
  );
  expect(found).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height } });
      const isPhone = width < 768;
      const view = (page: Page, name: string) => page.locator(".view label", { hasText: name }).click();

      test("axe finds nothing from the start to the answer", async ({ page }) => {
        await page.goto("/");
        await expect(page.getByRole("heading", { name: "Nothing is loaded yet" })).toBeVisible();
        await audit(page, "start");

        await load(page, "nightly-export");
        await page.getByLabel("Rate", { exact: true }).fill("250");
        await page.getByLabel("Period of the rate", { exact: true }).fill("fortnight");
        await page.locator("summary", { hasText: "Billing API" }).click();
        await page.getByRole("button", { name: "Give it limits of its own" }).click();
        await audit(page, "edited");
        if (isPhone) {
          await view(page, "JSON");
          await audit(page, "text");
          await view(page, "Issues");
          await audit(page, "issues");
        }

        await page.getByRole("button", { name: /^Review/ }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByRole("textbox", { name: "Difference" })).toBeVisible();
        await audit(page, "review");
        await dialog.getByLabel("Reset the counter").check();
        await dialog.getByRole("tab", { name: "Request" }).click();
        await expect(dialog.getByRole("textbox", { name: "Body" })).toBeVisible();
        await audit(page, "request");
        await dialog.getByRole("button", { name: /^Send/ }).click();
        await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/Saved/);
        await dialog.locator("summary").first().click();
        await expect(dialog.getByRole("textbox", { name: "Answer" })).toBeVisible();
        await audit(page, "answer");
      });

      test("axe finds nothing where there are errors", async ({ page }) => {
        await paste(page, data("dashboard-key-request.json"));
        await audit(page, "findings");
        if (isPhone) {
          await view(page, "Issues");
          await audit(page, "list of findings");
          await view(page, "Form");
        }
        if (!isPhone) {
          await page.keyboard.press("?");
          await expect(page.locator("#keys")).toBeVisible();
          await audit(page, "shortcuts");
          await page.keyboard.press("Escape");
        }
        await page.getByRole("button", { name: /^Connected to/ }).click();
        await audit(page, "connection");
        await page.keyboard.press("Escape");
        await page.goto("/");
        await page.getByLabel("A body, or a curl command").fill("{ broken");
        await page.getByRole("button", { name: "Open" }).click();
        await audit(page, "broken");
      });
    });
  }
}
