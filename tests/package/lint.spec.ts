import { test } from "@playwright/test";
import { Project } from "./project.js";

// Each fails when it finds anything.
test("publint and attw find nothing wrong with the packed package", () => {
  const project = new Project({});
  try {
    project.tool("publint", ["node_modules/tyk-session", "--strict"]);
    project.tool("attw", [project.tarball, "--profile", "esm-only"]);
  } finally {
    project.remove();
  }
});
