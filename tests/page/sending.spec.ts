import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  chooseEndpoint,
  expect,
  givenSecret,
  keys,
  load,
  ordersApi,
  organisation,
  paste,
  review,
  sandboxSecrets,
  startServer,
  stored,
  test,
} from "./fixtures";

test("nothing is sent before the counter question is answered", async ({ page }) => {
  await load(page, "nightly-export");
  await page.getByRole("button", { name: /^Review/ }).click();
  const send = page.getByRole("dialog").getByRole("button", { name: /^Send/ });
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await send.click({ force: true });
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toContainText("First choose what happens to the counter.");
});

for (const [counter, search] of [
  ["Keep", "?suppress_reset=1"],
  ["Reset", ""],
] as const) {
  test(`${counter} the counter: the preview and the request say ${search || "nothing of it"}`, async ({ page }) => {
    await load(page, "nightly-export");
    const dialog = await review(page, counter);
    await dialog.getByRole("tab", { name: "Request" }).click();
    const path = `/api/apis/${ordersApi}/keys/${keys.nightlyExport}${search}`;
    const shown = path.replace(keys.nightlyExport, "5e9d…6b99");
    await expect(dialog.locator("p.boxed")).toHaveText(new RegExp(`${shown.replace("?", "\\?")}$`));
    const put = page.waitForRequest((request) => request.method() === "PUT");
    await dialog.getByRole("button", { name: /^Send/ }).click();
    expect((await put).url()).toMatch(new RegExp(`/proxy/sandbox${path.replace("?", "\\?")}$`));
  });
}

test("the request can be copied as curl, fetch and HTTPie, without a secret", async ({ page }) => {
  await load(page, "nightly-export");
  const dialog = await review(page, "Keep");
  await dialog.getByRole("tab", { name: "Request" }).click();
  for (const form of ["curl", "fetch", "HTTPie"]) {
    await dialog.getByRole("button", { name: form, exact: true }).click();
    const shown = dialog.locator("pre");
    await expect(shown).toContainText(`/api/apis/${ordersApi}/keys/`);
    await expect(shown).toContainText("nightly-export");
    await expect(shown).not.toContainText("stands-for-the-secret");
  }
});

/** The page's server talks to the sandbox of another one, as to a real Dashboard, with a credential that is wrong. */
const withWrongCredential = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  env: async ({}, use) => {
    const tyk = await startServer();
    await use({
      TYK_DASHBOARD_URL: `${tyk.url}/sandbox`,
      TYK_DASHBOARD_CREDENTIAL: givenSecret,
      TYK_ENVIRONMENT: "staging",
    });
    await tyk.stop();
  },
});

withWrongCredential("a Dashboard that does not accept the secret: said at Load and at Send", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("API id").fill(ordersApi);
  await page.getByLabel("Key id").fill(keys.nightlyExport);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not loaded" })).toContainText("does not accept the secret");

  await page.getByLabel("A body, or a curl command").fill('{"alias":"x"}');
  await page.getByRole("button", { name: "Open" }).click();
  const dialog = await review(page, "Keep");
  await dialog.getByRole("button", { name: /^Send to localhost/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(
    "Not saved: the Dashboard does not accept the secret",
  );
  await expect(dialog).toContainText("answered 401");
  await expect(dialog).toContainText("not read back");
  await dialog.getByRole("button", { name: "Back to the review" }).click();
  await expect(dialog.getByRole("button", { name: /^Send/ })).toBeVisible();
});

test("no answer: the page says that nobody knows", async ({ page }) => {
  await load(page, "nightly-export");
  const dialog = await review(page, "Keep");
  await page.route("**/proxy/**", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/No answer/);
  await expect(dialog).toContainText("Nobody knows whether the key was changed");
  await expect(dialog.getByRole("button", { name: "Read the key" })).toBeVisible();
  await page.unroute("**/proxy/**");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
});

test("no answer to the read before the update: nothing is sent, and the page says so", async ({ page, server }) => {
  await load(page, "nightly-export");
  const dialog = await review(page, "Keep");
  await server.stop();
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/No answer/);
  await expect(dialog).toContainText("nothing was sent: the key is as it was");
});

test("what the server stores otherwise is named: a policy wins over the key's own limits", async ({ page }) => {
  await load(page, "portal-key");
  await page.getByLabel("Rate", { exact: true }).first().fill("5");
  const dialog = await review(page, "Keep");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved as predicted: 1 change was overwritten");
  await expect(dialog).toContainText("the new rate has no effect: policy portal-gold sets it");
  const facts = dialog.locator("section.stack", { has: page.getByRole("heading", { name: "In force now" }) });
  for (const fact of [
    "Rate1,000 per minute, from policy portal-gold",
    "Quota10,000 per day, from policy portal-gold",
    "Counted: 120 of 10,000 used",
    "AccessInvoices API, Orders API, from policy portal-gold",
    /Expires\d+ \w+ \d{4}.*, in \d+ days/,
  ])
    await expect(facts).toContainText(fact);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByLabel("Rate", { exact: true }).first()).toHaveValue("1000");
});

/** As to a real Dashboard and a real Gateway, with the secrets that are right. */
const withDashboardAndGateway = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  env: async ({}, use) => {
    const tyk = await startServer();
    const url = `${tyk.url}/sandbox`;
    await use({
      TYK_DASHBOARD_URL: url,
      TYK_ADMIN_SECRET: sandboxSecrets.admin,
      TYK_GATEWAY_URL: url,
      TYK_GATEWAY_SECRET: sandboxSecrets.gateway,
      TYK_ENVIRONMENT: "staging",
    });
    await tyk.stop();
  },
});

withDashboardAndGateway(
  "of two connections one is chosen, and offers the endpoints it has a secret for",
  async ({ page }) => {
    await page.goto("/");
    const offered = page.getByLabel("Endpoint").getByRole("option");
    await expect(offered).toHaveText(["Organisation key · Dashboard Admin"]);
    await page.getByRole("button", { name: /^Connected to/ }).click();
    await page.getByRole("button", { name: /^Gateway/ }).click();
    await expect(offered).toHaveText(["Key · Gateway", "Organisation key · Gateway"]);
    await page.getByLabel("Key id").fill(keys.nightlyExport);
    await page.getByRole("button", { name: "Load", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("nightly-export");
    await expect(page.locator(".issues")).toContainText("Not checked: policies, APIs, certificates");
    await page.getByLabel("Alias").fill("renamed");
    const dialog = await review(page, "Keep");
    await dialog.getByRole("button", { name: /^Send to localhost/ }).click();
    await expect(dialog.getByRole("heading", { level: 2 })).toHaveText(/Saved and confirmed/);
  },
);

/** A gateway that answers every update with 200 and keeps what it had, as a cache that is written back does. */
const withForgetfulGateway = test.extend<{ seen: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  seen: async ({}, use) => use([]),
  env: async ({ seen }, use) => {
    const gateway = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["x-tyk-authorization"]}`);
      const isRead = request.method === "GET";
      response.setHeader("content-type", "application/json");
      response.end(
        isRead
          ? `{"org_id":"${organisation}","rate":5,"per":1,"quota_max":5000}`
          : `{"key":"${organisation}","status":"ok","action":"modified"}`,
      );
    });
    await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
    const { port } = gateway.address() as AddressInfo;
    await use({ TYK_GATEWAY_URL: `http://127.0.0.1:${port}/base/`, TYK_GATEWAY_SECRET: givenSecret });
    gateway.close();
  },
});

withForgetfulGateway(
  "production wants its host typed; an update that did not stick is seen",
  async ({ page, env, seen }) => {
    const { host } = new URL(env.TYK_GATEWAY_URL ?? "");
    await page.goto("/");
    await chooseEndpoint(page, "Organisation key · Gateway");
    await page.getByLabel("Organisation", { exact: true }).fill(organisation);
    await page.getByRole("button", { name: "Load", exact: true }).click();
    await page.getByLabel("Quota, requests", { exact: true }).fill("7777");
    const dialog = await review(page, "Keep");
    await expect(dialog).toContainText(`First type ${host}`);
    await page.keyboard.press("Control+Enter");
    await dialog.getByLabel(/to send to production/).fill(host);
    await page.keyboard.press("Control+Enter");
    await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Answered 200, but the old key is back");
    await expect(dialog.getByRole("row", { name: /^\/quota_max/ })).toContainText("7777 5000");
    const line = (method: string) => `${method} /base/tyk/org/keys/${organisation} ${givenSecret}`;
    expect(seen).toEqual([line("GET"), line("GET"), line("PUT"), line("GET")]);
  },
);

test("a text that was not made of the key that is there is not sent before its changes are seen and confirmed", async ({
  page,
  server,
}) => {
  const before = await stored(server, keys.nightlyExport);
  const access = `{"${ordersApi}": {"api_id": "${ordersApi}", "versions": ["Default"]}}`;
  await paste(
    page,
    `{"alias": "pasted", "rate": 7, "per": 1, "org_id": "${organisation}", "access_rights": ${access}}`,
  );
  await page.getByLabel("API id").fill(ordersApi);
  await page.getByLabel("Key id").fill(keys.nightlyExport);
  const dialog = await review(page);
  await expect(dialog).toContainText("nothing is sent before you have seen what changes");
  const puts: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && puts.push(request.postData() ?? ""));
  const send = dialog.getByRole("button", { name: /^Send/ });
  await send.click();
  const notice = dialog.getByRole("region", { name: "Already there" });
  await expect(notice).toContainText("Nothing was sent: there is such a key already");
  const group = (title: string) => dialog.locator(".risk", { hasText: title });
  await expect(group("Takes something away")).toContainText("loses access to API Billing API");
  await expect(group("Takes something away")).toContainText("metadata team is removed");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await expect(dialog).toContainText("First confirm that the key that is there is to be replaced.");
  await page.keyboard.press("Control+Enter");
  expect(puts).toEqual([]);
  expect(await stored(server, keys.nightlyExport)).toEqual(before);

  await notice.getByLabel("Replace the key that is there").check();
  await dialog.getByRole("tab", { name: "Request" }).click();
  await expect(dialog.getByRole("textbox", { name: "Body" })).toContainText('"alias": "pasted"');
  await send.click();
  await expect(dialog.getByRole("heading", { level: 2 })).toHaveText("Saved and confirmed");
  expect(puts).toHaveLength(1);
  expect(await stored(server, keys.nightlyExport)).toMatchObject({ alias: "pasted", rate: 7 });
});

test("a text for a key that is not there yet is sent as it is", async ({ page }) => {
  const text = `{"alias": "new",   "rate": 7, "per": 1, "org_id": "${organisation}"}`;
  await paste(page, text);
  await chooseEndpoint(page, "Organisation key · Gateway");
  await page.getByLabel("Organisation", { exact: true }).first().fill("5e9d9544a1dcd60001d0ed21");
  const dialog = await review(page);
  const put = page.waitForRequest((request) => request.method() === "PUT");
  await dialog.getByRole("button", { name: /^Send/ }).click();
  expect((await put).postData()).toBe(text);
});
