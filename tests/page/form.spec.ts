import { editor, expect, load, ordersApi, paste, test, textOf } from "./fixtures";

const invoicesApi = "52ad7e10c9b84f3d8a6f02e1b7c45d98";

test("an API or a policy can be added by its name", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Id or name of the API to add").fill("invoices api");
  await page.getByRole("button", { name: "+ Add API" }).click();
  await page.getByLabel("Id or name of the policy to add").fill("daily-quota");
  await page.keyboard.press("Enter");
  const { access_rights, apply_policies } = JSON.parse(await textOf(page));
  expect(access_rights[invoicesApi]).toMatchObject({ api_id: invoicesApi, api_name: "Invoices API" });
  expect(apply_policies).toEqual(["641c15dd0fffb800010197bf"]);
  await expect(page.getByText("unknown here")).toHaveCount(0);
});

test("an API that is not known is marked, and nothing is added twice or without a name", async ({ page }) => {
  await load(page, "nightly-export");
  const input = page.getByLabel("Id or name of the API to add");
  const add = page.getByRole("button", { name: "+ Add API" });
  await input.fill("nope");
  await add.click();
  await expect(page.locator("summary", { hasText: "nope" }).getByText("unknown here")).toBeVisible();
  const before = await textOf(page);
  await add.click();
  await expect(input).toBeFocused();
  await expect(page.getByRole("alert").filter({ hasText: "enter the id or the name of an API" })).toBeVisible();
  await input.fill(ordersApi);
  await expect(page.getByText("enter the id or the name of an API")).toHaveCount(0);
  await add.click();
  await expect(page.getByText("this one is there already")).toBeVisible();
  expect(await textOf(page)).toBe(before);
});

test("of 100 APIs the other 50 are shown, and a long name leaves its limits readable", async ({ page }) => {
  const name = "An API with a name of very many words that goes on and on until it would take the whole of the line";
  const rights = Array.from({ length: 100 }, (_, n) => [`a${n}`, { api_id: `a${n}`, api_name: `${name} ${n}` }]);
  await paste(page, JSON.stringify({ access_rights: Object.fromEntries(rights) }));
  const limits = page.locator("details.item summary .note", { hasText: "the key's limits" });
  await expect(limits).toHaveCount(50);
  const height = await limits.first().evaluate((element) => element.getBoundingClientRect().height);
  expect(height).toBeLessThan(45);
  await page.getByRole("button", { name: "Show the other 50", exact: true }).click();
  await expect(limits).toHaveCount(100);
  await expect(page.locator("details.item summary").nth(50)).toBeFocused();
});

test("versions and open paths of an API are edited in place, each path with its methods", async ({ page }) => {
  await paste(
    page,
    '{"access_rights":{"a1":{"api_name":"Orders","versions":["v1"],"allowed_urls":[{"url":"^/a$","methods":["GET"], "x":1}],"limit":{}}}}',
  );
  await page.locator("summary", { hasText: "Orders" }).click();
  await page.getByLabel("Name of the version to add for Orders").fill("v2");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove version v1 for Orders" }).click();
  await page.getByLabel("Path 1 for Orders", { exact: true }).fill("^/b$");
  await page.getByLabel("Methods of path 1 for Orders").fill("get, post");
  await page.getByLabel("Pattern of the path to add for Orders").fill("^/c$");
  await page.keyboard.press("Enter");
  expect(await textOf(page)).toBe(
    '{"access_rights":{"a1":{"api_name":"Orders","versions":["v2"],"allowed_urls":[{"url":"^/b$","methods":["GET", "POST"], "x":1},{"url": "^/c$", "methods": ["GET"]}],"limit":{}}}}',
  );
  await page.getByLabel("Methods of path 2 for Orders").fill("x_y, M-SEARCH");
  expect(await textOf(page)).toContain('"methods": ["X_Y", "M-SEARCH"]');
  await page.getByLabel("Methods of path 2 for Orders").fill("GET; POST");
  await expect(page.getByText("write methods, for example")).toBeVisible();
  for (const number of [2, 1]) await page.getByRole("button", { name: `Remove path ${number} for Orders` }).click();
  await expect(page.getByText("every path is open", { exact: true })).toBeVisible();
});

test("paths of the wrong kind are left to the text, and so is what has no field", async ({ page }) => {
  const text =
    '{"access_rights":{"a1":{"allowed_urls":[5,{"url":5,"methods":"GET"},{}],"endpoints":[]},"a2":{"allowed_urls":"x","versions":7},"a3":5}}';
  await paste(page, text);
  for (const name of ["a1", "a2", "a3"]) await page.locator("summary", { hasText: name }).click();
  await expect(page.getByRole("button", { name: "endpoints", exact: true })).toBeVisible();
  await expect(page.getByLabel("Path 3 for API", { exact: true })).toHaveValue("");
  await page.getByRole("button", { name: "Edit allowed_urls in the text" }).click();
  await expect(editor(page)).toBeFocused();
  expect(await textOf(page)).toBe(text);
});

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

test("the focus goes on when its button goes, and what was done is said", async ({ page }) => {
  await load(page, "nightly-export");
  const said = page.getByRole("status").filter({ hasText: /^done: / });
  const orders = page.locator("details.item", { hasText: "Orders API" });
  await orders.locator("summary").click();
  await orders.getByRole("button", { name: "Remove Orders API" }).click();
  const billing = page.locator("details.item", { hasText: "Billing API" });
  await expect(billing.locator("summary")).toBeFocused();
  await expect(said).toHaveText("done: removed Orders API");
  await billing.locator("summary").click();
  await billing.getByRole("button", { name: "Remove Billing API" }).click();
  await expect(page.getByRole("heading", { name: "Access" })).toBeFocused();

  await page.getByLabel("Rate", { exact: true }).fill("250");
  await page.getByRole("button", { name: "was 100 per minute" }).click();
  await expect(page.getByLabel("Rate", { exact: true })).toBeFocused();

  for (const name of ["daily-quota", "partner"]) {
    await page.getByLabel("Id or name of the policy to add").fill(name);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "Remove daily-quota" }).click();
  await expect(page.getByRole("button", { name: "Remove partner" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Policies" })).toBeFocused();
  await expect(said).toHaveText("done: removed partner");
});

test("a fix beside a field leaves the focus at the field", async ({ page }) => {
  await paste(page, '{"rate": "5", "per": 60, "quota_max": 5, "quota_renews": 4102444800}');
  const row = page.locator(".row", { has: page.locator("#key-rate") });
  await row.getByRole("button", { name: /^Fix/ }).first().click();
  await expect(page.getByLabel("Rate", { exact: true })).toBeFocused();
});

test("a value that a policy sets says so before it is edited", async ({ page }) => {
  await load(page, "portal-key");
  await expect(page.locator(".form").getByText("set by a policy").first()).toBeVisible();
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
  test("the links to the groups take one line, and each comes into view for whoever gets to it", async ({ page }) => {
    await load(page, "nightly-export");
    const links = page.getByRole("navigation", { name: "Groups" });
    await expect(links.getByRole("link")).toHaveCount(7);
    expect(await links.evaluate((element) => element.clientHeight)).toBeLessThan(50);
    for (const link of await links.getByRole("link").all()) {
      await link.focus();
      await expect(link).toBeInViewport({ ratio: 0.99 });
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
