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

const many = (count: number) => Array.from({ length: count }, (_, n) => `n${n}`);

for (const { what, text, open, input, shown, said } of [
  {
    what: "API",
    text: { access_rights: Object.fromEntries(many(120).map((id) => [id, {}])) },
    input: "Id or name of the API to add",
    shown: "summary",
    said: "done: added API new",
  },
  {
    what: "tag",
    text: { tags: many(120) },
    input: "Name of the tag to add",
    shown: ".chips li",
    said: "done: added tag new",
  },
  {
    what: "path",
    text: { access_rights: { a1: { allowed_urls: many(30).map((url) => ({ url, methods: ["GET"] })) } } },
    open: "a1",
    input: "Pattern of the path to add for API",
    shown: ".paths li",
    said: "done: added path new, open for GET",
  },
]) {
  test(`a new ${what} at the end of a long list is shown and said, and the focus stays`, async ({ page }) => {
    await paste(page, JSON.stringify(text));
    if (open) await page.locator("summary", { hasText: open }).click();
    const more = page.getByRole("button", { name: /^Show \d+ more of|^Show the other/ });
    const rest = await more.innerText();
    await page.getByLabel(input, { exact: true }).fill("new");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: said })).toHaveText(said);
    await expect(page.getByLabel(input, { exact: true })).toBeFocused();
    const last = page.locator(shown).last();
    if (what === "path") await expect(last.getByLabel("Path 31 for API", { exact: true })).toHaveValue("new");
    else await expect(last).toContainText("new");
    await expect(more).toHaveText(rest);
    await more.click();
    await expect(last).toBeVisible();
  });
}

for (const [name, control] of [
  ["password", "Set… value of password"],
  ["team", "Value of team"],
] as const) {
  test(`whoever adds metadata called ${name} to a long list goes on with its value`, async ({ page }) => {
    await paste(page, JSON.stringify({ meta_data: Object.fromEntries(many(60).map((other) => [other, ""])) }));
    await page.getByLabel("Name of the metadata to add").fill(name);
    await page.keyboard.press("Enter");
    const value =
      name === "team" ? page.getByLabel(control, { exact: true }) : page.getByRole("button", { name: control });
    await expect(value).toBeFocused();
    await expect(page.getByRole("status").filter({ hasText: "done: " })).toHaveText(`done: added metadata ${name}`);
    await page.getByRole("button", { name: `Remove metadata ${name}` }).click();
    await expect(page.getByRole("button", { name: "Remove metadata n59" })).toBeVisible();
    await page.getByRole("button", { name: /^Show the other/ }).click();
    await expect(page.getByLabel(/^Name of metadata \d+$/)).toHaveCount(60);
  });
}

test("the button for more keeps the focus while there is more", async ({ page }) => {
  await paste(page, JSON.stringify({ tags: many(250) }));
  await page.getByRole("button", { name: "Show 100 more of 150 tags" }).click();
  await expect(page.getByRole("button", { name: "Show the other 50" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove tag n200" })).toBeFocused();
});

test("removing the last path says that every path is open", async ({ page }) => {
  await paste(page, '{"access_rights":{"a1":{"allowed_urls":[{"url":"^/a$"},{"url":"^/b$"}]}}}');
  await page.locator("summary", { hasText: "a1" }).click();
  const said = page.getByRole("status").filter({ hasText: /^done: / });
  await page.getByRole("button", { name: "Remove path 2" }).click();
  await expect(said).toHaveText("done: removed path 2");
  await page.getByRole("button", { name: "Remove path 1" }).click();
  await expect(said).toHaveText("done: removed path 1: every path is open now");
});
