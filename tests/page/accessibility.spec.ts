import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { data, expect, keys, load, ordersApi, paste, review, saveMeanwhile, setTraffic, test } from "./fixtures";

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
      // Each audit looks at every element of the page.
      test.describe.configure({ timeout: 120_000 });
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
        await page.getByRole("button", { name: "+ Add API" }).click();
        await audit(page, "edited");
        await page.getByLabel("Period of the rate", { exact: true }).first().fill("1 day");
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
        await dialog.getByRole("tab", { name: /^Stored/ }).click();
        await expect(dialog.getByRole("textbox", { name: "Stored text" })).toBeVisible();
        await audit(page, "stored");
        await dialog.getByRole("tab", { name: "For the other endpoints" }).click();
        await dialog.locator("summary").first().click();
        await audit(page, "other endpoints");
        await dialog.getByRole("tab", { name: "Request" }).click();
        await expect(dialog.getByRole("textbox", { name: "Body" })).toBeVisible();
        await audit(page, "request");
        await dialog.getByRole("button", { name: /^Send/ }).click();
        await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/Saved/);
        await dialog.locator("summary").first().click();
        await expect(dialog.getByRole("textbox", { name: "Answer" })).toBeVisible();
        await audit(page, "answer");
      });

      test("axe finds nothing in credentials, tags and metadata, whatever stands in them", async ({ page }) => {
        await load(page, "old-partner");
        await page.getByRole("button", { name: "Show HMAC secret" }).click();
        await page.getByRole("button", { name: "Set… password" }).click();
        for (const what of ["tag", "metadata"]) {
          await page.getByLabel(`Name of the ${what} to add`).fill("edge");
          await page.keyboard.press("Enter");
          await page.getByRole("button", { name: `+ Add ${what}` }).click();
        }
        await page.getByLabel("Name of metadata 1").fill("");
        await audit(page, "filled in");
        page.once("dialog", (question) => void question.accept());
        await paste(
          page,
          '{"tags":["a",5],"meta_data":{"n":[1],"password":"p"},"alias":1,"hmac_string":3,"hmac_enabled":"yes","jwt_data":[]}',
        );
        await audit(page, "wrong kinds");
      });

      test("axe finds nothing where somebody else saved, and where the old key is back", async ({ page, server }) => {
        await load(page, "nightly-export");
        await page.getByLabel("Rate", { exact: true }).fill("250");
        await saveMeanwhile(server, keys.nightlyExport, { rate: 200 });
        await page.getByRole("button", { name: /^Review/ }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Keep the counter").check();
        await dialog.getByRole("button", { name: /^Send/ }).click();
        const notice = dialog.getByRole("region", { name: "Changed meanwhile" });
        await notice.getByRole("button", { name: "Show both" }).click();
        await expect(notice.getByRole("textbox", { name: "Both texts" })).toBeVisible();
        await audit(page, "both texts");
        await notice.getByRole("button", { name: "Merge" }).click();
        await expect(notice.getByRole("group", { name: /^Both changed/ })).toBeVisible();
        await audit(page, "merge");

        page.once("dialog", (question) => void question.accept());
        await page.goto("/");
        await page.getByRole("button", { name: "Load the organisation's key" }).click();
        await setTraffic(page, true);
        await page.getByLabel("Rate", { exact: true }).fill("6000");
        await page.getByRole("button", { name: /^Review/ }).click();
        await dialog.getByLabel("Keep the counter").check();
        await dialog.getByRole("button", { name: /^Send/ }).click();
        await expect(dialog.getByRole("heading", { level: 2 })).toContainText("Saved, and watched");
        await audit(page, "watched");
        await expect(dialog.getByRole("heading", { level: 2 })).toContainText("the old key is back");
        await audit(page, "lost");
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
        await page.getByLabel("API id").fill(ordersApi);
        await page.getByLabel("Key id").fill(keys.portalKey);
        const dialog = await review(page);
        await dialog.getByRole("button", { name: /^Send/ }).click();
        await expect(dialog.getByRole("region", { name: "Already there" })).toBeVisible();
        await audit(page, "already there");
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: /^Connected to/ }).click();
        await audit(page, "connection");
        await page.keyboard.press("Escape");
        await page.goto("/");
        await page.getByLabel("A body, or a curl command").fill("{ broken");
        await page.getByRole("button", { name: "Open" }).click();
        await audit(page, "broken");

        await paste(page, `{"api_model":{},"data":{"alias":"wrapped"},"key_id":"${keys.portalKey}"}`);
        await audit(page, "unwrapped");
      });

      test("axe finds nothing where many keys are checked", async ({ page }) => {
        await page.goto("/#bulk");
        await expect(page.getByRole("heading", { name: "Check and fix many keys" })).toBeVisible();
        await audit(page, "no file");
        await page.getByLabel("Choose a file").setInputFiles({
          name: "an export with a name that is long enough to need more than one line on a phone.ndjson",
          mimeType: "",
          buffer: Buffer.from(
            '{"rate":"100","rte":1,"x":1,"expires":5}\n{"access_rights":{"a1":{"api_id":"another"}}}\n{',
          ),
        });
        await expect(page.getByText(/^Checked 3 keys/)).toBeVisible();
        await audit(page, "many keys");
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: "Download the fixed file" }).click();
        await download;
        await expect(page.locator("#bulk").getByText(/keys? changed, nothing else was touched/)).toBeVisible();
        await audit(page, "fixed");
      });

      test("axe finds nothing where the gateway will refuse, and where it failed", async ({ page }) => {
        await load(page, "nightly-export");
        await page.getByLabel("Id or name of the policy to add").fill("641c15dd0fffb800010197bf");
        await page.getByRole("button", { name: "+ Add policy" }).click();
        const dialog = await review(page);
        await dialog.getByRole("tab", { name: "Stored" }).click();
        await audit(page, "refused");
        await page.route("**/proxy/**", (route) =>
          route.request().method() === "PUT" ? route.fulfill({ status: 502, body: "" }) : route.continue(),
        );
        await dialog.getByRole("button", { name: /^Send/ }).click();
        await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/may or may not have been saved/);
        await audit(page, "failed");
      });
    });
  }
}
