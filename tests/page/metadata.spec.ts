import { everything, expect, givenSecret, load, paste, row, showInProduction, test, textOf } from "./fixtures";

test("metadata is renamed in its place, and a name that is there already is not taken", async ({ page }) => {
  const text = '{"meta_data":{ "one" :"1", "2":"two" }}';
  await paste(page, text);
  const name = page.getByLabel("Name of metadata 1", { exact: true });
  await expect(name).toHaveValue("one");
  await name.fill("2");
  await expect(row(page, "Metadata").getByText("this name is already in use")).toBeVisible();
  await name.fill("");
  await expect(row(page, "Metadata").getByText("enter a name")).toBeVisible();
  await name.fill("2");
  expect(await textOf(page)).toBe(text);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(name).toBeFocused();
  await page.keyboard.press("End");
  // A name that is a number would come first in a value of JavaScript.
  await page.keyboard.type("0");
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("20");
  expect(await textOf(page)).toBe(text.replace('"one" :"1"', '"20" :"1"'));
});

test("metadata is added and removed, and whoever adds a name goes on with its value", async ({ page }) => {
  await load(page, "nightly-export");
  const metadata = row(page, "Metadata");
  await metadata.getByLabel("Name of the metadata to add").fill("a/b~c");
  await page.keyboard.press("Enter");
  await expect(metadata.getByLabel("Value of a/b~c")).toBeFocused();
  await page.keyboard.type("x");
  await page.keyboard.press("Backspace");
  await metadata.getByLabel("Name of the metadata to add").fill("__proto__");
  await page.keyboard.press("Enter");
  await page.keyboard.type("p");
  expect(await textOf(page)).toContain(
    '"meta_data": {\n    "team": "reporting",\n    "a/b~c": "",\n    "__proto__": "p"\n  }',
  );
  await metadata.getByRole("button", { name: "Remove metadata team" }).click();
  await expect(metadata.getByLabel("Name of metadata 1", { exact: true })).toHaveValue("a/b~c");
  expect(await textOf(page)).toContain('"meta_data": {\n    "a/b~c": "",\n    "__proto__": "p"\n  }');
});

test("odd metadata is shown whole: other kinds as JSON, secrets masked, numbers to the last digit", async ({
  page,
}) => {
  const text =
    '{"meta_data":{"z":"1","10":9007199254740993,"__proto__":"p","f":1e400,"password":"in-metadata","in":{"secret":"deeper"},' +
    '"api_token":{"client":"opaque"},"":"unnamed","lines":"a\\nb","null":null,"z":"2"},"tags":["a",null,5,{"password":"tagged"}]}';
  await paste(page, text);
  const metadata = row(page, "Metadata");
  const names = metadata.getByLabel(/^Name of metadata/);
  await expect(names).toHaveCount(10);
  await expect(names.first()).toHaveValue("10");
  for (const json of ["9007199254740993", "1e400", '"a\\nb"', "null"])
    await expect(metadata.locator("code", { hasText: json }).first()).toBeVisible();
  const shown = await everything(page);
  for (const secret of ["in-metadata", "deeper", "opaque", "tagged"]) expect(shown).not.toContain(secret);
  await metadata.getByLabel("Value of __proto__").fill("q");
  await row(page, "Tags").getByRole("button", { name: "Remove tag null" }).click();
  expect(await textOf(page)).toBe(text.replace('"p"', '"q"').replace("null,5", "5"));
});

test("metadata that nests deeper than a gateway reads leaves the form standing", async ({ page }) => {
  const deep = "[".repeat(12_000) + "]".repeat(12_000);
  await paste(page, `{"meta_data":{"a":${deep}}}`);
  await expect(row(page, "Metadata")).toContainText("nested too deeply");
});

test.describe("production", () => {
  test.use({ env: { TYK_GATEWAY_URL: "http://127.0.0.1:9", TYK_GATEWAY_SECRET: givenSecret } });
  test("metadata that was masked stays so under another name, until it is shown after a question", async ({ page }) => {
    const text = '{"meta_data":{"team":"a","password":"of-production","x":"b"}}';
    await paste(page, text);
    await page.getByLabel("Name of metadata 2", { exact: true }).selectText();
    await page.keyboard.type("pass");
    await page.getByRole("button", { name: "Remove metadata team" }).click();
    await page.getByLabel("Name of metadata 1", { exact: true }).fill("plain");
    expect(await textOf(page)).toBe('{"meta_data":{"plain":"of-production","x":"b"}}');
    await expect(page.getByLabel("Value of x")).toHaveValue("b");
    expect(await everything(page)).not.toContain("of-production");
    const show = page.getByRole("button", { name: "Show value of plain" });
    await showInProduction(page, show, "of-production");
    await expect(page.getByLabel("Value of plain")).toHaveValue("of-production");
    await expect(page.getByLabel("Name of metadata 1", { exact: true })).toBeFocused();
  });

  test("a name that a secret had while it was typed is free for a text", async ({ page }) => {
    await paste(page, '{"meta_data":{"secret":"of-production"}}');
    await page.getByLabel("Name of metadata 1", { exact: true }).selectText();
    await page.keyboard.type("key");
    await page.getByLabel("Name of the metadata to add").fill("ke");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Value of ke", { exact: true })).toBeFocused();
    await page.getByRole("button", { name: "Replace… value of key" }).click();
    await page.keyboard.type("of-nobody");
    await page.keyboard.press("Enter");
    expect(await textOf(page)).toBe('{"meta_data":{"key":"of-nobody","ke":""}}');
    expect(await everything(page)).not.toContain("of-nobody");
  });
});
