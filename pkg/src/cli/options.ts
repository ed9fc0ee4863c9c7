import type { Endpoint, RequestQuery } from "../generated/api.js";
import type { Option } from "./command.js";

export const ENDPOINTS: readonly Endpoint[] = ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"];

/** What a query can switch on: as the package calls it, and the one value that is sure to do it. */
export const SWITCHES = {
  suppress_reset: { name: "suppressReset", on: "1" },
  reset_quota: { name: "resetQuota", on: "1" },
  hashed: { name: "hashed", on: "1" },
  username: { name: "username", on: "true" },
  auto_guess: { name: "autoGuess", on: "true" },
} as const satisfies Record<string, { name: keyof RequestQuery; on: string }>;

export type Switch = keyof typeof SWITCHES;

const context: Option = {
  value: "FILE",
  about: "what is known of the gateway: its policies, APIs, certificates and settings",
};

/** What every command about an update is told. */
export const UPDATE = {
  endpoint: { value: "NAME", short: "e", choices: ENDPOINTS, about: "where the update goes" },
  "gateway-version": { value: "VERSION", about: "the gateway's version, 5.13 if not given, also exact: 5.13.0" },
  context,
  "key-id": { value: "ID", about: "the id in the path: of the key, or of the organisation" },
  "api-id": { value: "ID", about: "the id of the API in the path of dashboard-api" },
  query: { value: "QUERY", about: "the query of the URL, such as suppress_reset=1" },
  previous: { value: "FILE", about: "the key as it is stored, which the update replaces" },
  now: { value: "SECONDS", about: "the time of the update in Unix seconds, that of the clock if not given" },
  config: { value: "FILE", about: "the configuration, in place of the nearest tyk-session.config.json" },
} satisfies Record<string, Option>;

export const batch: Option = { about: "answer questions from standard input, one JSON object per line, in order" };
