import type { Page } from "@playwright/test";
import { editor, expect, keys, load, paste, test, textOf } from "./fixtures";

async function sessionOf(page: Page): Promise<Record<string, unknown>> {
  return JSON.parse(await textOf(page));
}

/** Loads another key through the top bar. */
async function loadNext(page: Page, keyId: string, alias: string): Promise<void> {
  page.once("dialog", (question) => void question.accept());
  await page.getByLabel("Endpoint").selectOption("gateway-key");
  await page.getByLabel("Key id").fill(keyId);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(alias);
}

test("an expiry can be typed, and a year that is not complete is never written", async ({ page }) => {
  await load(page, "nightly-export");
  const { expires: loaded } = await sessionOf(page);
  const field = page.getByLabel("Expires", { exact: true });
  await field.focus();
  await page.keyboard.type("1231202");
  await expect(page.getByLabel("Never")).not.toBeChecked();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(editor(page)).toContainText(`"expires": ${loaded}`);
  await page.keyboard.type("8");
  await expect(field).toHaveValue(/^2028-12-31T/);
  await field.blur();
  const { expires } = await sessionOf(page);
  expect(new Date(Number(expires) * 1000).toISOString()).toMatch(/^2028-12-31T/);
  await expect(page.locator("#expires-echo")).toContainText("31 Dec 2028");
});

test("an emptied expiry comes back when its field is left", async ({ page }) => {
  await load(page, "nightly-export");
  const loaded = await textOf(page);
  const field = page.getByLabel("Expires", { exact: true });
  const shown = await field.inputValue();
  await field.fill("");
  await field.blur();
  await expect(field).toHaveValue(shown);
  await expect(page.getByText("enter a date in 2000 or later")).toHaveCount(0);
  expect(await textOf(page)).toBe(loaded);
});

for (const [label, typed] of [
  ["Rate", "1e400"],
  ["Rate", "25x"],
  ["Period of the rate", "5 parsecs"],
  ["Quota, requests", "9223372036854775808"],
  ["Renewal period", "9999999999999999999999"],
] as const) {
  test(`${typed} as ${label}: the text says what it said before, and the review waits`, async ({ page }) => {
    await load(page, "nightly-export");
    const loaded = await textOf(page);
    const field = page.locator(".form").getByLabel(label, { exact: true });
    await field.selectText();
    await page.keyboard.type(typed);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    expect(await textOf(page)).toBe(loaded);
    await page.getByRole("button", { name: /^Review/ }).click();
    await expect(field).toBeFocused();
    await expect(page.getByRole("dialog")).toBeHidden();
    await field.fill("250");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
  });
}

test("a review that waits shows its field, in the form and in a folded API", async ({ page }) => {
  await load(page, "nightly-export");
  const orders = page.locator("details.item", { hasText: "Orders API" });
  await orders.locator("summary").click();
  await orders.getByRole("button", { name: "Give it limits of its own" }).click();
  await orders.getByLabel("Rate", { exact: true }).fill("many");
  await orders.locator("summary").click();
  await page.locator(".view label", { hasText: "JSON" }).click();
  await editor(page).focus();
  await page.keyboard.press("Control+Enter");
  await expect(orders.getByLabel("Rate", { exact: true })).toBeFocused();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a number that is typed anew stays where it stood, to the byte", async ({ page }) => {
  const odd = '{\r\n\t"rate" : 1e3,"per":60.50, "alias":"odd"}';
  await paste(page, odd);
  const rate = page.getByLabel("Rate", { exact: true });
  await rate.selectText();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("1.05");
  await expect(rate).toHaveValue("1.05");
  await page.keyboard.type("x");
  await expect(rate).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Backspace");
  await expect(rate).toHaveValue("1.05");
  expect(await textOf(page)).toBe(odd.replace("1e3", "1.05"));
});

test("what is not understood goes with Discard, and with another key", async ({ page }) => {
  await load(page, "nightly-export");
  const rate = page.getByLabel("Rate", { exact: true }).first();
  await page.getByLabel("Alias").fill("other");
  await rate.fill("abc");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(rate).toHaveValue("100");
  await expect(rate).not.toHaveAttribute("aria-invalid");
  await rate.fill("abc");
  await loadNext(page, keys.oldPartner, "old-partner");
  await expect(rate).toHaveValue("20");
  await page.getByRole("button", { name: /^Review/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("what is not understood goes when the value is changed in the text", async ({ page }) => {
  await load(page, "nightly-export");
  const rate = page.getByLabel("Rate", { exact: true });
  await rate.fill("250");
  await rate.fill("abc");
  await expect(rate).toHaveValue("abc");
  await page.getByLabel("Alias").fill("other");
  await expect(rate).toHaveValue("abc");
  await page.locator(".json .cm-line", { hasText: '"rate"' }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("7");
  await expect(rate).toHaveValue("1007");
});

test("a quota is asked for, and never that of the key before", async ({ page }) => {
  await load(page, "nightly-export");
  const unlimited = page.getByLabel("Unlimited", { exact: true }).first();
  await unlimited.click();
  await unlimited.click();
  await expect(page.getByLabel("Quota, requests", { exact: true })).toHaveValue("");
  await loadNext(page, keys.oldPartner, "old-partner");
  await expect(unlimited).toBeChecked();
  const loaded = await textOf(page);
  await unlimited.click();
  const quota = page.getByLabel("Quota, requests", { exact: true });
  await expect(quota).toBeFocused();
  await expect(quota).toHaveValue("");
  expect(await textOf(page)).toBe(loaded);
  await expect(unlimited).toBeChecked();
  await unlimited.click();
  await quota.fill("5");
  expect(await sessionOf(page)).toMatchObject({ quota_max: 5 });
});

test("a quota of 0 or less is shown as it is typed, and as unlimited when the field is left", async ({ page }) => {
  await load(page, "nightly-export");
  const quota = page.getByLabel("Quota, requests", { exact: true });
  const unlimited = page.getByLabel("Unlimited", { exact: true }).first();
  await quota.selectText();
  await page.keyboard.type("-5");
  await expect(quota).toHaveValue("-5");
  await expect(page.locator("#key-quota-echo")).toContainText("0 or less");
  await quota.fill("0");
  await expect(quota).toHaveValue("0");
  await page.getByLabel("Alias").focus();
  await expect(unlimited).toBeChecked();
  await expect(quota).toHaveCount(0);
  expect(await sessionOf(page)).toMatchObject({ quota_max: 0 });
  // The switch says what is meant, wherever it is clicked.
  await page.getByText("Unlimited", { exact: true }).click();
  await expect(quota).toBeFocused();
  await page.getByText("Unlimited", { exact: true }).click();
  await expect(unlimited).toBeChecked();
  expect(await sessionOf(page)).toMatchObject({ quota_max: -1 });
});

test("a period keeps each of its digits", async ({ page }) => {
  await load(page, "nightly-export");
  const renewal = page.getByLabel("Renewal period", { exact: true });
  await renewal.fill("9007199254740993");
  await renewal.blur();
  await expect(renewal).toHaveValue("9007199254740993");
  expect(await textOf(page)).toContain('"quota_renewal_rate": 9007199254740993');
  for (const [label, typed] of [
    ["Rate", "1e3"],
    ["Quota, requests", "007"],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(typed);
    await expect(page.getByRole("alert").filter({ hasText: "digits only" })).toHaveCount(1);
    await page.getByLabel(label, { exact: true }).fill("7");
  }
});

test("only the field at fault is marked", async ({ page }) => {
  await paste(page, '{"rate": 1, "per": "x", "quota_max": 9223372036854775808, "quota_renewal_rate": 3600}');
  await expect(page.getByLabel("Quota, requests", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Renewal period", { exact: true })).not.toHaveAttribute("aria-invalid");
  await expect(page.getByLabel("Period of the rate", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Rate", { exact: true })).not.toHaveAttribute("aria-invalid");
});

for (const [rate, per, said] of [
  ["100", "1h 30m", "1 request every 54 seconds on average"],
  ["0.5", "1 minute", "1 request every 2 minutes on average"],
  ["100", "1 minute", "1.7 requests a second on average"],
  ["1", "1", "1 request a second on average"],
  ["-5", "1 minute", "not limited: a rate of 0 or less means no limit"],
] as const) {
  test(`${rate} per ${per} is said as ${said}`, async ({ page }) => {
    await load(page, "nightly-export");
    await page.getByLabel("Rate", { exact: true }).fill(rate);
    await page.getByLabel("Period of the rate", { exact: true }).fill(per);
    await expect(page.locator("#key-rate-echo")).toHaveText(said);
  });
}

test("a number beyond all numbers is not shown as infinity", async ({ page }) => {
  await paste(page, '{"rate": 1e400, "per": 60, "quota_max": 1e400}');
  await expect(page.getByLabel("Rate", { exact: true })).toHaveValue("");
  await expect(page.getByLabel("Rate", { exact: true })).toHaveAttribute("placeholder", "too large");
  await expect(page.locator(".form")).not.toContainText(/Infinity|∞/);
});

test("what was loaded of a number is said in words, even where no field can show it", async ({ page }) => {
  const loaded =
    '{"alias":"nightly-export","allowance":1e400,"session_lifetime":"1h","max_query_depth":5,' +
    '"throttle_retry_limit":2.5,"throttle_interval":3e-7}';
  await page.route("**/proxy/**/keys/*", (route) => route.fulfill({ contentType: "application/json", body: loaded }));
  await load(page, "nightly-export");
  for (const [label, was] of [
    ["Allowance", "was too large"],
    ["Stored for", "was no number"],
    ["Query depth", "was 5"],
    ["Throttle", "was odd numbers"],
  ] as const) {
    const row = page.locator(".form .row", { has: page.getByLabel(label, { exact: true }) });
    await row.getByLabel(label, { exact: true }).fill("7");
    await expect(row.getByRole("button", { name: was })).toBeVisible();
  }
});

test("a long quota is shown whole", async ({ page }) => {
  await paste(page, '{"quota_max": 9223372036854775807, "quota_renewal_rate": 3600}');
  const quota = page.getByLabel("Quota, requests", { exact: true });
  expect(await quota.evaluate((field) => field.scrollWidth - field.clientWidth)).toBeLessThanOrEqual(0);
});

test("what was typed and not understood can be discarded", async ({ page }) => {
  await load(page, "nightly-export");
  const field = page.locator(".form").getByLabel("Rate", { exact: true });
  const discard = page.getByRole("button", { name: "Discard" });
  await expect(discard).toBeDisabled();
  await field.fill("many");
  await discard.click();
  await expect(field).toHaveValue("100");
  await expect(discard).toBeDisabled();
});
