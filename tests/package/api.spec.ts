import { inspect } from "node:util";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import {
  bulk,
  type CheckOptions,
  type Context,
  check,
  credential,
  endpoints,
  fix,
  migrate,
  type Operation,
  parse,
  patch,
  predict,
  request,
  rules,
  type SessionBuilder,
  session,
  stringify,
  TykSessionError,
  versions,
} from "tyk-session";

/** A builder as one meets it who does not use TypeScript. */
type Untyped = Record<"allow" | "expires" | "quota" | "rate" | "tags", (...values: unknown[]) => SessionBuilder>;

const KEY: CheckOptions = { endpoint: "gateway-key" };
const codes = (input: string | Uint8Array | object, options = KEY) =>
  check(input, options).issues.map((issue) => issue.code);

test.describe("check", () => {
  test("reads a text, its bytes and an object alike", () => {
    const text = '{"rate":100,"per":60,"quota_max":-5,"org_id":"😀"}';
    const report = check(text, KEY);
    expect(report.issues.map((issue) => issue.code)).toContain("quota-max-negative");
    expect(check(new TextEncoder().encode(text), KEY)).toEqual(report);
    expect(check(JSON.parse(text), KEY)).toEqual(report);
    expect(report.errors + report.warnings + report.infos).toBe(report.issues.length);
  });

  test("places an issue in bytes and in UTF-16 units", () => {
    const text = '{"alias":"😀é","quota_max":-5}';
    const issue = check(text, KEY).issues.find((found) => found.code === "quota-max-negative");
    expect(issue).toMatchObject({ pointer: "/quota_max", path: ["quota_max"], in: "body" });
    const { bytes, utf16 } = issue?.range ?? { bytes: [0, 0], utf16: [0, 0] };
    expect(text.slice(...utf16)).toBe("-5");
    expect(new TextDecoder().decode(new TextEncoder().encode(text).slice(...bytes))).toBe("-5");
  });

  test("says all there is to say of an issue, whatever letters stand in it", () => {
    const text = `{"alias":"${"é".repeat(5_000)}","access_rights":{"a~/ü":{"api_id":"😀"}}}`;
    const start = text.indexOf('"😀"');
    const issue = check(text, KEY).issues.find((found) => found.code === "access-right-key-mismatch");
    expect(issue).toEqual({
      code: "access-right-key-mismatch",
      severity: "error",
      in: "body",
      pointer: "/access_rights/a~0~1ü/api_id",
      path: ["access_rights", "a~/ü", "api_id"],
      range: { bytes: [start + 5_001, start + 5_007], utf16: [start, start + 4] },
      message: 'this does not open "😀": only the entry\'s name counts, not api_id',
      help: "name the entry after the API's id",
      params: { name: "a~/ü", api_id: "😀" },
      related: [],
      fix: {
        title: "name the entry after its api_id",
        applicability: "unsafe",
        patch: [{ op: "move", from: "/access_rights/a~0~1ü", path: "/access_rights/😀" }],
      },
      docs: "docs/rules/access-right-key-mismatch.md",
    });
    const params = rules().flatMap(({ triggers: { body, previous, endpoint, keyId, apiId } }) =>
      check(body, { endpoint, keyId, apiId, ...(previous && { previous }) }).issues.flatMap((found) =>
        Object.values(found.params),
      ),
    );
    expect(new Set(params.map((value) => typeof value))).toEqual(new Set(["string", "number"]));
  });

  test("bad input is reported, and never breaks or hangs", () => {
    const nested = (levels: number) => `{"meta_data":${'{"a":'.repeat(levels)}1${"}".repeat(levels + 1)}`;
    expect(codes("")).toEqual(["json-syntax"]);
    expect(codes(new Uint8Array())).toEqual(["json-syntax"]);
    expect(codes("[".repeat(10_001))).toEqual(["nesting-too-deep"]);
    expect(codes(nested(9_998))).not.toContain("nesting-too-deep");
    expect(codes(nested(10_001))).toEqual(["nesting-too-deep"]);
    expect(check(`{"alias":"${"x".repeat(20_000_000)}"}`, KEY).issues.length).toBeGreaterThan(0);
    expect(check(`"${"\\n".repeat(10_000_000)}"`, KEY).errors).toBe(1);
    expect(codes(Uint8Array.from('{"alias":"\xff"}', (letter) => letter.charCodeAt(0)))).toContain("invalid-utf8");
    expect(codes('{"alias":"\\ud800"}')).toContain("invalid-utf8");
    expect(codes('{"alias":"\ud800"}').length).toBeGreaterThan(0);
    expect(codes('{"__proto__":{"rate":1},"constructor":1}').length).toBeGreaterThan(0);
    expect({}).not.toHaveProperty("rate");
  });

  test("any text and any bytes are answered with a report", () => {
    const options = fc.record({ endpoint: fc.constantFrom("gateway-org", "gateway-key", "dashboard-api") });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), options, (input, endpoint) => {
        const report = check(input, endpoint as CheckOptions);
        expect(report.errors).toBeLessThanOrEqual(report.issues.length);
      }),
    );
  });

  test("any value is answered with a report, or refused in words", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (value) => {
        try {
          check(value as object, KEY);
        } catch (error) {
          expect(error).toBeInstanceOf(TykSessionError);
        }
      }),
    );
  });

  test("a wrong option is named with what was meant", () => {
    const wrong = (options: object) => () => check("{}", options as CheckOptions);
    expect(wrong({ endpoint: "gateway-org", verison: "5.13" })).toThrow(/verison.*did you mean version\?/);
    expect(wrong({ endpoint: "gateway" })).toThrow(/gateway-org/);
    expect(wrong({ endpoint: "gateway-key", severity: { "quota-max-negativ": "off" } })).toThrow(/quota-max-negative/);
    expect(wrong({ endpoint: "gateway-key", now: Number.NaN })).toThrow(TykSessionError);
    expect(wrong({})).toThrow(TykSessionError);
    expect(() => check("{}", undefined as unknown as CheckOptions)).toThrow(
      "options must be an object with an endpoint",
    );
    const long = { endpoint: "e".repeat(100_000) } as unknown as CheckOptions;
    expect(() => check("{}", long)).toThrow(/not e{40}$/);
  });

  test("a time in milliseconds is refused: all times to come would count as past", () => {
    const message = "options.now must be in seconds, and this looks like milliseconds: Date.now() / 1000";
    expect(() => check("{}", { ...KEY, now: Date.now() })).toThrow(message);
    expect(() => predict("{}", { endpoint: "gateway-key", now: Date.now() })).toThrow(message);
    expect(() => check("{}", { ...KEY, now: Number.NaN })).toThrow(/"\/now": NaN is no finite number/);
    expect(check("{}", { ...KEY, now: Date.now() / 1000 }).issues).toBeDefined();
  });

  test("the key as it was may be a text, its bytes or an object", () => {
    const previous = { rate: 100, per: 60, tags: ["a"] };
    const text = JSON.stringify(previous);
    const found = (known: CheckOptions["previous"]) => check('{"rate":1,"per":1}', { ...KEY, previous: known ?? "" });
    const expected = found(text);
    expect(expected).not.toEqual(found(""));
    expect([found(previous), found(new TextEncoder().encode(text))]).toEqual([expected, expected]);
    previous.tags.push("b");
    expect(found(previous)).toEqual(found(JSON.stringify(previous)));
    const body = { rate: 1, per: 2, quota_max: 9007199254740993n };
    const target = { endpoint: "gateway-key", baseUrl: "https://gateway.example", keyId: "k" } as const;
    expect(request({ ...target, body }).body).toBe('{"rate":1,"per":2,"quota_max":9007199254740993}');
    const predicted = predict("{}", { ...KEY, now: 1, previous: { rate: 1, quota_max: 5 } });
    expect(predicted).toEqual(predict("{}", { ...KEY, now: 1, previous: '{"rate":1,"quota_max":5}' }));
  });

  test("a severity of the caller's counts", () => {
    const text = '{"quota_max":-5}';
    expect(codes(text, { ...KEY, severity: { "quota-max-negative": "off" } })).not.toContain("quota-max-negative");
    expect(check(text, { ...KEY, severity: { "quota-max-negative": "error" } }).issues).toContainEqual(
      expect.objectContaining({ code: "quota-max-negative", severity: "error" }),
    );
  });
});

test.describe("texts", () => {
  test("a deprecated policy moves, and no other byte changes", () => {
    const migrated = (text: string) => migrate(text).text;
    expect(migrated('{ "apply_policy_id" : "p1", "x":1.0 }')).toBe('{ "apply_policies" : ["p1"], "x":1.0 }');
    expect(migrated('{"apply_policies":["p2"], "apply_policy_id":"p1"}')).toBe('{"apply_policies":["p2"]}');
    expect(migrated('{"apply_policies":[""],"apply_policy_id":"p1"}')).toContain('"apply_policy_id":"p1"');
  });

  test("a text that stays as it is comes back as it came", () => {
    for (const text of ['{ "rate":1.0 }', "", "{", '\ufeff{"per":1}', '{"alias":"é😀"}', '{"alias":"\ud800"}']) {
      expect(migrate(text)).toEqual({ text, changes: [] });
      const bytes = new TextEncoder().encode(text);
      expect(migrate(bytes)).toEqual({ text: text.replace("\ud800", "\ufffd"), changes: [] });
    }
  });

  test("a text is migrated alike whatever was called before", () => {
    const texts = [
      '{ "apply_policy_id" : "p1", "x":1.0, "alias":"é😀" }',
      '{"apply_policies":[],"apply_policy_id":"p1","enable_detail_recording":true,"rate":1,"rate":2}',
      '{"enable_detail_recording":true,"mcp_access_rights":{},"mcp_access_rights":{},"enable_detailed_recording":false} trailing',
      '{"apply_policy_id":5}',
      '{"apply_policy_id":"p1"',
      "",
    ];
    const wrong = { endpoint: "nowhere" } as unknown as CheckOptions;
    const between: ((text: string) => unknown)[] = [
      () => {},
      () => check(texts[0] as string, KEY),
      (text) => predict(text, { ...KEY, now: 1_795_000_000 }),
      (text) => fix(text, KEY),
      (text) => patch("{}", [{ op: "add", path: "/x", value: stringify(text) }]),
      (text) => {
        const exported = bulk(KEY);
        exported.push(new TextEncoder().encode(`${text}\n`));
        exported.finish();
      },
      (text) => expect(() => check(text, wrong)).toThrow(TykSessionError),
    ];
    for (const text of texts) {
      check("{}", KEY);
      const migrated = migrate(text);
      for (const version of ["5.0.0", "5.13.0"] as const)
        for (const call of between) {
          check(text, { endpoint: "dashboard-api", version });
          call(text);
          expect(migrate(text), text).toEqual(migrated);
          expect(migrate(text), text).toEqual(migrated);
        }
    }
  });

  test("what is mended stays mended", () => {
    const { text, applied, remaining } = fix('{"apply_policy_id":"p1", "rate":1.0,"per": 60}', KEY);
    expect(text).toBe('{"apply_policies":["p1"], "rate":1.0,"per": 60}');
    expect(applied.map((issue) => issue.fix?.applicability)).toContain("safe");
    expect(check(text, KEY)).toEqual(remaining);
    expect(fix(text, KEY)).toEqual({ text, applied: [], remaining });
  });

  test("a patch leaves every other byte as it was", () => {
    const operations: Operation[] = [{ op: "replace", path: "/quota_max", value: "9007199254740993" }];
    expect(patch('{ "rate":1.0,\n"quota_max" : 1 }', operations)).toBe(
      '{ "rate":1.0,\n"quota_max" : 9007199254740993 }',
    );
    expect(() => patch("{}", [{ op: "remove", path: "/rate" }])).toThrow(/nothing was changed/);
  });

  test("reading and writing lose no digit, no name and no nesting", () => {
    expect(stringify(parse('{"a":9007199254740993,"__proto__":{"b":[-0.5,"\\u0000\\""]},"":null}'))).toBe(
      '{"a":9007199254740993,"__proto__":{"b":[-0.5,"\\u0000\\""]},"":null}',
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parse(text)).toEqual(parse(stringify(parse(text))));
        expect(JSON.parse(stringify(parse(text)))).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
    );
    expect(() => parse("{'a':1}")).toThrow("the text stops being JSON at byte 1");
    expect(() => parse('\ufeff{"a":1}')).toThrow("the text stops being JSON at byte 0");
    expect(() => parse('{"a":1} {}')).toThrow(/something stands after its value/);
    expect(() => patch("{a:1}", [])).toThrow("the text stops being JSON at byte 1");
  });

  test("a text that is not JSON is not quoted", () => {
    for (const text of ['{"hmac_string":HMLEAK}', '{"hmac_string":"HMLEAK" ', '{"hmac_string":"HMLEAK"}}', "HMLEAK"]) {
      try {
        parse(text);
        throw new Error(`${text} was taken`);
      } catch (error) {
        expect(error).toBeInstanceOf(TykSessionError);
        expect(inspect(error)).not.toContain("HML");
      }
    }
  });

  test("what JSON would lose is refused, with its place", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const refused: [unknown, RegExp][] = [
      [{ a: [1, Number.NaN] }, /"\/a\/1": NaN/],
      [{ "a/b": new Map() }, /"\/a~1b": this Map is not JSON: use Object.fromEntries/],
      [{ f() {} }, /"\/f": a function/],
      [cycle, /holds itself/],
      [
        JSON.parse('{"quota_max":9223372036854775807}'),
        /"\/quota_max": .*lost already: hand in the text itself, or read it with parse\(\)$/,
      ],
      [
        {
          get secret() {
            throw new Error("hidden");
          },
        },
        /"\/secret": reading the member threw/,
      ],
      [JSON.parse("[".repeat(5_000) + "]".repeat(5_000)), /nested deeper/],
    ];
    for (const [value, message] of refused) expect(() => stringify(value)).toThrow(message);
    expect(stringify({ a: undefined, b: 1n, c: new Date(0) })).toBe('{"b":1,"c":"1970-01-01T00:00:00.000Z"}');
  });

  test("a builder leaves earlier builders as they are", () => {
    const base = session().organisation("5e9d9544a1dcd60001d0ed20");
    const limited = base.rate(100, { per: 60 }).quota(9007199254740993n, { renewsEvery: 86_400 });
    expect(base.build()).toBe('{"org_id":"5e9d9544a1dcd60001d0ed20"}');
    expect(limited.build()).toContain('"quota_max":9007199254740993');
    expect(
      JSON.parse(
        base
          .allow("a1", { limit: { rate: 1, per: 2 } })
          .policies(["p"])
          .build(),
      ),
    ).toMatchObject({
      access_rights: { a1: { limit: { rate: 1, per: 2 }, versions: ["Default"] } },
      apply_policies: ["p"],
    });
  });

  test("a wrong argument of a builder is named with its call", () => {
    const wrong: [(builder: Untyped) => SessionBuilder, string][] = [
      [(builder) => builder.rate("fast", { per: 60 }), "rate, argument 1 must be a number"],
      [(builder) => builder.rate(1), "rate, argument 2: the element is undefined, and JSON has no word for that"],
      [(builder) => builder.tags([5]), "tags, argument 1[0] must be a string"],
      [
        (builder) => builder.quota(10, {}),
        "quota, argument 2: the element is undefined, and JSON has no word for that",
      ],
      [(builder) => builder.expires(1.5), "expires, argument 1 must be a whole number of at most 64 bits"],
      [(builder) => builder.allow("a1", { limits: {} }), "allow, argument 2 has no member limits: did you mean limit?"],
    ];
    for (const [call, message] of wrong)
      expect(() => call(session().alias("a") as unknown as Untyped).build(), message).toThrow(message);
  });
});

test("the endpoints and versions that there are can be chosen from", () => {
  expect(versions).toEqual(expect.arrayContaining(["5.0", "5.13", "5.14"]));
  for (const endpoint of endpoints)
    for (const version of versions) expect(check("{}", { endpoint, version }).issues).toBeDefined();
  const judged = new Set(rules().flatMap((rule) => rule.endpoints));
  expect(new Set(endpoints)).toEqual(judged);
});

test("the catalogue tells its examples from those that are fine", () => {
  for (const rule of rules()) {
    const found = ({ endpoint, keyId, apiId, body, ...rest }: typeof rule.triggers) => {
      const { secret, context, query, ...optional } = rest;
      if (secret !== undefined) {
        try {
          credential({ origin: "https://dash.example.com", secret });
          return [];
        } catch (error) {
          return (error as TykSessionError).flaws.map((flaw) => flaw.code);
        }
      }
      const options: CheckOptions = { endpoint, keyId, apiId, now: 1_795_000_000, ...optional };
      if (context !== undefined) options.context = parse(context) as Context;
      if (query !== undefined) options.query = Object.fromEntries(query.split("&").map((pair) => pair.split("=")));
      return codes(body, options);
    };
    expect(found(rule.triggers), rule.code).toContain(rule.code);
    expect(found(rule.passes), rule.code).not.toContain(rule.code);
  }
});
