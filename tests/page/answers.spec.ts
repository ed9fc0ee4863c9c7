import type { Page } from "@playwright/test";
import { expect, keys, load, ordersApi, paste, review, saveMeanwhile, stored, test, textOf } from "./fixtures";

const title = (page: Page) => page.getByRole("dialog").getByRole("heading", { level: 2 });
const daily = "641c15dd0fffb800010197bf";

async function rename(page: Page, alias: string, counter: "Keep" | "Reset" = "Keep") {
  await load(page, "nightly-export");
  await page.getByLabel("Alias", { exact: true }).fill(alias);
  return review(page, counter);
}

test("what the gateway will refuse is said above every view, and no text is shown as stored", async ({
  page,
  server,
}) => {
  const before = await stored(server, keys.nightlyExport);
  await load(page, "nightly-export");
  await page.getByLabel("Id or name of the policy to add").fill(daily);
  await page.getByRole("button", { name: "+ Add policy" }).click();
  const dialog = await review(page);
  const refusal = 'The gateway will refuse this: 500 "Failed to create key, ensure security settings are correct."';
  for (const tab of [/^Changes/, /^Stored$/, /^Request/]) {
    await dialog.getByRole("tab", { name: tab }).click();
    await expect(dialog.getByText(refusal)).toBeVisible();
  }
  await dialog.getByRole("tab", { name: "Stored" }).click();
  await expect(dialog).toContainText("will store nothing: what is there stays as it is");
  await expect(dialog.getByRole("textbox", { name: "Stored text" })).toHaveCount(0);
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Not saved: refused as predicted");
  expect(await stored(server, keys.nightlyExport)).toEqual(before);
});

test("of a text that was not loaded, no refusal is foretold for want of a key", async ({ page }) => {
  await paste(page, '{"alias":"x","rate":1,"per":1}');
  await page.getByLabel("API id").fill(ordersApi);
  await page.getByLabel("Key id").fill(keys.nightlyExport);
  const dialog = await review(page);
  await dialog.getByRole("tab", { name: "Stored" }).click();
  await expect(dialog).toContainText("What will be stored depends on the key that is there");
  await expect(dialog).not.toContainText("The gateway will refuse this");
});

for (const key of ["Escape", "Control+Enter"]) {
  test(`${key} after a save leaves what is stored, with nothing left to review`, async ({ page }) => {
    const dialog = await rename(page, "renamed");
    await page.keyboard.press("Control+Enter");
    await expect(title(page)).toHaveText("Saved and confirmed");
    await page.keyboard.press(key);
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("button", { name: "Discard" })).toBeDisabled();
    await expect(page.getByRole("button", { name: /^Review/ })).toHaveText(/^Review\b(?! \d)/);
    await expect(page.getByLabel("Alias", { exact: true })).toHaveValue("renamed");
  });
}

test("the focus goes to the heading of the answer", async ({ page }) => {
  const dialog = await rename(page, "renamed");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Saved and confirmed");
  await expect(title(page)).toBeFocused();
});

for (const [what, reaches, found] of [
  ["was saved", true, "Saved and confirmed"],
  ["was not saved", false, "Not saved: the key is as it was"],
] as const) {
  test(`a failure that says nothing: read, the key shows that it ${what}`, async ({ page, server }) => {
    const dialog = await rename(page, "renamed");
    await page.route("**/proxy/**", async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      if (reaches) await saveMeanwhile(server, keys.nightlyExport, { alias: "renamed" });
      return route.fulfill({ status: 500, contentType: "application/json", body: '{"Status":"Error","Message":"?"}' });
    });
    await dialog.getByRole("button", { name: /^Send/ }).click();
    await expect(title(page)).toHaveText("No success: it may or may not have been saved");
    await dialog.getByRole("button", { name: "Read the key" }).click();
    await expect(title(page)).toHaveText(found);
    await expect(dialog).not.toContainText("may have been changed");
    await expect(dialog.getByRole("button", { name: reaches ? "Done" : "Try again" })).toBeVisible();
    expect(await stored(server, keys.nightlyExport)).toMatchObject({ alias: reaches ? "renamed" : "nightly-export" });
  });
}

test("the counter is told as used of allowed, and undoing its reset says what does not come back", async ({ page }) => {
  const dialog = await rename(page, "renamed", "Reset");
  const question = dialog.getByRole("group", { name: /counter/ });
  await expect(question).toContainText("6,820 of 10,000 requests of the quota are used.");
  await expect(question).toContainText("6,820 of 10,000 stay used");
  await expect(question).toContainText("0 of 10,000 are used, at once");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog).toContainText(
    "Opens a review of the way back; the 6,820 requests that were used do not come back.",
  );
  // Nothing is used now, and the gateway answers that as it answers that all is used.
  await dialog.getByRole("button", { name: "Done" }).click();
  const form = page.getByRole("region", { name: "Limits" });
  await expect(form).toContainText("how much of it is used is not told");
  await page.getByLabel("Alias").fill("again");
  await page.keyboard.press("Control+Enter");
  await expect(question).toContainText("There is a quota of 10,000 requests.");
});

test("of a loaded organisation with a quota, the question does not doubt that there is one", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  const dialog = await review(page);
  await expect(dialog.getByRole("group", { name: /counter/ })).toContainText("There is a quota of 1,000,000 requests.");
});

test("ids that are missing are asked for, each by its name", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("A body, or a curl command").fill("{}");
  await page.getByRole("button", { name: "Open" }).click();
  const dialog = await review(page);
  await expect(dialog.locator("#hindrance")).toHaveText("Enter the API id. Enter the key id.");
});

test("a key with policies that is switched off in vain is not called inactive", async ({ page }) => {
  const badge = page.getByRole("region", { name: "This key" }).locator(".badge").first();
  await load(page, "old-partner");
  await page.getByLabel("Active", { exact: true }).uncheck();
  expect(JSON.parse(await textOf(page))).toMatchObject({ is_inactive: true });
  await expect(badge).toHaveText("active");
});

test("a key without policies that is switched off is called inactive", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Active", { exact: true }).uncheck();
  await expect(page.getByRole("region", { name: "This key" }).locator(".badge").first()).toHaveText("inactive");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("long paths stay inside the review, and its buttons stay where they are", async ({ page }) => {
    await load(page, "portal-key");
    await page.getByLabel("Rate", { exact: true }).first().fill("5");
    await page.getByRole("button", { name: /^Review/ }).click();
    const dialog = page.getByRole("dialog");
    const place = () => dialog.getByRole("button", { name: "Keep editing", exact: true }).boundingBox();
    const before = await place();
    await dialog.getByLabel("Reset the counter").check();
    expect(await place()).toEqual(before);
    const left = dialog.getByText(/left out, because the gateway keeps it/);
    expect(await left.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  });
});

test.describe("900 px wide", () => {
  test.use({ viewport: { width: 900, height: 800 } });

  test("the title is whole, the organisation's id gives way", async ({ page }) => {
    await load(page, "portal-key");
    const isCut = (element: Element) => element.scrollWidth > element.clientWidth;
    expect(await page.getByRole("heading", { level: 1 }).evaluate(isCut)).toBe(false);
    expect(await page.locator(".head > p").evaluate(isCut)).toBe(true);
  });
});

test.describe("in colours of one's own", () => {
  test.use({ forcedColors: "active" });

  test("what is chosen has a line, and old and new have signs", async ({ page }) => {
    const dialog = await rename(page, "renamed");
    const selected = dialog.getByRole("tab", { selected: true });
    const style = (element: Element, [name, part]: [string, string?]) =>
      getComputedStyle(element, part).getPropertyValue(name);
    const line = (tab: typeof selected) => tab.evaluate(style, ["border-bottom-width"] as [string]);
    expect(await line(selected)).toBe("3px");
    expect(await line(dialog.getByRole("tab", { name: "Request" }))).toBe("1px");
    const sign = (of: string) =>
      dialog
        .locator(of)
        .first()
        .evaluate(style, ["content", "::before"] as [string, string]);
    expect(await sign(".cm-changedLine")).toBe('"+"');
    expect(await sign(".cm-deletedLine")).toBe('"−"');
    expect(await dialog.getByRole("button", { name: "/alias" }).evaluate(style, ["border-top-style"] as [string])).toBe(
      "solid",
    );
    await page.keyboard.press("Escape");
    const chosen = page.locator(".view label", { hasText: "Both" });
    expect(await chosen.evaluate(style, ["outline-style"] as [string])).toBe("solid");
    const toggle = page.getByRole("switch").first();
    expect(await toggle.evaluate(style, ["appearance"] as [string])).toBe("none");
  });
});
