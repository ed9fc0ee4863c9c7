import { everything, expect, keys, load, test, textOf } from "./fixtures";

/** What the sandbox's key old-partner signs its requests with. */
const signing = "f3a1c86de0b94b7c";

test("a key's secret is masked wherever the page shows it, and sent as it is", async ({ page }) => {
  await load(page, "old-partner");
  await expect(page.getByRole("textbox", { name: "JSON of the key" })).toContainText('"hmac_string": "••••••••••••"');
  expect(await everything(page)).not.toContain(signing);
  expect(await textOf(page)).toContain(signing);

  await page.getByLabel("Rate", { exact: true }).first().fill("21");
  await page.getByRole("button", { name: /^Review/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Keep the counter").check();
  await expect(dialog.getByRole("textbox", { name: "Difference" })).toContainText('"rate": 21');
  expect(await everything(page)).not.toContain(signing);
  await dialog.getByRole("tab", { name: "Request" }).click();
  for (const form of ["curl", "fetch", "HTTPie"]) {
    await dialog.getByRole("button", { name: form, exact: true }).click();
    expect(await everything(page)).not.toContain(signing);
  }
  const put = page.waitForRequest((request) => request.method() === "PUT");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  expect((await put).postData()).toContain(signing);
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/(Saved|Not saved)/);
  for (const details of await dialog.locator("summary").all()) await details.click();
  await expect(dialog.locator(".cm-content").first()).toBeVisible();
  expect(await everything(page)).not.toContain(signing);
  // Who knows the id of a key can use the key: it stands in the field it was typed into, and nowhere else.
  expect((await everything(page)).split(keys.oldPartner)).toHaveLength(2);
});

test("a secret that is typed is masked as it is typed, in a text that is not JSON yet", async ({ page }) => {
  await page.goto("/");
  const editor = page.getByRole("textbox", { name: "JSON of the key" });
  await editor.focus();
  await page.keyboard.type('{"oauth_keys": {"client": "oauth-token"}, "basic_auth_data": {"password": "hun');
  await page.keyboard.type("ter2");
  await expect(editor).toContainText("••••••••••••");
  const shown = await everything(page);
  expect(shown).not.toContain("oauth-token");
  expect(shown).not.toContain("hun");
  await page.keyboard.type('"}}');
  expect(await textOf(page)).toBe(
    '{"oauth_keys": {"client": "oauth-token"}, "basic_auth_data": {"password": "hunter2"}}',
  );
  expect(await everything(page)).not.toContain("hunter2");
});

test("the page holds no frame, no inline style or script, and one small stylesheet", async ({ page }) => {
  await load(page, "old-partner");
  const response = await page.request.get("/");
  const html = await response.text();
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=/);
  const stylesheet = /href="([^"]+\.css)"/.exec(html)?.[1] ?? "";
  expect((await (await page.request.get(stylesheet)).body()).length).toBeLessThan(17_500);
  const policy = response.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe-inline");
});
