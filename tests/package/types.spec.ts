import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import ts from "typescript";
import { Project } from "./project.js";

const CONSUMER = `
import * as library from "tyk-session";
import {
  type Change, check, type Code, type Confirmation, type Endpoint, fix, type Issue, type Operation, type Outcome, parse,
  type Report, request, type SessionInput, type SessionState, session, sessionSchema, TykSessionError, type Update,
  type Version,
} from "tyk-session";

import * as small from "tyk-session/check";

/** Fails to compile unless both types are one. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

same<Endpoint, "dashboard-admin-org" | "dashboard-api" | "gateway-org" | "gateway-key">(true);
same<string extends Code ? true : false, false>(true);
same<Extract<Code, "json-syntax" | "quota-max-negative" | "no-such-rule">, "json-syntax" | "quota-max-negative">(true);
same<Issue["severity"], "error" | "warning" | "info">(true);
same<Confirmation["verdict"], "kept" | "lost" | "altered" | "unknown">(true);
same<Extract<Version, "5.0" | "5.13" | "5.14" | "5.15" | "4.3">, "5.0" | "5.13" | "5.14">(true);
same<string extends Version ? true : false, false>(true);
same<Change["risk"], "loss" | "effect" | "overwritten" | "harmless">(true);
same<string extends Change["kind"] ? true : false, false>(true);

/** Every kind of answer has its own members, and none is forgotten. */
export function tell(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case "updated": return outcome.message;
    case "session": return outcome.session;
    case "invalid": case "unauthorized": case "forbidden": case "notFound":
    case "refused": case "serverError": case "redirect": case "unreadable": return outcome.help;
    default: return outcome satisfies never;
  }
}
export function value(operation: Operation): string {
  return operation.op === "move" ? operation.from : operation.op === "remove" ? operation.path : operation.value;
}
export function say(update: Update): string {
  switch (update.kind) {
    case "sent": return update.confirmation.sentence;
    case "stopped": return update.plan.body;
    case "declined": return update.outcome.help;
    case "interrupted": return String(update.error);
    default: return update satisfies never;
  }
}
/** Where an update did not stick, there is advice, and only there. */
export function advise(confirmation: Confirmation): string {
  switch (confirmation.verdict) {
    case "kept": case "unknown": return confirmation.proof;
    case "lost": case "altered": return confirmation.advice + confirmation.differences.length;
    default: return confirmation satisfies never;
  }
}
// @ts-expect-error nothing differs where the update stuck
export const differences = (confirmation: Extract<Confirmation, { verdict: "kept" }>) => confirmation.differences;
/** The counter of the quota stands in no member. */
export function place(change: Change): readonly string[] {
  return change.kind === "counter" ? [] : [change.pointer, ...change.path, change.before ?? "", change.after ?? ""];
}
// @ts-expect-error the counter has no place
export const counter = (change: Extract<Change, { kind: "counter" }>) => change.pointer;
// @ts-expect-error a member that other answers have
export const help = (outcome: Extract<Outcome, { kind: "updated" }>) => outcome.help;
const checked = sessionSchema({ endpoint: "gateway-key" })["~standard"].validate({});
same<(typeof checked)["issues"] extends undefined ? true : false, false>(true);
export const output: SessionState | undefined = checked.issues === undefined ? checked.value : undefined;

const key: SessionState = { rate: 100, per: 60, quota_max: 9007199254740993n, access_rights: { a1: { versions: ["Default"] } } };
const typed: SessionInput = { rate: null, per: undefined, quota_max: 1n, tags: null, access_rights: { a1: null } };
// @ts-expect-error what may be handed in is more than what comes back
export const strict: SessionState = typed;
type Standard = NonNullable<ReturnType<typeof sessionSchema>["~standard"]["types"]>;
same<Standard["input"], SessionInput>(true);
same<Standard["output"], SessionState>(true);
const exact: Version[] = ["5.13", "5.13.0", "5.8.7", "5.0.15"];
// @ts-expect-error a line that does not exist
const line: Version = "5.99";
// @ts-expect-error no version
const patch: Version = "5.13.x";
// @ts-expect-error no version
const spelled: Version = "v5.13";
check(typed, { endpoint: "gateway-key", version: exact[0] ?? "5.13" });
// @ts-expect-error any string
check(key, { endpoint: "gateway-key", version: body });
const report: Report = check(key, { endpoint: "gateway-key", now: 1_700_000_000.5 });
const issues: Issue[] = fix(JSON.stringify({}), { endpoint: "gateway-org", unsafe: true, only: ["json-syntax"] }).applied;
const body: string = session().organisation("5e9d9544a1dcd60001d0ed20").rate(100, { per: 60 }).build();
const url: string = request({ endpoint: "gateway-key", baseUrl: "https://gateway.example", keyId: "k", body }).url;
const parsed: unknown = parse(body);

const form: small.Issue[] = small.check(key, { endpoint: "gateway-key" }).issues;
same<typeof small.check, typeof check>(true);
same<small.Report, Report>(true);

// @ts-expect-error an endpoint that does not exist
check(key, { endpoint: "gateway" });
// @ts-expect-error an option that does not exist
check(key, { endpoint: "gateway-key", verison: "5.13" });
// @ts-expect-error a rule that does not exist
check(key, { endpoint: "gateway-key", severity: { "no-such-rule": "off" } });
// @ts-expect-error a member of the wrong type
({ rate: "100" }) satisfies SessionState;

export { exact, issues, library, line, patch, report, parsed, spelled, TykSessionError, url };
`;

let project: Project;
let program: ts.Program;

test.beforeAll(() => {
  project = new Project({ "consumer.mts": CONSUMER });
  program = ts.createProgram([join(project.directory, "consumer.mts")], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
});

test.afterAll(() => project.remove());

function exported(): Map<string, ts.Symbol> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(project.directory, "node_modules/tyk-session/dist/index.d.ts"));
  const module = source && checker.getSymbolAtLocation(source);
  const symbols = module ? checker.getExportsOfModule(module) : [];
  return new Map(
    symbols.map((symbol) => [
      symbol.name,
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    ]),
  );
}

function members(symbol: ts.Symbol): ts.Symbol[] {
  const own = symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class);
  return own ? program.getTypeChecker().getDeclaredTypeOfSymbol(symbol).getProperties() : [];
}

/** What the package itself declares: `message` of an error is documented by the language. */
function isOurs(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((node) => node.getSourceFile().fileName.includes("/tyk-session/")) ?? false;
}

test("a strict consumer compiles, its mistakes do not", () => {
  const diagnostics = ts.getPreEmitDiagnostics(program);
  expect(diagnostics.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"))).toEqual([]);
});

test("every export and every member of an exported type is documented", () => {
  const checker = program.getTypeChecker();
  const bare: string[] = [];
  for (const [name, symbol] of exported()) {
    if (symbol.getDocumentationComment(checker).length === 0) bare.push(name);
    for (const member of members(symbol).filter((member) => isOurs(member) && !member.name.startsWith("#"))) {
      if (member.getDocumentationComment(checker).length === 0) bare.push(`${name}.${member.name}`);
    }
  }
  expect(exported().size).toBeGreaterThan(20);
  expect(bare).toEqual([]);
});

test("deprecated members are struck through", () => {
  const session = exported().get("SessionState");
  const deprecated = (session ? members(session) : []).filter((member) =>
    member.getJsDocTags().some((tag) => tag.name === "deprecated"),
  );
  expect(deprecated.map((member) => member.name)).toEqual(
    expect.arrayContaining(["apply_policy_id", "enable_detail_recording"]),
  );
});

test("the code of a rule tells in an editor what the rule notices, wherever it is a member", () => {
  const checker = program.getTypeChecker();
  for (const name of ["Severities", "Rules"]) {
    const symbol = exported().get(name);
    const type = symbol && checker.getDeclaredTypeOfSymbol(symbol);
    const member = type?.getProperty("quota-max-negative");
    expect(ts.displayPartsToString(member?.getDocumentationComment(checker)), name).toContain("quota_max");
  }
});

test("nothing exported is any", () => {
  const checker = program.getTypeChecker();
  for (const symbol of exported().values()) {
    for (const declaration of symbol.declarations ?? []) {
      expect(checker.typeToString(checker.getTypeAtLocation(declaration)), symbol.name).not.toMatch(/\bany\b/);
    }
  }
});

test("no declaration says any, nor how the Wasm is called", () => {
  const directory = join(project.directory, "node_modules/tyk-session/dist");
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"));
  const said = names.flatMap((name) => {
    const code = readFileSync(join(directory, name), "utf8").replace(/\/\*.*?\*\//gs, "");
    return [...code.matchAll(/\bany\b|bindgen|__wbg|\bfree\(\)|JsValue|tyk_session\.js/g)].map(
      ([word]) => `${name}: ${word}`,
    );
  });
  expect(names.length).toBeGreaterThan(10);
  expect(said).toEqual([]);
});
