import { sValidator } from "@hono/standard-validator";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { expect, test } from "@playwright/test";
import { FormApi } from "@tanstack/form-core";
import { initTRPC, TRPCError } from "@trpc/server";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Hono } from "hono";
import {
  type CheckOptions,
  check,
  parse,
  rules,
  type SessionInput,
  type SessionState,
  sessionSchema,
  stringify,
  TykSessionError,
} from "tyk-session";

const KEY: CheckOptions = { endpoint: "gateway-key", now: 1_795_000_000 };
const schema = sessionSchema(KEY);
const validate = schema["~standard"].validate;

const fine: SessionState = { rate: 100, per: 60, access_rights: { a1: { versions: ["Default"] } } };
// what a form or a client may well give, whatever the types say
const wrong = { ...fine, quota_max: "1000", apply_policies: ["gold", 7] } as unknown as SessionInput;

test.describe("a Standard Schema", () => {
  test("answers at once: the value itself, or what the gateway refuses", () => {
    expect(validate(fine)).toEqual({ value: fine });
    const answer = validate(wrong);
    expect(answer).toEqual({
      issues: [
        { path: ["quota_max"], message: expect.stringContaining('"1000"') },
        { path: ["apply_policies", 1], message: expect.stringContaining("string belongs") },
      ],
    });
  });

  test("hands out the value it was given, not a copy", () => {
    const answer = validate(fine);
    expect("value" in answer && answer.value).toBe(fine);
  });

  test("fails for errors and for nothing less", () => {
    for (const rule of rules()) {
      const { endpoint, body, query, context, secret, ...rest } = rule.triggers;
      if (query !== undefined || context !== undefined || secret !== undefined) continue;
      let value: unknown;
      try {
        value = parse(body);
        stringify(value);
      } catch {
        continue; // not every body is JSON, nor every number one that JavaScript has
      }
      const options: CheckOptions = { endpoint, ...rest };
      const errors = check(value as object, options).issues.filter((issue) => issue.severity === "error");
      const { issues = [] } = sessionSchema(options)["~standard"].validate(value);
      expect(
        issues.map((issue) => issue.message),
        rule.code,
      ).toEqual(errors.map((issue) => issue.message));
    }
  });

  test("refuses what is no object, and what JSON cannot hold, with its place", () => {
    for (const value of ["{}", 1, true, [fine]]) expect(validate(value).issues, String(value)).toHaveLength(1);
    expect(validate(undefined)).toEqual({ issues: [{ path: [], message: expect.any(String) }] });
    expect(validate({ ...fine, rate: Number.NaN })).toEqual({
      issues: [{ path: ["rate"], message: expect.stringContaining("NaN") }],
    });
  });

  test("throws for wrong options", () => {
    const misused = sessionSchema({ endpoint: "gateway" } as unknown as CheckOptions);
    expect(() => misused["~standard"].validate(fine)).toThrow(TykSessionError);
  });

  test("gives react-hook-form the errors of each field", async () => {
    const resolve = standardSchemaResolver<SessionInput, unknown, SessionState>(schema);
    const options = { fields: {}, shouldUseNativeValidation: false };
    expect(await resolve(fine, undefined, options)).toEqual({ values: fine, errors: {} });
    const { errors } = await resolve(wrong, undefined, options);
    expect(errors.quota_max?.message).toContain("1000");
    expect(Object.keys(errors.apply_policies ?? {})).toEqual(["1"]);
  });

  test("guards the input of a tRPC procedure", async () => {
    const trpc = initTRPC.create();
    const router = trpc.router({ update: trpc.procedure.input(schema).mutation(({ input }) => input.rate) });
    const caller = router.createCaller({});
    expect(await caller.update(fine)).toBe(100);
    const error: unknown = await caller.update(wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TRPCError);
    expect((error as TRPCError).code).toBe("BAD_REQUEST");
  });

  test("guards a route of Hono", async () => {
    const app = new Hono().put("/keys/:id", sValidator("json", schema), (context) =>
      context.json({ rate: context.req.valid("json").rate }),
    );
    const put = (body: unknown) =>
      app.request("/keys/k1", {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect(await (await put(fine)).json()).toEqual({ rate: 100 });
    const refused = await put(wrong);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: [{ path: ["quota_max"] }, { path: ["apply_policies", 1] }] });
  });

  test("gives TanStack Form the errors of each field", async () => {
    const form = new FormApi({ defaultValues: wrong, validators: { onChange: schema } });
    form.mount();
    await form.validateAllFields("change");
    await form.handleSubmit();
    expect(form.state.canSubmit).toBe(false);
    expect(Object.keys(form.state.errorMap.onChange ?? {})).toEqual(["quota_max", "apply_policies[1]"]);
  });
});

test.describe("the JSON Schema", () => {
  const { input, output } = schema["~standard"].jsonSchema;

  test("is there in the drafts that are in use, and in no other", () => {
    expect(input({ target: "draft-2020-12" })).toMatchObject({ $schema: expect.stringContaining("2020-12") });
    expect(input({ target: "draft-07" })).toMatchObject({ $schema: expect.stringContaining("draft-07") });
    for (const target of ["draft-2020-12", "draft-07"]) expect(output({ target })).toEqual(input({ target }));
    for (const target of ["openapi-3.0", "constructor"]) expect(() => input({ target })).toThrow(TykSessionError);
  });

  test("takes in both drafts what the gateway takes, and refuses values of the wrong type", () => {
    const options = { strict: true, allowUnionTypes: true, validateFormats: false };
    const validators = [
      new Ajv2020(options).compile(input({ target: "draft-2020-12" })),
      new Ajv(options).compile(input({ target: "draft-07" })),
    ];
    for (const valid of validators) {
      expect(valid(fine), JSON.stringify(valid.errors)).toBe(true);
      expect(valid({ access_rights: null, monitor: { trigger_limits: [80] }, unknown: 1 })).toBe(true);
      expect(valid(wrong)).toBe(false);
      expect(valid({ access_rights: { a1: { limit: { rate: "1" } } } })).toBe(false);
    }
  });

  test("describes every member, for editors", () => {
    const bare: string[] = [];
    const read = (value: unknown, pointer: string): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, member] of Object.entries((value as { properties?: object }).properties ?? {})) {
        if (!("description" in member)) bare.push(`${pointer}/${name}`);
      }
      for (const [name, member] of Object.entries(value)) read(member, `${pointer}/${name}`);
    };
    for (const target of ["draft-2020-12", "draft-07"]) read(input({ target }), target);
    expect(bare).toEqual([]);
  });
});
