import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { check } from "../check.js";
import type { CheckOptions, Endpoint, Severities, Version } from "../generated/api.js";
import type { Context } from "../generated/context.js";
import { parse as parseJson } from "../parse.js";
import { Misuse, meant, type Values } from "./command.js";
import { readFile } from "./files.js";
import { isObject, stored, unmarked } from "./mistaken.js";
import { ENDPOINTS, SWITCHES, type Switch } from "./options.js";

/** The file that says for a project what would else be said with options at each call. */
export const CONFIGURATION = "tyk-session.config.json";

interface Configuration {
  endpoint?: Endpoint;
  version?: Version;
  context?: Context;
  severity?: Severities;
}

const MEMBERS = ["endpoint", "version", "context", "severity"];
const CONTEXT = [
  "org_id",
  "apis",
  "certificates",
  "gateway_config",
  "policies",
] as const satisfies readonly (keyof Context)[];

/** What the package's functions are told: options first, then the configuration that is nearest above the text. */
export function checkOptions(values: Values, directory: string): CheckOptions {
  const configuration = configured(values, directory);
  const endpoint = (values.text("endpoint") as Endpoint | undefined) ?? configuration.endpoint;
  if (endpoint === undefined) {
    throw new Misuse(`say where the update goes: --endpoint ${ENDPOINTS.join("|")}, or endpoint in ${CONFIGURATION}`);
  }
  const context = values.text("context");
  return defined({
    ...configuration,
    endpoint,
    version: (values.text("gateway-version")?.replace(/^v/i, "") as Version | undefined) ?? configuration.version,
    context: context === undefined ? configuration.context : readContext(context),
    now: now(values),
    query: query(values),
    keyId: values.text("key-id"),
    apiId: values.text("api-id"),
    previous: previous(values),
  });
}

/** The same without what is `undefined`. */
export function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function previous(values: Values): string | undefined {
  const file = values.text("previous");
  return file === undefined ? undefined : stored("--previous", file, readFile(file)).toString();
}

/** The time that `--now` names, else that of the clock, in Unix seconds. */
export function now(values: Values): number {
  const given = values.text("now");
  const seconds = given === undefined ? Date.now() / 1000 : Number(given);
  if (given?.trim() === "" || !Number.isFinite(seconds)) {
    throw new Misuse(`--now is a time in Unix seconds, such as ${Math.floor(Date.now() / 1000)}, not ${given}`);
  }
  return Math.floor(seconds);
}

/** The query of the URL, its values as they are written there. */
export function query(values: Values): Partial<Record<Switch, string>> | undefined {
  const text = values.text("query")?.replace(/^\?/, "");
  if (text === undefined) return undefined;
  const pairs = text.split("&").filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = ""] = pair.split("=", 1);
      const known = Object.keys(SWITCHES);
      if (!known.includes(name)) {
        throw new Misuse(`--query: there is no ${name}${meant(name, known) || `: there are ${known.join(", ")}`}`);
      }
      return [name, pair.slice(name.length + 1)];
    }),
  );
}

const read = new Map<string, Configuration>();

/** The configuration of a directory. */
function configured(values: Values, directory: string): Configuration {
  const file = values.text("config") ?? find(directory);
  if (file === undefined) return {};
  const configuration = read.get(file) ?? readConfiguration(file);
  read.set(file, configuration);
  return configuration;
}

function find(directory: string): string | undefined {
  const file = join(directory, CONFIGURATION);
  try {
    readFileSync(file);
    return file;
  } catch {
    const above = dirname(directory);
    return above === directory ? undefined : find(above);
  }
}

function readConfiguration(file: string): Configuration {
  const content = readJson(file);
  refuseUnknown(file, content, MEMBERS);
  const { context, endpoint } = content;
  if (typeof endpoint === "string" && !ENDPOINTS.some((known) => known === endpoint)) {
    const known = `${ENDPOINTS.join(", ")}, not ${endpoint}${meant(endpoint, ENDPOINTS)}`;
    throw new Misuse(`${file}: endpoint must be one of ${known}`);
  }
  const configuration = defined<Configuration>({
    endpoint: endpoint as Endpoint | undefined,
    version: content.version as Version | undefined,
    severity: content.severity as Severities | undefined,
    context: typeof context === "string" ? readContext(resolve(dirname(file), context)) : (context as Context),
  });
  if (isObject(context)) judgeContext(`context of ${file}`, context);
  try {
    // says what is wrong with it, with a suggestion
    check("{}", { ...configuration, endpoint: configuration.endpoint ?? "gateway-key" });
  } catch (error) {
    throw new Misuse(`${file}: ${(error as Error).message.replace("options.", "")}`);
  }
  return configuration;
}

/** What is known of a gateway, from a file. */
export function readContext(file: string): Context {
  const context = readJson(file);
  judgeContext(file, context);
  return context;
}

/** Refuses what is no context: a mistyped member would change the answers without a word. */
function judgeContext(place: string, context: Record<string, unknown>): void {
  refuseUnknown(place, context, CONTEXT);
  try {
    check("{}", { endpoint: "gateway-key", context });
  } catch (error) {
    const said = (error as Error).message.replace(/^options\.context(\/[^:]*)?: /, (_, at) => (at ? `${at}: ` : ""));
    const isKind = /^\/(?:apis|policies|certificates)\b/.test(said);
    const kinds = isKind ? ": apis and policies are objects by id, certificates is a list of ids" : "";
    throw new Misuse(`${place}: ${said}${kinds}`);
  }
}

function refuseUnknown(place: string, content: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(content).find((name) => !known.includes(name) && name !== "$schema");
  if (unknown === undefined) return;
  const suggestion = meant(unknown, known) || `: there are ${known.join(", ")}`;
  throw new Misuse(`${place} has no member ${unknown}${suggestion}`);
}

function readJson(file: string): Record<string, unknown> {
  const text = unmarked(readFile(file)).toString();
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new Misuse(`${file} is not JSON`);
  }
  if (!isObject(value)) throw new Misuse(`${file} is not a JSON object`);
  return value;
}
