import { join } from "node:path";
import { expect, test } from "@playwright/test";
import ts from "typescript";
import { Project } from "./project.js";

const CONSUMER = `
import * as library from "tyk-session";
import { check, fix, type Issue, parse, type Report, request, type SessionState, session, TykSessionError } from "tyk-session";

const key: SessionState = { rate: 100, per: 60, quota_max: 9007199254740993n, access_rights: { a1: { versions: ["Default"] } } };
const report: Report = check(key, { endpoint: "gateway-key", now: 1_700_000_000.5 });
const issues: Issue[] = fix(JSON.stringify({}), { endpoint: "gateway-org", unsafe: true, only: ["json-syntax"] }).applied;
const body: string = session().organisation("5e9d9544a1dcd60001d0ed20").rate(100, { per: 60 }).build();
const url: string = request({ endpoint: "gateway-key", baseUrl: "https://gateway.example", keyId: "k", body }).url;
const value: unknown = parse(body);

// @ts-expect-error an endpoint that does not exist
check(key, { endpoint: "gateway" });
// @ts-expect-error an option that does not exist
check(key, { endpoint: "gateway-key", verison: "5.13" });
// @ts-expect-error a rule that does not exist
check(key, { endpoint: "gateway-key", severity: { "no-such-rule": "off" } });
// @ts-expect-error a member of the wrong type
({ rate: "100" }) satisfies SessionState;

export { issues, library, report, TykSessionError, url, value };
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

test("nothing exported is any", () => {
  const checker = program.getTypeChecker();
  for (const symbol of exported().values()) {
    for (const declaration of symbol.declarations ?? []) {
      expect(checker.typeToString(checker.getTypeAtLocation(declaration)), symbol.name).not.toMatch(/\bany\b/);
    }
  }
});
