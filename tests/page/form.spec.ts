import { editor, expect, load, paste, test } from "./fixtures";

test("a key of an organisation is shown without what means nothing there", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  await expect(page.getByRole("heading", { name: "Lifetime" })).toBeVisible();
  for (const name of ["Access", "Policies"]) await expect(page.getByRole("heading", { name })).toHaveCount(0);
  await expect(page.getByLabel("Expires", { exact: true })).toHaveCount(0);
  await page.getByLabel("Organisation open", { exact: true }).uncheck();
  await expect(editor(page)).toContainText('"is_inactive": true');
  await expect(page.getByRole("button", { name: "was open" })).toBeVisible();
});

test("what means nothing at an organisation is shown where it stands", async ({ page }) => {
  await paste(page, '{"expires": 4102444800, "apply_policies": ["p1"]}');
  await page.getByLabel("Endpoint").selectOption("gateway-org");
  await expect(page.getByLabel("Expires", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Policies" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Access" })).toHaveCount(0);
});

test("broken JSON: the form says that it is paused", async ({ page }) => {
  await load(page, "nightly-export");
  await editor(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("}");
  await expect(page.getByText("the form is paused; it shows the last valid text")).toBeVisible();
});

test.describe("320 px", () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test("the links to the groups are shown whole", async ({ page }) => {
    await load(page, "nightly-export");
    const links = page.getByRole("navigation", { name: "Groups" });
    await expect(links.getByRole("link")).toHaveCount(5);
    expect(await links.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  });
});
