import url from "./worker?worker&url";

/** Trusted Types, which TypeScript does not know. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The page's security policy admits this one address of a script. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("tyk-session", {
  createScriptURL(asked) {
    if (asked !== url) throw new TypeError(`not a script of this page: ${asked}`);
    return asked;
  },
});

/** The Worker that does the jobs. */
export function startWorker(): Worker {
  return new Worker(policy?.createScriptURL(url) ?? url, { type: "module" });
}
