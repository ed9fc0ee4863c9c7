import type { Outcome } from "tyk-session";
import { host, isHashed } from "../state/connection";
import type { EndpointInfo } from "../state/endpoints";

type Failure = Exclude<Outcome["kind"], "updated" | "session">;

const titles: Record<Failure, (info: EndpointInfo) => string> = {
  invalid: () => "the body is not accepted",
  unauthorized: (info) => `${serverOf(info)} does not accept the secret`,
  forbidden: (info) => `${serverOf(info)} does not allow it`,
  notFound: (info) => `there is no such ${info.subject}`,
  refused: (info) => `${serverOf(info)} refuses the request`,
  serverError: (info) => `${serverOf(info)} failed`,
  redirect: (info) => `${serverOf(info)} answers with a redirect, which is not followed`,
  unreadable: () => "the answer cannot be read",
};

/** What an answer that is no success means, in a line; without an outcome, nothing came back. */
export function outcomeTitle(outcome: Outcome | undefined, info: EndpointInfo, method: "GET" | "PUT" = "PUT"): string {
  if (!outcome) return `no answer from ${host.value}`;
  if (outcome.kind === "updated" || outcome.kind === "session") return "this is not what was asked for";
  // A read has no body.
  if (outcome.kind === "invalid" && method === "GET") return `${serverOf(info)} does not accept the request`;
  return titles[outcome.kind](info);
}

/** What to do about a read that failed. */
export function readingHelp({ kind, help }: Extract<Outcome, { help: string }>): string {
  if (kind !== "invalid") return help;
  return isHashed.value
    ? 'the id was taken for a hash; untick "hashed" unless it is one, and the gateway hashes its keys'
    : "check the ids, and read the message";
}

/** "the Dashboard", "the Gateway" */
function serverOf(info: EndpointInfo): string {
  return `the ${info.label.split(" · ")[1] ?? "server"}`;
}
