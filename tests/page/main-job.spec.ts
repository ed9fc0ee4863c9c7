import {
  chooseEndpoint,
  codes,
  data,
  editor,
  expect,
  keys,
  ordersApi,
  organisation,
  paste,
  review,
  sandboxSecrets,
  stored,
  test,
  textOf,
} from "./fixtures";

const documented = data("dashboard-key-request.json").trimEnd();

test("a documented body as key of an API: findings, safe fixes, sent, stored, read back", async ({ page, server }) => {
  await paste(page, documented);
  await page.getByLabel("API id").fill(ordersApi);
  await page.getByLabel("Key id").fill(keys.portalKey);
  expect(await codes(page)).toEqual(
    expect.arrayContaining([
      "expires-in-past",
      "quota-renews-overwritten",
      "quota-remaining-ignored",
      "own-limits-overridden-by-policy",
    ]),
  );
  await expect(page.getByLabel("Expires", { exact: true })).toHaveAttribute("aria-invalid", "true");

  await page.getByRole("button", { name: /^Fix \d+ safe issues?$/ }).click();
  const left = await codes(page);
  expect(left).not.toContain("quota-renews-overwritten");
  expect(left).not.toContain("quota-remaining-ignored");
  expect(left).toContain("expires-in-past");
  await page.locator(".issues").getByRole("button", { name: "In 30 days" }).click();
  expect(await codes(page)).not.toContain("expires-in-past");
  const text = await textOf(page);
  const sent = JSON.parse(text);
  expect(sent).not.toHaveProperty("quota_renews");
  expect(sent).toMatchObject({ alias: "portal-key", rate: 1000, per: 60, tags: ["edge-eu", "edge"] });

  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reset the counter").check();
  const send = dialog.getByRole("button", { name: "Send to the sandbox" });
  await send.click();
  await dialog.getByLabel("Replace the key that is there").check();
  const put = page.waitForRequest((request) => request.method() === "PUT");
  await send.click();
  const body = JSON.parse((await put).postData() ?? "");
  expect(sent).toMatchObject(body);
  // What the policy sets is as it was, and not sent as the key's own.
  expect(body).not.toHaveProperty("rate");
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/Saved/);
  await expect(dialog).toContainText("read back after less than 1 s");

  expect(await stored(server, keys.portalKey)).toMatchObject({
    alias: "portal-key",
    enable_detailed_recording: true,
    expires: sent.expires,
    apply_policies: ["62a0ec9092faf50001395817"],
  });
  await dialog.getByRole("button", { name: /^(Show what is stored|Done)$/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("portal-key");
  expect(JSON.parse(await textOf(page))).toMatchObject({ enable_detailed_recording: true, expires: sent.expires });
});

for (const label of ["Organisation key · Dashboard Admin", "Organisation key · Gateway"]) {
  test(`the same body as ${label}: policies and expiry are ignored there`, async ({ page }) => {
    await paste(page, documented);
    await chooseEndpoint(page, label);
    await expect(page.getByLabel("Organisation", { exact: true }).first()).toHaveValue(organisation);
    const found = await codes(page);
    expect(found).toEqual(expect.arrayContaining(["policies-ignored-on-org", "expires-ignored-on-org"]));
    expect(found).not.toContain("expires-in-past");
  });
}

test("a body in Ruby's notation: a syntax error at the first =>", async ({ page }) => {
  await paste(page, data("gateway-org-key-request.rb.txt").trimEnd());
  await chooseEndpoint(page, "Organisation key · Gateway");
  expect(await codes(page)).toEqual(["json-syntax"]);
  await expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error").first()).toHaveText(/^=/);
  await expect(page.locator(".groups")).toHaveAttribute("inert");
  await expect(page.getByRole("button", { name: /^Review/ })).toHaveAttribute("aria-disabled", "true");
});

test("a documented curl command: body and endpoint are taken over, its secret is not", async ({ page }) => {
  const command = data("dashboard-key-request.curl").replace("<token>", "pasted-secret").replace("{apiID}", "a%201");
  await paste(page, command);
  await expect(page.getByLabel("Endpoint")).toHaveValue("dashboard-api");
  await expect(page.getByLabel("API id")).toHaveValue("a 1");
  await expect(page.getByLabel("Key id")).toHaveValue("");
  expect(await textOf(page)).toBe(documented);
  await expect(editor(page)).not.toContainText("pasted-secret");
});

test("an organisation key: loaded, changed, sent, confirmed", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Load the organisation's key" }).click();
  await page.getByLabel("Rate", { exact: true }).fill("6000");
  await page.getByRole("button", { name: "Review 1 change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Keep the counter").check();
  const put = page.waitForRequest((request) => request.method() === "PUT");
  await dialog.getByRole("button", { name: "Send to the sandbox" }).click();
  expect(new URL((await put).url()).search).toBe("");
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved, and watched for the old key coming back");
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed", { timeout: 15_000 });
  await expect(dialog).toContainText("3 read-backs, the last 11 s after the update");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByLabel("Rate", { exact: true })).toHaveValue("6000");
  await expect(page.getByRole("button", { name: /^Review/ })).toHaveText(/^Review\b(?! \d)/);
});

test("a key of a public deployment: loaded, one member edited, sent, confirmed, and only that differs", async ({
  page,
  server,
}) => {
  const keyId = keys.oldPartner;
  const headers = { "x-tyk-authorization": sandboxSecrets.gateway, "content-type": "application/json" };
  const body = data("tyk-demo/bearer-token-4-quota.json");
  const created = await fetch(`${server.url}/sandbox/tyk/keys/${keyId}`, { method: "PUT", headers, body });
  expect(created.status).toBe(200);
  const before = await stored(server, keyId);

  await page.goto("/");
  await chooseEndpoint(page, "Key · Gateway");
  await page.getByLabel("Key id").fill(keyId);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("quota");
  await page.getByLabel("Quota, requests", { exact: true }).fill("3");
  const dialog = await review(page);
  await expect(dialog).toContainText("quota 2 → 3 requests per hour");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
  // The gateway keeps these by itself.
  const own = { last_updated: "", quota_remaining: 0 };
  expect({ ...(await stored(server, keyId)), ...own }).toEqual({ ...before, quota_max: 3, ...own });
});
