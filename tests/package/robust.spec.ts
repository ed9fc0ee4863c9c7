import { runInNewContext } from "node:vm";
import { expect, test } from "@playwright/test";
import * as library from "tyk-session";
import {
  bulk,
  check,
  confirm,
  credential,
  effective,
  fix,
  merge,
  migrate,
  type Operation,
  parse,
  patch,
  plan,
  predict,
  readParts,
  request,
  rules,
  sessionSchema,
  stringify,
  TykSessionError,
  timeline,
  translate,
} from "tyk-session";
import { Project } from "./project.js";

const WITHOUT_OPTIONS = new Set(["TykSessionError", "rules", "session", "sessionSchema"]);
const KEY = { endpoint: "gateway-key", now: 1_795_000_000 } as const;
const TEXT = '{"org_id":"o","rate":100,"per":60,"quota_max":"5","apply_policy_id":"p1","access_rights":{"a1":{}}}';

test("every result can be cloned", () => {
  const planned = plan({ ...KEY, base: '{"rate":100,"per":60}', edited: '{"rate":200,"per":60}' });
  const checking = bulk(KEY);
  const results: Record<string, unknown> = {
    "bulk, a chunk": checking.push(new TextEncoder().encode(`${TEXT}\n`)),
    "bulk, its end": checking.finish(),
    check: check(TEXT, KEY),
    confirm: confirm(planned, [{ text: planned.body, after: 0.5 }]),
    effective: effective(TEXT, { endpoint: "gateway-key" }),
    fix: fix(TEXT, KEY),
    merge: merge({ base: "{}", mine: '{"rate":1}', theirs: '{"per":1}' }),
    migrate: migrate(TEXT),
    plan: planned,
    predict: predict(TEXT, KEY),
    readParts: readParts("gateway-key", { status: 404, text: "" }),
    rules: rules(),
    sessionSchema: sessionSchema(KEY)["~standard"].validate({ rate: "1" }),
    timeline: timeline('{"rate":1,"per":1,"expires":1795000060}', { from: KEY.now, until: KEY.now + 120 }),
    translate: translate(planned, "dashboard-api"),
  };
  for (const [name, result] of Object.entries(results)) expect(structuredClone(result), name).toEqual(result);
  expect(structuredClone(results["bulk, a chunk"])).toHaveProperty("records.0.issues.0.code");
  expect(structuredClone(parse('{"a":[9007199254740993]}'))).toEqual({ a: [9007199254740993n] });
});

test("a request is cloned to plain data, and a credential to nothing that holds a secret", () => {
  const secret = credential({ origin: "https://gateway.example", secret: "s3cr3t" });
  const built = request({
    endpoint: "gateway-key",
    baseUrl: "https://gateway.example",
    keyId: "k",
    body: "{}",
    credential: secret,
  });
  expect(structuredClone(built)).toEqual({ ...built, headers: { ...built.headers } });
  expect(structuredClone(secret)).toEqual({});
});

test("a plan that was cloned is confirmed and translated like the plan itself", () => {
  const planned = plan({ ...KEY, base: '{"rate":100,"per":60}', edited: '{"rate":200,"per":60}' });
  const clone = structuredClone(planned);
  const readBacks = [{ text: planned.body, after: 1 }];
  expect(confirm(clone, readBacks)).toEqual(confirm(planned, readBacks));
  expect(translate(clone, "gateway-org")).toEqual(translate(planned, "gateway-org"));
});

test("a result is the caller's to change", () => {
  const first = check(TEXT, KEY);
  first.issues.length = 0;
  rules().length = 0;
  sessionSchema(KEY)["~standard"].jsonSchema.input({ target: "draft-07" }).type = "array";
  expect(check(TEXT, KEY).issues.length).toBeGreaterThan(0);
  expect(rules().length).toBeGreaterThan(0);
  expect(sessionSchema(KEY)["~standard"].jsonSchema.input({ target: "draft-07" }).type).toBe("object");
});

test("a check goes on when its memory has grown, with nothing in hand too", () => {
  const tags = Array.from({ length: 400_000 }, (_, index) => `tag-${index}`);
  const checking = bulk(KEY);
  checking.push(new TextEncoder().encode(JSON.stringify({ tags })));
  expect(checking.finish().progress.records).toBe(1);
  expect(check(new Uint8Array(), KEY).issues).toHaveLength(1);
});

test("options count as they are written, whatever they are", () => {
  class Query {
    readonly #value: string;
    constructor(value: string) {
      this.#value = value;
    }
    toJSON() {
      return { suppress_reset: this.#value };
    }
  }
  const found = (value: string) => {
    const query = new Query(value) as unknown as Record<string, string>;
    return check(TEXT, { ...KEY, query }).issues.some((issue) => issue.in === "query");
  };
  expect([found("1"), found("yes"), found("1")]).toEqual([false, true, false]);
});

test("frozen inputs, and those without a prototype, are like any other", () => {
  const expected = check(TEXT, KEY);
  const freeze = (value: unknown): unknown => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  expect(check(freeze(JSON.parse(TEXT)) as object, freeze({ ...KEY }) as typeof KEY)).toEqual(expected);
  const bare = Object.assign(Object.create(null), KEY) as typeof KEY;
  expect(check(parse(TEXT) as object, bare)).toEqual(expected);
  const operations = freeze([{ op: "add", path: "/rate", value: "1" }]) as Operation[];
  expect(plan({ ...KEY, base: "{}", edited: freeze({ rate: 1 }) as object }).body).toContain('"rate"');
  expect(patch("{}", operations)).toBe('{"rate":1}');
});

test("what throws while it is read is refused in words, with the reason", () => {
  const reason = new Error("from within");
  const thrower = () => {
    throw reason;
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const inputs: [string, object][] = [
    ["a getter", Object.defineProperty({}, "rate", { enumerable: true, get: thrower })],
    ["toJSON", { meta_data: { toJSON: thrower } }],
    ["a proxy", new Proxy({}, { ownKeys: thrower })],
    ["a revoked proxy", { meta_data: proxy }],
  ];
  for (const [name, input] of inputs) {
    try {
      check(input, KEY);
      throw new Error(`${name} was taken`);
    } catch (error) {
      expect(error, name).toBeInstanceOf(TykSessionError);
      if (name !== "a revoked proxy") expect((error as Error).cause, name).toBe(reason);
    }
    expect(sessionSchema(KEY)["~standard"].validate(input).issues, name).toHaveLength(1);
  }
  const options = Object.defineProperty({ ...KEY }, "version", { enumerable: true, get: thrower });
  expect(() => check("{}", options)).toThrow(TykSessionError);
  expect(check("{}", KEY).errors).toBeGreaterThanOrEqual(0);
});

test("what is no JSON is refused, and not taken for an empty object", async () => {
  const refused: [unknown, string][] = [
    [Promise.resolve({}), "this Promise is not JSON: await it first"],
    [new Response("{}"), "this Response is not JSON: hand in what it holds"],
    [new Blob(["{}"]), "this Blob is not JSON: hand in what it holds"],
    [new FormData(), "this FormData is not JSON: hand in what it holds"],
    [new ArrayBuffer(2), "this ArrayBuffer is not JSON: wrap it in new Uint8Array()"],
    [/{}/, "this RegExp is not JSON: hand in what it holds"],
    [new Error("{}"), "this Error is not JSON: hand in what it holds"],
    [new Map(), "this Map is not JSON: use Object.fromEntries or an array"],
  ];
  for (const [value, message] of refused) {
    expect(() => check(value as object, KEY)).toThrow(message);
    expect(() => stringify({ deep: [value] })).toThrow(`"/deep/0": ${message}`);
  }
  class Limits {
    rate = 1;
  }
  expect(stringify([new Limits(), runInNewContext("({ a: {} })"), 1n])).toBe('[{"rate":1},{"a":{}},1]');
});

test("a wrong call throws nothing but its own error", async () => {
  const untyped = library as unknown as Record<string, (...values: unknown[]) => unknown>;
  const thrower = Object.defineProperty({ ...KEY }, "version", {
    enumerable: true,
    get: () => {
      throw new Error("from within");
    },
  });
  const names = Object.keys(library).filter(
    (name) => typeof untyped[name] === "function" && !WITHOUT_OPTIONS.has(name),
  );
  for (const name of names)
    for (const values of [[], ["{}"], [null, null], [{}, []], ["{}", thrower], [thrower, thrower], [5, 5, 5]]) {
      const thrown = await (async () => untyped[name]?.(...values))().catch((error: unknown) => error);
      if (thrown instanceof Error) expect(thrown, `${name} ${values}: ${thrown.stack}`).toBeInstanceOf(TykSessionError);
    }
  const { jsonSchema } = sessionSchema(KEY)["~standard"];
  expect(jsonSchema.input as () => unknown).toThrow("options must be an object with a target");
  expect(() => bulk(KEY).push("text" as unknown as Uint8Array)).toThrow("push takes bytes");
  expect(() => fix("{}", undefined as unknown as typeof KEY)).toThrow("options must be an object with an endpoint");
  expect(() => check("{}", thrower)).toThrow("reading an option threw");
  const target = { endpoint: "gateway-key", keyId: "k", body: "{}" } as unknown as Parameters<typeof request>[0];
  expect(() => request(target)).toThrow(/^options.baseUrl is missing$/);
});

test.describe("several at once", () => {
  let project: Project;
  test.beforeAll(() => {
    project = new Project({
      "workers.mjs": `
        import { Worker, isMainThread, parentPort } from "node:worker_threads";
        import { check } from "tyk-session";
        const codes = () => check('{"rate":"1","quota_max":-5}', { endpoint: "gateway-key" }).issues.map((issue) => issue.code).join();
        if (isMainThread) {
          const answer = (worker) => new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
          const workers = Array.from({ length: 8 }, () => new Worker(new URL(import.meta.url)));
          const answers = await Promise.all(workers.map(answer));
          console.log(answers.length, new Set([...answers, codes()]).size);
        } else {
          for (let round = 0; round < 500; round++) codes();
          parentPort.postMessage(codes());
        }`,
      "copies.mjs": `
        import { cpSync } from "node:fs";
        cpSync("node_modules/tyk-session", "copy/node_modules/tyk-session", { recursive: true });
        const first = await import("tyk-session");
        const second = await import("./copy/node_modules/tyk-session/dist/index.js");
        const again = await import("./node_modules/tyk-session/dist/index.js?replaced");
        const codes = ({ check }) => JSON.stringify(check('{"rate":"1"}', { endpoint: "gateway-key" }));
        const copies = [first, second, again];
        const answers = Array.from({ length: 300 }, (_, index) => codes(copies[index % 3]));
        const origin = "https://gateway.example";
        const target = { endpoint: "gateway-key", baseUrl: origin, keyId: "k", method: "GET" };
        const foreign = second.credential({ origin, secret: "s3cr3t" });
        let refusal = "none";
        try { first.request({ ...target, credential: foreign }); } catch (error) { refusal = error.name; }
        const planned = first.plan({ base: "{}", edited: '{"rate":1}', endpoint: "gateway-key", now: 1 });
        const verdict = second.confirm(planned, [{ text: planned.body, after: 1 }]).verdict;
        console.log(new Set(copies).size, new Set(answers).size, refusal, verdict);`,
    });
  });
  test.afterAll(() => project.remove());

  test("eight workers import it at once and answer alike", () => {
    expect(project.run("node", ["workers.mjs"]).trim()).toBe("8 1");
  });

  test("copies of it, and one that replaces another while running, live side by side", () => {
    expect(project.run("node", ["copies.mjs"]).trim()).toMatch(/^3 1 TykSessionError (kept|altered)$/);
  });
});
