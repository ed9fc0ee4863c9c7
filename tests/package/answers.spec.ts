import { join } from "node:path";
import { expect, test } from "@playwright/test";
import {
  applyChanges,
  bulk,
  check,
  confirm,
  type Endpoint,
  effective,
  fix,
  type HttpRequest,
  merge,
  migrate,
  plan,
  predict,
  readParts,
  request,
  rules,
  timeline,
  translate,
} from "tyk-session";
import ts from "typescript";
import { Project } from "./project.js";

const NOW = 1_795_000_000;
const ENDPOINTS: Endpoint[] = ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"];
const BASE = '{"rate":100,"per":60,"quota_max":5,"tags":["a"],"access_rights":{"a1":{}}}';

/** The members alone. */
function plain({ headers, ...rest }: HttpRequest): object {
  return { ...rest, headers: { ...headers } };
}

/** Answers of every kind, by the name of the type they have. */
function answers(): Record<string, unknown[]> {
  const examples = rules().flatMap(({ endpoints, triggers }) =>
    endpoints.map((endpoint) => ({ ...triggers, endpoint })),
  );
  const checked = examples.map(({ body, endpoint, version, previous, keyId, apiId }) => {
    const options = { endpoint, now: NOW, keyId, apiId, ...(version && { version }), ...(previous && { previous }) };
    return { body, options };
  });
  const plans = ENDPOINTS.flatMap((endpoint) =>
    ['{"rate":200,"per":60,"quota_max":9,"x":1,"alias":"b"}', BASE].map((edited) =>
      plan({ base: BASE, edited, endpoint, now: NOW }),
    ),
  );
  const readBacks = (body: string) => [
    [],
    [{ text: body, after: 1 }],
    [{ text: BASE, after: 20 }],
    [{ text: "{}", after: 1 }],
  ];
  const statuses = [200, 302, 400, 401, 403, 404, 500];
  const texts = [BASE, `{"data":${BASE},"key_id":"k"}`, '{"status":"ok","key":"k","action":"modified"}', "x"];
  const checking = bulk({ endpoint: "gateway-key" });
  const chunks = [checking.push(new TextEncoder().encode('{"rate":"1"}\n{"ra')), checking.finish()];
  const target = { endpoint: "gateway-key", baseUrl: "https://gateway.example", keyId: "k" } as const;
  return {
    Report: checked.map(({ body, options }) => check(body, options)),
    Fixed: checked.map(({ body, options }) => fix(body, { ...options, unsafe: true })),
    Migrated: checked.map(({ body }) => migrate(body)),
    Prediction: checked.map(({ body, options: { endpoint, now, ...rest } }) =>
      predict(body, { endpoint, now, ...("version" in rest && rest.version ? { version: rest.version } : {}) }),
    ),
    Effective: ENDPOINTS.flatMap((endpoint) => [
      effective(BASE, { endpoint, context: { policies: { p1: { rate: 5, per: 1, access_rights: { a1: {} } } } } }),
      effective('{"apply_policies":["p1"]}', { endpoint }),
      effective("[]", { endpoint }),
    ]),
    Plan: plans,
    Confirmation: plans.flatMap((planned) => readBacks(planned.body).map((read) => confirm(planned, read))),
    Merged: [merge({ base: BASE, mine: '{"rate":1,"alias":"m"}', theirs: '{"rate":2,"per":3,"tags":["b"]}' })],
    Translation: plans.flatMap((planned) => ENDPOINTS.map((endpoint) => translate(planned, endpoint))),
    Event: timeline('{"rate":1,"per":60,"quota_max":5,"quota_renewal_rate":60,"expires":1795000600}', {
      from: NOW,
      until: NOW + 1200,
      requestsPerSecond: 1,
    }),
    Outcome: ENDPOINTS.flatMap((endpoint) =>
      (["GET", "PUT"] as const).flatMap((method) =>
        statuses.flatMap((status) => texts.map((text) => readParts(endpoint, { status, method, text }))),
      ),
    ),
    // printed, a request is masked: its members are what is typed
    HttpRequest: [request({ ...target, method: "GET" }), request({ ...target, body: "{}" })].map(plain),
    RuleInfo: rules(),
    BulkProgress: chunks.map(({ progress }) => progress),
    BulkRecord: chunks.flatMap(({ records }) => records),
  };
}

test("the compiler takes every answer for what its type says, with nothing missing and nothing besides", () => {
  test.setTimeout(120_000);
  const all = answers();
  const declared = Object.entries(all).map(([type, values]) => {
    expect(values.length, type).toBeGreaterThan(0);
    return `export const of${type}: ${type}[] = ${JSON.stringify(values)};\n`;
  });
  const project = new Project({
    "answers.mts": `import type { ${Object.keys(all).join(", ")} } from "tyk-session";\n${declared.join("")}`,
  });
  try {
    const program = ts.createProgram([join(project.directory, "answers.mts")], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    });
    const told = ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
      const near = file?.text.slice(start, (start ?? 0) + 120) ?? "";
      return `${ts.flattenDiagnosticMessageText(messageText, "\n")} at ${near}`;
    });
    expect(told.slice(0, 5)).toEqual([]);
  } finally {
    project.remove();
  }
});

test("changes of a plan can be made elsewhere, that of the counter changes nothing", () => {
  const { changes } = plan({ base: BASE, edited: BASE.replace("100", "7"), endpoint: "gateway-key", now: NOW });
  expect(changes.map(({ kind }) => kind)).toContain("counter");
  expect(applyChanges("{}", changes)).toBe('{"rate":7}');
});
