import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { test as base, expect, type Locator, type Page } from "@playwright/test";

const program = fileURLToPath(new URL("../../www/dist/server/main.js", import.meta.url));

/** Secrets that only the server has; none of them may ever reach the page. */
export const sandboxSecrets = {
  admin: "sandbox-admin-secret",
  dashboard: "sandbox-dashboard-credential",
  gateway: "sandbox-gateway-secret",
};
/** What tests give a server to talk to another Tyk. */
export const givenSecret = "given-to-the-server-only";

export const organisation = "5e9d9544a1dcd60001d0ed20";
/** Keys that a fresh sandbox has. */
export const keys = {
  nightlyExport: `${organisation}a28c495beff140a4a6d8c272a1956b99`,
  portalKey: `${organisation}e7f75f9e03534825b7aef9df749582e5`,
  oldPartner: `${organisation}60ff87c0deab4a508dd2ac18ccb8b664`,
};
export const ordersApi = "7f3c9a2e41d84b0c6a5d1e8f90b2c374";

export interface Server {
  url: string;
  /** Everything the server printed. */
  printed: string[];
  stop(): Promise<void>;
}

export async function startServer(env: Record<string, string> = {}): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on("line", (line) => {
        printed.push(line);
        const address = /^http:\/\/\S+/.exec(line)?.[0];
        if (address) resolve(address);
      });
    }
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${printed.join("\n")}`)));
  });
  return {
    url: await url,
    printed,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

/** A server with a fresh sandbox for every test, and a page that fails the test when it breaks a promise. */
export const test = base.extend<{ env: Record<string, string>; server: Server; promises: undefined }>({
  env: [{}, { option: true }],
  server: async ({ env }, use) => {
    const server = await startServer(env);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  promises: [
    async ({ page, server }, use) => {
      const complaints: string[] = [];
      const console: string[] = [];
      page.on("console", (message) => {
        console.push(message.text());
        // The browser reports an answer that is no success by itself.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!request.url().startsWith(`${server.url}/`) && !request.url().startsWith("blob:"))
          complaints.push(`a request outside the origin: ${request.url()}`);
        const sent = JSON.stringify(request.headers()) + request.url();
        if (containsSecret(sent)) complaints.push(`a secret in the request ${request.url()}`);
      });
      await use(undefined);
      if (!page.isClosed() && containsSecret(await everything(page))) complaints.push("a secret in the page");
      if (containsSecret(console.join())) complaints.push("a secret in the console");
      if (containsSecret(server.printed.join())) complaints.push("a secret in the server's log");
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function containsSecret(text: string): boolean {
  return [...Object.values(sandboxSecrets), givenSecret].some((secret) => text.includes(secret));
}

/** All that the document holds: markup, texts of shadow roots, and what stands in fields. */
export async function everything(page: Page): Promise<string> {
  return page.evaluate(() => {
    const collect = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll("*")]
        .map((element) => {
          const value =
            element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.value : "";
          return value + (element.shadowRoot ? element.shadowRoot.innerHTML + collect(element.shadowRoot) : "");
        })
        .join("\n");
    return document.documentElement.outerHTML + collect(document);
  });
}

export function data(name: string): string {
  return readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8");
}

/** Opens the page and brings a text of one's own. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.goto("/");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.getByLabel("A body, or a curl command").focus();
  await page.keyboard.press("Control+v");
  await expect(page.locator(".json .cm-content")).toBeAttached();
}

/** Opens the page and loads one of the sandbox's keys. */
export async function load(page: Page, alias: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: `Load ${alias}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(alias);
  await expect(page.locator(".json .cm-content")).toBeAttached();
}

export function editor(page: Page) {
  return page.getByRole("textbox", { name: "JSON of the key" });
}

/** A row of the form with more than one control. */
export function row(page: Page, label: string) {
  return page.getByRole("group", { name: label, exact: true });
}

/** Has a secret of production shown: once the question is declined, and it stays hidden, once it is confirmed. */
export async function showInProduction(page: Page, show: Locator, secret: string): Promise<void> {
  page.once("dialog", (question) => void question.dismiss());
  await show.click();
  expect(await everything(page)).not.toContain(secret);
  page.once("dialog", (question) => void question.accept());
  await show.click();
}

/** The text as it stands, to the byte. */
export async function textOf(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(".json").getByRole("button", { name: "Copy" }).click();
  await expect(page.locator(".json").getByText("Copied")).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The codes in the list of issues. */
export async function codes(page: Page): Promise<string[]> {
  return page.locator(".issues li code").allTextContents();
}

export async function chooseEndpoint(page: Page, label: string): Promise<void> {
  await page.getByLabel("Endpoint").selectOption({ label });
}

/** Opens the review and answers the question of the counter. */
export async function review(page: Page, counter: "Keep" | "Reset" = "Keep") {
  await page.getByRole("button", { name: /^Review/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`${counter} the counter`).check();
  return dialog;
}

/** What the sandbox's gateway has, asked past the page. */
export async function stored(server: Server, keyId: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/sandbox/tyk/keys/${keyId}`, {
    headers: { "x-tyk-authorization": sandboxSecrets.gateway },
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Somebody else saves the key, past the page. */
export async function saveMeanwhile(server: Server, keyId: string, change: Record<string, unknown>): Promise<void> {
  const session = { ...(await stored(server, keyId)), ...change };
  const response = await fetch(`${server.url}/sandbox/tyk/keys/${keyId}?suppress_reset=1`, {
    method: "PUT",
    headers: { "x-tyk-authorization": sandboxSecrets.gateway, "content-type": "application/json" },
    body: JSON.stringify(session),
  });
  expect(response.status).toBe(200);
}

/** Whether the sandbox plays requests that bring old organisation keys back. */
export async function setTraffic(page: Page, on: boolean): Promise<void> {
  await page.getByRole("button", { name: /^Connected to/ }).click();
  await page.getByRole("switch", { name: /bring old organisation keys back/ }).setChecked(on);
  await page.keyboard.press("Escape");
}
