import { defineConfig } from "@playwright/test";

/** The package as its users meet it; a browser is started by the one test that needs it. */
export default defineConfig({
  testDir: ".",
  outputDir: "../results/package",
  reporter: "dot",
  timeout: 120_000,
});
