import { expect, load, ordersApi, paste, test, textOf } from "./fixtures";

test("an API keeps its access right when its last version and its last path are removed", async ({ page }) => {
  await paste(
    page,
    '{"rate":1,"per":1,"access_rights":{"a1":{"versions":["v1"],"allowed_urls":[{"url":"^/a$","methods":["GET"]}]}}}',
  );
  await page.locator("summary", { hasText: "a1" }).click();
  await page.getByRole("button", { name: "Remove version v1" }).click();
  await page.getByRole("button", { name: "Remove path 1" }).click();
  expect(await textOf(page)).toBe('{"rate":1,"per":1,"access_rights":{"a1":{}}}');
});

test("a list that was loaded stays when its last entry is removed", async ({ page }) => {
  await load(page, "nightly-export");
  await page.locator("details.item", { hasText: "Orders API" }).locator("summary").click();
  await page.getByRole("button", { name: "Remove version Default for Orders API" }).click();
  expect(JSON.parse(await textOf(page)).access_rights[ordersApi].versions).toEqual([]);
});

test("metadata and a secret that were not loaded go with what is right around them", async ({ page }) => {
  await paste(page, '{"rate":1,"meta_data":{"a":"1"},"jwt_data":{"secret":"x"},"hmac_string":"y"}');
  await page.getByRole("button", { name: "Remove metadata a" }).click();
  await page.getByRole("button", { name: "Remove JWT secret" }).click();
  await page.getByRole("button", { name: "Remove HMAC secret" }).click();
  expect(await textOf(page)).toBe('{"rate":1}');
});
