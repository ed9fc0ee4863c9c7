import { editor, expect, load, paste, test, textOf } from "./fixtures";

/** Odd on purpose: tabs, \r\n, an int64 and a float that JavaScript would spell otherwise, a member nobody knows. */
const odd =
  '{\t"alias":"odd" ,\r\n\t"rate" : 1e3,\r\n\t"per": 60.50,\r\n\t"quota_max":   9223372036854775807,\r\n\t"quota_renewal_rate":3600,' +
  '\r\n\t"x_unknown": { "b":[1.0,  2], "a":"\\u00e9" },\r\n\t"apply_policies": [ "p1" ],\r\n\t"access_rights":{"a1":{"api_id":"a1"} },' +
  '\r\n\t"expires": 4102444800,\r\n\t"is_inactive":false\r\n}\r\n';

const edits: [what: string, label: string, value: string | boolean, before: string, after: string][] = [
  ["the alias", "Alias", "new", '"alias":"odd"', '"alias":"new"'],
  ["the rate", "Rate", "250", '"rate" : 1e3', '"rate" : 250'],
  ["the period", "Period of the rate", "5m", '"per": 60.50', '"per": 300'],
  ["the quota", "Quota, requests", "9223372036854775806", "9223372036854775807", "9223372036854775806"],
  ["the renewal", "Renewal period", "1 day", '"quota_renewal_rate":3600', '"quota_renewal_rate":86400'],
  ["unlimited", "Unlimited", true, "9223372036854775807", "-1"],
  ["never", "Never", true, '"expires": 4102444800', '"expires": 0'],
  ["active", "Active", false, '"is_inactive":false', '"is_inactive":true'],
];

for (const [what, label, value, before, after] of edits) {
  test(`the form changes ${what} and leaves every other byte as it is`, async ({ page }) => {
    await paste(page, odd);
    const field = page.locator(".form").getByLabel(label, { exact: true });
    if (typeof value === "string") await field.fill(value);
    else await field.setChecked(value);
    expect(await textOf(page)).toBe(odd.replace(before, after));
  });
}

test("a change shows at its row, and the way back is exact", async ({ page }) => {
  await load(page, "nightly-export");
  const loaded = await textOf(page);
  await page.getByLabel("Rate", { exact: true }).fill("250");
  await expect(page.locator(".row.edited")).toHaveCount(1);
  await page.getByRole("button", { name: "was 100 per minute" }).click();
  await expect(page.locator(".row.edited")).toHaveCount(0);
  expect(await textOf(page)).toBe(loaded);
});

test("policies and APIs come and go in the text", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Id or name of the policy to add").fill("641c15dd0fffb800010197bf");
  await page.getByRole("button", { name: "+ Add policy" }).click();
  await page.getByLabel("Id or name of the API to add").fill("a~/1");
  await page.getByRole("button", { name: "+ Add API" }).click();
  await page.locator("summary", { hasText: "Billing API" }).click();
  await page.getByRole("button", { name: "Remove Billing API" }).click();
  const session = JSON.parse(await textOf(page));
  expect(session.apply_policies).toEqual(["641c15dd0fffb800010197bf"]);
  expect(Object.keys(session.access_rights)).toEqual(["7f3c9a2e41d84b0c6a5d1e8f90b2c374", "a~/1"]);
  await page.getByRole("button", { name: "Remove daily-quota" }).click();
  await page.getByRole("button", { name: "put it back" }).click();
  const again = JSON.parse(await textOf(page));
  expect(again.apply_policies).toEqual([]);
  expect(again.access_rights["0b1de9c2a7f64c53817b2d90e4f6a8d1"]).toMatchObject({ api_name: "Billing API" });
});

test("the one policy of an old key is shown as what applies, and comes and goes", async ({ page }) => {
  await load(page, "old-partner");
  const loaded = await textOf(page);
  await expect(page.getByText("No policy:")).toHaveCount(0);
  await page.getByRole("button", { name: "Remove partner" }).click();
  expect(JSON.parse(await textOf(page))).not.toHaveProperty("apply_policy_id");
  await expect(page.getByText("No policy:")).toBeVisible();
  await page.getByRole("button", { name: /^was / }).click();
  expect(JSON.parse(await textOf(page))).toEqual(JSON.parse(loaded));
  await expect(page.getByText("No policy:")).toHaveCount(0);
});

test("a policy added to an old key stands behind the one it has, and an unknown one is marked", async ({ page }) => {
  await load(page, "old-partner");
  const { apply_policy_id: old } = JSON.parse(await textOf(page));
  await page.getByLabel("Id or name of the policy to add").fill("641c15dd0fffb800010197bf");
  await page.getByRole("button", { name: "+ Add policy" }).click();
  await expect(page.getByText("unknown here")).toHaveCount(0);
  await page.getByLabel("Id or name of the policy to add").fill("nowhere");
  await page.getByRole("button", { name: "+ Add policy" }).click();
  await expect(page.locator("li", { hasText: "nowhere" }).getByText("unknown here")).toBeVisible();
  const session = JSON.parse(await textOf(page));
  expect(session.apply_policies).toEqual([old, "641c15dd0fffb800010197bf", "nowhere"]);
  expect(session).not.toHaveProperty("apply_policy_id");
});

test("an API's own limit starts as a copy of the key's and is edited in place", async ({ page }) => {
  await load(page, "nightly-export");
  const orders = page.locator("details.item", { hasText: "Orders API" });
  await orders.locator("summary").click();
  await orders.getByRole("button", { name: "Give it limits of its own" }).click();
  await orders.getByLabel("Rate", { exact: true }).fill("7");
  const { access_rights } = JSON.parse(await textOf(page));
  expect(access_rights["7f3c9a2e41d84b0c6a5d1e8f90b2c374"].limit).toEqual({
    rate: 7,
    per: 60,
    quota_max: 10_000,
    quota_renewal_rate: 86_400,
  });
  await expect(page.getByLabel("Rate", { exact: true }).first()).toHaveValue("100");
});

test("what is not a duration is said, and the text keeps the last good value", async ({ page }) => {
  await load(page, "nightly-export");
  const loaded = await textOf(page);
  const period = page.getByLabel("Period of the rate", { exact: true });
  await period.fill("fortnight");
  await expect(period).toHaveAttribute("aria-invalid", "true");
  expect(await textOf(page)).toBe(loaded);
  await period.fill("1h 30m");
  expect(JSON.parse(await textOf(page)).per).toBe(5400);
});

test("text and form follow each other, and undo takes back an edit of the form", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Alias").fill("renamed");
  await expect(editor(page)).toContainText('"alias": "renamed"');
  await editor(page).focus();
  await page.keyboard.press("Control+z");
  await expect(page.getByLabel("Alias")).toHaveValue("nightly-export");
});

test("broken JSON: the form is paused, one issue says why, and a repair ends that", async ({ page }) => {
  await load(page, "nightly-export");
  await editor(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("}");
  await expect(page.locator(".groups")).toHaveAttribute("inert");
  await expect(page.locator(".issues li")).toHaveCount(1);
  await expect(page.getByLabel("Alias")).toHaveValue("nightly-export");
  await page.keyboard.press("Backspace");
  await expect(page.locator(".groups")).not.toHaveAttribute("inert");
});

test("an issue stands beside its field, is tied to it, and is fixed there", async ({ page }) => {
  await paste(
    page,
    '{"org_id":"5e9d9544a1dcd60001d0ed20","alias":"a","expires":1718439136,"quota_max":5,"quota_remaining":3}',
  );
  const expires = page.getByLabel("Expires", { exact: true });
  await expect(expires).toHaveAttribute("aria-invalid", "true");
  const described = (await expires.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const said = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).textContent()));
  const listed = await page.locator(".issues li", { hasText: "expires-in-past" }).locator("p").first().textContent();
  expect(said.join()).toContain(listed);
  const quota = page.getByRole("group", { name: "Quota" });
  await quota.getByRole("button", { name: /^Fix/ }).first().click();
  expect(JSON.parse(await textOf(page))).not.toHaveProperty("quota_remaining");
});

test("keys: F8 steps, Ctrl . fixes, Alt 1 2 3 move, ? lists, Ctrl S never sends", async ({ page }) => {
  let puts = 0;
  page.on("request", (request) => {
    if (request.method() === "PUT") puts += 1;
  });
  await load(page, "nightly-export");
  const issues = page.locator(".issues li");
  const before = await issues.count();
  expect(before).toBeGreaterThan(0);
  await page.keyboard.press("F8");
  await expect(issues.first()).toHaveAttribute("aria-current", "true");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Shift+F8");
  await expect(issues.last()).toHaveAttribute("aria-current", "true");
  while ((await page.locator(".issues li[aria-current] button", { hasText: "Fix" }).count()) === 0)
    await page.keyboard.press("F8");
  await page.keyboard.press("Control+.");
  await expect(issues).toHaveCount(before - 1);

  await page.keyboard.press("Alt+1");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Alt+2");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Alt+3");
  await expect(page.locator(".issues")).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.locator("#keys")).toBeVisible();
  await page.keyboard.press("Escape");

  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Control+s");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("dialog").getByLabel("Keep the counter").check();
  await page.keyboard.press("Control+s");
  expect(puts).toBe(0);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog").getByRole("heading", { level: 2 })).toHaveText(/Saved/);
  expect(puts).toBe(1);
});

test("Escape closes the review and the focus goes back", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByRole("button", { name: /^Review/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: /^Review/ })).toBeFocused();
});
