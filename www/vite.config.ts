import { defineConfig } from "vite";

// Two builds share this file: the page (dist/page) and its server (dist/server, one file without dependencies).
export default defineConfig(({ isSsrBuild }) => ({
  logLevel: "warn",
  build: {
    // The package carries its Wasm with it.
    chunkSizeWarningLimit: 2000,
    outDir: "dist/page",
    target: isSsrBuild ? "node20" : "es2022",
    // Browsers that know light-dark(), nesting and :has().
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    // No data: URIs and no injected polyfill, so that the content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    copyPublicDir: !isSsrBuild,
  },
  worker: { format: "es" },
  ssr: { noExternal: true },
}));
