import { defineConfig } from "@playwright/test";

/** The command line as a shell meets it: real processes over files in a temporary folder. */
export default defineConfig({
  testDir: ".",
  outputDir: "../results/cli",
  fullyParallel: true,
  reporter: "dot",
  timeout: 60_000,
});
