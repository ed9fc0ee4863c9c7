import { editor, expect, keys, load, ordersApi, review, saveMeanwhile, stored, test, textOf } from "./fixtures";

test("changes are told in words, by what they do to whoever uses the key", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Rate", { exact: true }).fill("1000");
  await page.getByLabel("Alias", { exact: true }).fill("export");
  await page.getByRole("button", { name: "Review 2 changes" }).click();
  const dialog = page.getByRole("dialog");
  const group = (title: string) => dialog.locator(".risk", { hasText: title });
  await expect(group("Changes what the key may do")).toContainText("rate 100 → 1,000 requests per minute");
  await expect(group("No effect on requests")).toContainText('renamed "nightly-export" → "export"');
  await expect(dialog).not.toContainText("the quota counter restarts");
  await dialog.getByLabel("Reset the counter").check();
  await expect(dialog).toContainText("the quota counter restarts: all 10,000 requests are available again");
  await dialog.getByLabel("Keep the counter").check();
  await expect(dialog).toContainText("the counter is kept, and so is the old rate while requests keep coming");
  await expect(dialog).toContainText("left out, because the gateway keeps it by itself:");
  await dialog.getByRole("button", { name: "/rate" }).click();
  await expect(dialog).toBeHidden();
});

test("what the text leaves out can be kept, one by one, from the review", async ({ page }) => {
  await load(page, "nightly-export");
  const { meta_data, access_rights, ...left } = JSON.parse(await textOf(page));
  const less = JSON.stringify({ ...left, meta_data: {}, access_rights: {} });
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), less);
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  const dialog = await review(page);
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Review 3 changes to nightly-export");
  await dialog.getByRole("button", { name: "Keep /meta_data/team" }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Review 2 changes to nightly-export");
  await expect(dialog).not.toContainText("metadata team is removed");
  await dialog.getByRole("button", { name: `Keep /access_rights/${ordersApi}` }).click();
  await dialog.getByRole("button", { name: "Keep editing", exact: true }).click();
  expect(JSON.parse(await textOf(page))).toMatchObject({
    meta_data,
    access_rights: { [ordersApi]: access_rights[ordersApi] },
  });
});

test("what is sent is the plan's body: no counter and no date goes back", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Rate", { exact: true }).fill("250");
  const dialog = await review(page);
  const put = page.waitForRequest((request) => request.method() === "PUT");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  const sent = JSON.parse((await put).postData() ?? "");
  expect(sent).toMatchObject({ rate: 250, alias: "nightly-export" });
  for (const own of ["quota_remaining", "quota_renews", "last_updated", "date_created"])
    expect(sent).not.toHaveProperty(own);
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
});

test("Stored says what differs from what is sent, and where values come from", async ({ page }) => {
  await load(page, "portal-key");
  await page.getByLabel("Rate", { exact: true }).first().fill("5");
  const dialog = await review(page);
  await expect(dialog.locator(".risk", { hasText: "Will be overwritten" })).toContainText("policy portal-gold sets it");
  await dialog.getByRole("tab", { name: "Stored 1 differs" }).click();
  await expect(dialog).toContainText("1 member differs from what is sent");
  await expect(dialog.getByRole("textbox", { name: "Stored text" })).toContainText(
    /"rate": 1000,policy portal-gold sets it, sent: 5/,
  );
  await expect(dialog.getByRole("textbox", { name: "Stored text" })).toContainText("from policy portal-gold");
  await expect(dialog.locator(".cm-gutter-lint .cm-lint-marker-warning")).toHaveCount(1);
  await expect(dialog.locator(".cm-gutter-lint .cm-lint-marker-info").first()).toBeVisible();
});

test("the other endpoints' requests can be copied, without a secret", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Rate", { exact: true }).fill("250");
  const dialog = await review(page);
  await dialog.getByRole("tab", { name: "For the other endpoints" }).click();
  const other = (title: string) =>
    dialog.locator(".other").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  await expect(other("Key · Gateway")).toContainText("the same key");
  await expect(other("Organisation key · Gateway")).toContainText("another key");
  await expect(other("Organisation key · Gateway")).toContainText("it sets the limits of the whole organisation");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await other("Key · Gateway").getByRole("button", { name: "Copy as curl" }).click();
  await expect(other("Key · Gateway")).toContainText("Copied");
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/\/tyk\/keys\/\S+.*\?suppress_reset=1/);
  expect(command).not.toContain("stands-for-the-secret");
});

test("somebody else saved meanwhile: nothing is sent, both edits are joined, then sent", async ({ page, server }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Rate", { exact: true }).fill("1000");
  await page.getByLabel("Alias", { exact: true }).fill("mine");
  await saveMeanwhile(server, keys.nightlyExport, { rate: 200, tags: ["internal", "theirs"] });
  const dialog = await review(page);
  const puts: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && puts.push(request.postData() ?? ""));
  await dialog.getByRole("button", { name: /^Send/ }).click();
  const notice = dialog.getByRole("region", { name: "Changed meanwhile" });
  await expect(notice).toContainText("Nothing was sent: the key has changed on the server");
  await expect(notice).toContainText("rate 100 → 200 requests per minute");
  await expect(dialog.getByRole("button", { name: /^Send/ })).toHaveAttribute("aria-disabled", "true");
  expect(puts).toEqual([]);

  await notice.getByRole("button", { name: "Show both" }).click();
  await expect(notice.getByRole("textbox", { name: "Both texts" })).toBeVisible();
  await notice.getByRole("button", { name: "Merge" }).click();
  const conflict = notice.getByRole("group", { name: /Both changed \/rate, which was 100/ });
  await expect(conflict).toContainText("Mine: 1000");
  await expect(conflict).toContainText("Theirs: 200");
  await expect(notice.getByRole("button", { name: "Take the merged text" })).toBeDisabled();
  await conflict.getByLabel(/^Theirs/).check();
  await notice.getByRole("button", { name: "Take the merged text" }).click();
  await expect(notice).toBeHidden();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Review 1 change to mine");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
  expect(await stored(server, keys.nightlyExport)).toMatchObject({
    rate: 200,
    alias: "mine",
    tags: expect.arrayContaining(["internal", "theirs"]),
  });
});

test("a save can be undone, through a review of the way back", async ({ page, server }) => {
  await load(page, "nightly-export");
  const before = await stored(server, keys.nightlyExport);
  await page.getByLabel("Rate", { exact: true }).fill("250");
  const dialog = await review(page);
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await dialog.getByRole("button", { name: "Undo this change…" }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Review 1 change to nightly-export");
  await expect(dialog).toContainText("rate 250 → 100 requests per minute");
  expect(await stored(server, keys.nightlyExport)).toMatchObject({ rate: 250 });
  await dialog.getByLabel("Keep the counter").check();
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
  expect({ ...(await stored(server, keys.nightlyExport)), last_updated: "" }).toEqual({ ...before, last_updated: "" });
});
