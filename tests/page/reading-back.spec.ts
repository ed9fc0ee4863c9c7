import type { Page } from "@playwright/test";
import { chooseEndpoint, codes, expect, keys, load, review, saveMeanwhile, setTraffic, test } from "./fixtures";

const title = (page: Page) => page.getByRole("dialog").getByRole("heading", { level: 2 });

/** What is done before the read that follows an update; nothing afterwards. */
async function beforeReadingBack(page: Page, then: () => Promise<"continue" | "abort">): Promise<void> {
  let isUpdated = false;
  await page.route("**/proxy/**", async (route) => {
    const method = route.request().method();
    if (method === "GET" && isUpdated) {
      isUpdated = false;
      return (await then()) === "abort" ? route.abort() : route.continue();
    }
    isUpdated ||= method === "PUT";
    return route.continue();
  });
}

test("somebody else saves right after: altered, with what was found; read again, it is as predicted", async ({
  page,
  server,
}) => {
  await load(page, "nightly-export");
  await page.getByLabel("Alias", { exact: true }).fill("mine");
  const dialog = await review(page);
  await beforeReadingBack(page, async () => {
    await saveMeanwhile(server, keys.nightlyExport, { alias: "theirs" });
    return "continue";
  });
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Saved, but 1 member is not as predicted");
  await expect(dialog.getByRole("row", { name: /^\/alias/ })).toContainText(
    /"mine".*"theirs".*neither what was there before nor what was sent/,
  );
  await expect(dialog).toContainText("Somebody else may have saved it since");
  await expect(dialog).toContainText("Your text is kept here.");

  await saveMeanwhile(server, keys.nightlyExport, { alias: "mine" });
  await dialog.getByRole("button", { name: "Read again" }).click();
  await expect(title(page)).toHaveText("Saved and confirmed");
  await expect(dialog).toContainText("2 read-backs: nothing restores the old version of a consumer's key");
});

test("no answer to the read afterwards: it cannot be told, and can be read again", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByLabel("Alias", { exact: true }).fill("mine");
  const dialog = await review(page);
  await beforeReadingBack(page, async () => "abort");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Answered 200, but not confirmed: no answer from the sandbox");
  await expect(dialog).toContainText("Read it again before you rely on it");
  await expect(dialog.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Read again" }).click();
  await expect(title(page)).toHaveText("Saved and confirmed");
  await expect(dialog).toContainText("The change is stored as predicted.");
});

test("requests bring the old organisation key back: the page says so, and sent again it sticks once they stop", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  expect(await codes(page)).not.toContain("org-key-lost-update");
  await setTraffic(page, true);
  await expect.poll(() => codes(page), "the gateway that does so hashes its keys").toContain("org-key-lost-update");
  await page.getByLabel("Rate", { exact: true }).fill("6000");
  const dialog = await review(page);
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Saved, and watched for the old key coming back");
  await expect(title(page)).toHaveText("Answered 200, but the old key is back");
  await expect(dialog).toContainText("read back after 2 s: the old values are there");
  for (const advice of [
    "let about 10 s pass without a request",
    "local_session_cache.disable_cached_session_state",
    "a reload does not help, and neither does DELETE before PUT",
  ])
    await expect(dialog).toContainText(advice);
  await expect(dialog.getByRole("row", { name: /^\/rate/ })).toContainText(/6000\s*5000\s*the old value/);

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy report" }).click();
  await expect(dialog.getByText("Copied")).toBeVisible();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toMatch(
    /^Answered 200, but the old key is back\nOrganisation key · .+, the sandbox, gateway 5\.13\nsent .+, answered 200 in /,
  );
  expect(report).toContain("/rate: predicted 6000, stored now 5000 (the old value)");
  expect(report).toContain("little is proved while requests keep coming");

  await page.evaluate(() => fetch("/sandbox-traffic", { method: "PUT", body: "off" }));
  await dialog.getByRole("button", { name: "Send again…" }).click();
  await expect(title(page)).toHaveText(/^Review 1 change/);
  await expect(dialog).toContainText("rate 5,000 → 6,000 requests per minute");
  await dialog.getByLabel("Keep the counter").check();
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(title(page)).toHaveText("Saved and confirmed", { timeout: 15_000 });
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByLabel("Rate", { exact: true })).toHaveValue("6000");
});

test("the switch of the sandbox says what is known of its gateway, through each endpoint of organisations", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  await setTraffic(page, true);
  for (const label of ["Organisation key · Dashboard Admin", "Organisation key · Gateway"]) {
    await chooseEndpoint(page, label);
    await expect.poll(() => codes(page)).toContain("org-key-lost-update");
  }
  await setTraffic(page, false);
  await expect.poll(() => codes(page)).not.toContain("org-key-lost-update");
});

test("only this page can set the sandbox's traffic", async ({ server }) => {
  const put = (headers: Record<string, string>) =>
    fetch(`${server.url}/sandbox-traffic`, { method: "PUT", body: "on", headers });
  expect((await put({})).status).toBe(403);
  expect((await put({ "sec-fetch-site": "cross-site" })).status).toBe(403);
});
