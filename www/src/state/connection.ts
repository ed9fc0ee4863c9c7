import { computed, signal } from "@preact/signals";
import type { Context, Endpoint, Line } from "tyk-session";
import { endpoints } from "./endpoints";

/** A Tyk that the server of this page can reach; the secrets stay there. */
export interface Target {
  name: string;
  kind: "sandbox" | "dashboard" | "gateway";
  environment: "sandbox" | "staging" | "production";
  baseUrl: string;
  endpoints: Endpoint[];
  context?: Context;
  /** Names of APIs and policies by id. */
  names?: Record<string, string>;
  /** Keys to try. */
  keys?: { keyId: string; apiId?: string; alias?: string }[];
  organisation?: string;
  /** Of the sandbox: whether it plays requests that bring old organisation keys back. */
  hasTraffic?: boolean;
}

export const targets = signal<Target[]>([]);
export const versions = signal<Line[]>([]);

export const target = signal<Target | undefined>(undefined);
export const endpoint = signal<Endpoint>("dashboard-api");
export const version = signal<Line>("5.13");
export const apiId = signal("");
export const keyId = signal("");
/** The key of an organisation has the organisation's id. */
export const organisationId = signal("");
export const isHashed = signal(false);

export const info = computed(() => endpoints[endpoint.value]);
export const subjectId = computed(() => (info.value.subject === "key" ? keyId.value : organisationId.value));
/** One string for the key that is named now, to tell whether a text was loaded from it. */
export const subject = computed(() =>
  JSON.stringify([target.value?.kind, endpoint.value, info.value.needsApi && apiId.value, subjectId.value]),
);
/** The first and last four characters of an id. */
export function short(id: string): string {
  return id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
}

/** The same text without the id of the key: who knows the id of a key that is not hashed can use the key. */
export function withoutKeyId(text: string): string {
  const id = keyId.value.trim();
  return info.value.subject === "organisation" || isHashed.value || id.length < 8
    ? text
    : text.replaceAll(id, short(id));
}

/** Whom a request goes to, as people say it. */
export const host = computed(() => {
  if (!target.value || target.value.kind === "sandbox") return "the sandbox";
  return new URL(target.value.baseUrl).host;
});
export const names = computed(() => target.value?.names ?? {});

/** A sentence with the names of policies in place of their ids. */
export function withNames(sentence: string): string {
  return Object.keys(target.value?.context?.policies ?? {}).reduce(
    (words, id) => words.replaceAll(id, names.value[id] ?? id),
    sentence,
  );
}

/** Asks the server of this page what it can reach. */
export async function connect(): Promise<void> {
  const response = await fetch("/config.json");
  const config = (await response.json()) as { targets: Target[]; versions: Line[] };
  targets.value = config.targets;
  versions.value = config.versions;
  const [first] = config.targets;
  if (first) choose(first);
}

export function choose(chosen: Target): void {
  target.value = chosen;
  organisationId.value = chosen.organisation ?? "";
  const [first] = chosen.endpoints;
  if (first && !chosen.endpoints.includes(endpoint.value)) endpoint.value = first;
}
