import { check } from "../../check.js";
import { credential } from "../../credential.js";
import type { Endpoint, RequestQuery } from "../../generated/api.js";
import { request as build, type Form, show } from "../../request.js";
import { type Command, FINE, FOUND, Misuse } from "../command.js";
import { checkOptions, defined, query } from "../configuration.js";
import { read, STDIN, source, title } from "../files.js";
import { tellMistaken } from "../mistaken.js";
import { SWITCHES, type Switch, UPDATE } from "../options.js";
import { isUnreadable } from "../reports/human.js";
import { tell, write } from "../terminal.js";

/** The variable that holds the secret; the printed commands read it too. */
const SECRET = "TYK_SECRET";

const { endpoint, "key-id": keyId, "api-id": apiId, query: QUERY, config } = UPDATE;

export const request: Command = {
  name: "request",
  summary: "print the request of an update, its secrets as environment variables",
  usage: ["--url URL --key-id ID [--form FORM] FILE|-", "--url URL --key-id ID --method GET"],
  about:
    `Prints a command to read, copy and run. Nothing is sent. Every secret in it is an environment variable: that of the ` +
    `server is ${SECRET}, and if it is set it is checked, but never printed. The exit code is 1 when the body is not JSON.`,
  options: {
    endpoint,
    url: { value: "URL", about: "where the server is, such as https://dash.example.com" },
    "key-id": keyId,
    "api-id": apiId,
    query: QUERY,
    method: { value: "METHOD", choices: ["PUT", "GET"], about: "PUT, or GET to read the key" },
    form: {
      value: "FORM",
      short: "f",
      choices: ["curl", "fetch", "httpie"],
      about: "the form to print it in: curl if not given",
    },
    scheme: {
      value: "SCHEME",
      choices: ["bearer", "raw"],
      about: "what the Dashboard API gets: Bearer and the secret, or the secret alone",
    },
    config,
  },
  examples: [
    {
      about: "The update of a key through the gateway, its quota counter kept",
      line: "tyk-session request -e gateway-key --url https://gw.example.com --key-id ID --query suppress_reset=1 body.json",
    },
    {
      about: "Read a key through the Dashboard, with HTTPie",
      line: "tyk-session request -e dashboard-api --url https://dash.example.com --api-id a1 --key-id ID --method GET -f httpie",
    },
  ],
  async run(values, operands) {
    const [name] = operands;
    const method = values.text("method") === "GET" ? "GET" : "PUT";
    if (operands.length !== (method === "GET" ? 0 : 1)) {
      throw new Misuse(
        method === "GET" ? "a GET has no body" : "request takes one body: FILE, or - for standard input",
      );
    }
    const [baseUrl, keyId] = [values.text("url"), values.text("key-id")];
    if (baseUrl === undefined)
      throw new Misuse("--url is missing: where the server is, such as https://dash.example.com");
    if (keyId === undefined) throw new Misuse("--key-id is missing");
    const { endpoint, apiId } = checkOptions(values, source(name ?? STDIN).directory);
    if (endpoint === "dashboard-api" && apiId === undefined)
      throw new Misuse("--api-id is missing: the path of dashboard-api names an API of the key");
    const body = name === undefined ? undefined : await read(name);
    // without the secret, what is printed is the same: a variable
    const secret = process.env[SECRET] || "unset";
    const scheme = values.text("scheme") as "bearer" | "raw" | undefined;
    const built = build(
      defined({
        endpoint,
        baseUrl,
        keyId,
        apiId,
        method,
        query: switches(query(values) ?? {}),
        body: body?.toString().trim(),
        credential: credential(defined({ origin: baseUrl, secret, scheme })),
      }),
    );
    await write(`${show(built, (values.text("form") ?? "curl") as Form)}\n`);
    return name === undefined || body === undefined || isTaken(name, body, endpoint) ? FINE : FOUND;
  },
};

/** Whether the gateway can read a body at all. What else it will do with it, `check` and `predict` say. */
function isTaken(name: string, body: Buffer, endpoint: Endpoint): boolean {
  tellMistaken(name, body);
  try {
    JSON.parse(body.toString().trim());
    return true;
  } catch {
    // an organisation's endpoint reads the first value, whatever follows it
    if (!check(body, { endpoint }).issues.some(isUnreadable)) return true;
    tell(`${title(name)}: the body is not JSON: the gateway will refuse it`);
    return false;
  }
}

function switches(query: Partial<Record<Switch, string>>): RequestQuery {
  const given = Object.entries(query) as [Switch, string][];
  return Object.fromEntries(
    given.map(([switched, value]) => {
      const { name, on } = SWITCHES[switched];
      // what is written here is what is sent, and any other value of most of them does not count
      if (value !== on) throw new Misuse(`${switched} is a switch: write ${switched}=${on}, or leave it out`);
      return [name, true];
    }),
  );
}
