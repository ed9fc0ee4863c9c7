import type { Endpoint } from "tyk-session";

/** What a pasted curl command says. Its headers are not kept: the secret belongs on the server. */
export interface CurlCommand {
  body: string;
  endpoint?: Endpoint;
  keyId?: string;
  apiId?: string;
  isHashed: boolean;
  /** Where it takes its body from, which is not here. */
  file?: string;
}

const dataOptions = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"]);
const fileOptions = new Set(["-T", "--upload-file"]);
const valueOptions = new Set([
  "-X",
  "--request",
  "-H",
  "--header",
  "-u",
  "--user",
  "-o",
  "--output",
  "-A",
  "--user-agent",
  "-b",
  "--cookie",
  "-e",
  "--referer",
  "-m",
  "--max-time",
  "--max-redirs",
  "--connect-timeout",
]);
const paths: [Endpoint, RegExp][] = [
  ["dashboard-admin-org", /\/admin\/org\/keys\/(?<keyId>[^/]+)$/],
  ["dashboard-api", /\/api\/apis\/(?<apiId>[^/]+)\/keys\/(?<keyId>[^/]+)$/],
  ["gateway-org", /\/tyk\/org\/keys\/(?<keyId>[^/]+)$/],
  ["gateway-key", /\/tyk\/keys\/(?<keyId>[^/]+)$/],
];

export function isCurl(text: string): boolean {
  return /^\s*\$?\s*curl\s/.test(text);
}

export function parseCurl(command: string): CurlCommand {
  const heredoc = /<<-?\s*(['"]?)(\w+)\1[^\n]*\n([\s\S]*?)\n\s*\2\s*$/.exec(command);
  const words = wordsOf(heredoc ? command.slice(0, heredoc.index) : command);
  const result: CurlCommand = { body: heredoc?.[3] ?? "", isHashed: false };
  for (let position = 1; position < words.length; position += 1) {
    const word = words[position] ?? "";
    const value = words[position + 1] ?? "";
    if (fileOptions.has(word)) result.file = value;
    else if (dataOptions.has(word) && value.startsWith("@") && word !== "--data-raw") {
      if (value !== "@-" || !heredoc) result.file = value.slice(1);
    } else if (dataOptions.has(word)) result.body = value;
    if (word === "--url") Object.assign(result, placeOf(value));
    if (dataOptions.has(word) || fileOptions.has(word) || valueOptions.has(word) || word === "--url") position += 1;
    else if (!word.startsWith("-")) Object.assign(result, placeOf(word));
  }
  return result;
}

function placeOf(address: string): Partial<CurlCommand> {
  const [path = "", query = ""] = address.split("?", 2);
  for (const [endpoint, pattern] of paths) {
    const groups = pattern.exec(path)?.groups;
    if (!groups) continue;
    const id = (name: string) => {
      const written = groups[name];
      // A placeholder of a documentation page names nothing.
      return written === undefined || /^[{:<$]/.test(written) ? {} : { [name]: decode(written) };
    };
    return { endpoint, ...id("keyId"), ...id("apiId"), isHashed: Boolean(new URLSearchParams(query).get("hashed")) };
  }
  return {};
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Words as a POSIX shell reads them. */
function wordsOf(command: string): string[] {
  const pattern = /\\\r?\n|(\s+)|\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/g;
  const words: string[] = [];
  let word: string | undefined;
  for (const [, space, ansi, single, double, escaped, plain] of command.matchAll(pattern)) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const part =
      single ??
      plain ??
      escaped ??
      double?.replace(/\\(["\\$`])/g, "$1") ??
      (ansi === undefined ? undefined : unescapeAnsi(ansi));
    if (part !== undefined) word = (word ?? "") + part;
  }
  if (word !== undefined) words.push(word);
  return words[0] === "$" ? words.slice(1) : words;
}

function unescapeAnsi(text: string): string {
  const named: Record<string, string> = { n: "\n", t: "\t", r: "\r" };
  return text.replace(/\\(u[\da-f]{4}|.)/gis, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (named[code] ?? code),
  );
}
