import { defineConfig } from "@playwright/test";

/** The packed package in the tools and runtimes of those who use it. */
export default defineConfig({
  testDir: ".",
  testIgnore: "projects/**",
  outputDir: "../results/packaging",
  reporter: [["list"]],
  timeout: 180_000,
});
