import { parse, readParts } from "tyk-session";
import { type CurlCommand, isCurl, parseCurl } from "../words/curl";
import { apiId, endpoint, info, isHashed, keyId, organisationId, subjectId, target } from "./connection";
import { isDirty, isEmpty, open } from "./document";
import { remark } from "./place";
import { loadFailure, loadKey } from "./review";

/** Whether a pasted text brings more than a body, and so replaces all of the text. */
export function isWhole(pasted: string): boolean {
  return isCurl(pasted) || answerIn(pasted) !== undefined;
}

/** Takes over a pasted body, the Dashboard's answer around one, or a curl command, which also names endpoint and ids. */
export function openPasted(pasted: string): void {
  loadFailure.value = undefined;
  remark.value = "";
  const answer = answerIn(pasted);
  if (isCurl(pasted)) openCommand(parseCurl(pasted));
  else if (answer) openAnswer(answer);
  else open(pasted);
}

interface Answer {
  body: string;
  id: string;
}

/** The key in an answer of the Dashboard, as it is written there; undefined where the text is none. */
function answerIn(pasted: string): Answer | undefined {
  if (!/^\s*\{/.test(pasted) || !/"(?:key_id|api_model)"/.test(pasted)) return undefined;
  const parts = { method: "GET", status: 200, contentType: "application/json", text: pasted } as const;
  try {
    const { data, key_id } = parse(pasted) as { data?: unknown; key_id?: unknown };
    const outcome = readParts("dashboard-api", parts);
    if (typeof data !== "object" || data === null || outcome.kind !== "session") return undefined;
    return { body: outcome.session, id: typeof key_id === "string" ? key_id : "" };
  } catch {
    return undefined;
  }
}

function openAnswer({ body, id }: Answer): void {
  if (id !== "") setSubject(id);
  open(body);
  remark.value = `This was the Dashboard's answer: its "data" is the text now${id === "" ? "" : ', and its "key_id" the id'}.`;
}

function openCommand(command: CurlCommand): void {
  const isKnown = command.endpoint !== undefined && target.value?.endpoints.includes(command.endpoint);
  if (isKnown && command.endpoint) {
    endpoint.value = command.endpoint;
    if (command.apiId) apiId.value = command.apiId;
    if (command.keyId) setSubject(command.keyId);
    isHashed.value = command.isHashed;
  }
  const address = command.endpoint
    ? "This connection has no such endpoint: of the address nothing was taken over."
    : "The address is not that of a key: nothing of it was taken over.";
  if (command.body !== "") {
    open(command.body);
    remark.value = isKnown ? "" : address;
  } else if (command.file !== undefined) {
    const from = command.file === "-" ? "its input" : `the file ${command.file}`;
    remark.value = `The command takes its body from ${from}, which is not here: paste its content. ${isKnown ? "" : address}`;
  } else if (!isKnown) remark.value = `The command has no body. ${address}`;
  else if ((isEmpty.value || !isDirty.value) && command.keyId && (command.apiId || !info.value.needsApi))
    void loadKey();
  else
    remark.value = `The command has no body, but names a key. ${subjectId.value ? "" : "Enter its id. "}Now press Load.`;
}

function setSubject(id: string): void {
  (info.value.subject === "key" ? keyId : organisationId).value = id;
}
