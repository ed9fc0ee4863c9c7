import { inspect } from "node:util";
import { expect, test } from "@playwright/test";
import { credential, mask, readParts, readResponse, request, show, TykSessionError } from "tyk-session";

test.describe("requests", () => {
  const SECRET = "s3cr3t-of-the-dashboard";
  const origin = "https://dash.example.com";
  const secret = credential({ origin, secret: SECRET });
  const built = request({
    endpoint: "dashboard-api",
    baseUrl: `${origin}/`,
    apiId: "a1",
    keyId: "k1",
    query: { suppressReset: true },
    body: '{"hmac_string":"hidden-in-the-body"}',
    credential: secret,
  });

  test("are plain data that fetch takes", async () => {
    expect(built.url).toBe(`${origin}/api/apis/a1/keys/k1?suppress_reset=1`);
    expect(Object.isFrozen(built) && Object.isFrozen(built.headers)).toBe(true);
    const sent = new Request(built.url, built);
    expect(sent.method).toBe("PUT");
    expect(sent.redirect).toBe("manual");
    expect(sent.headers.get("authorization")).toBe(`Bearer ${SECRET}`);
    expect(await sent.text()).toBe(built.body);
  });

  test("print no secret, nor do credentials", () => {
    const printed = [secret, built, built.headers].flatMap((value) => [
      inspect(value),
      String(value),
      `${JSON.stringify({ value })}`,
      inspect({ value }),
    ]);
    const shown = (["curl", "fetch", "httpie"] as const).map((form) => show(built, form));
    for (const text of [...printed, ...shown]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain("hidden-in-the-body");
    }
  });

  test("are shown with a mask in place of every secret of their body, and so is any text of a key", () => {
    const masks: [string, string | null][] = [
      ['{ "hmac_string" : "a", "alias":"é" }', '{ "hmac_string" : "•", "alias":"é" }'],
      [
        '{"jwt_data":{"secret":"a"},"meta_data":{"x":{"api_token":5}}}',
        '{"jwt_data":{"secret":"•"},"meta_data":{"x":{"api_token":"•"}}}',
      ],
      ['{"basic_auth_data":"a","rate":1.0}', '{"basic_auth_data":"•","rate":1.0}'],
      ['{"hmac_string":""}', '{"hmac_string":""}'],
      ['{"hmac_string":"a"', null],
    ];
    for (const [text, shown] of masks) {
      expect(mask(text)?.replaceAll(/•+/g, "•") ?? null).toBe(shown);
      expect(mask(new TextEncoder().encode(text))).toBe(mask(text));
    }
    expect(mask({ hmac_string: "a" })).not.toContain('a"');
  });

  test("to another place or another server are refused, without the secret in the words", () => {
    const target = { endpoint: "gateway-key", baseUrl: origin, body: "{}" } as const;
    for (const keyId of ["", ".", "..", "a/b", "a\\b", "a\u0000"]) {
      expect(() => request({ ...target, keyId }), keyId).toThrow(TykSessionError);
    }
    try {
      request({ ...target, baseUrl: "https://other.example", keyId: "k", credential: secret });
      expect(false).toBe(true);
    } catch (error) {
      expect(inspect(error)).toContain("credential-other-origin");
      expect(inspect(error)).not.toContain(SECRET);
    }
    expect(() => credential({ origin, secret: `${SECRET}\r\nx: y` })).toThrow(TykSessionError);
    expect(() =>
      request({ ...target, keyId: "k", credential: { secret: SECRET } as unknown as typeof secret }),
    ).toThrow(/credential\(\)/);
  });

  test("are told how they went", async () => {
    const json = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
    const updated = json(200, { action: "modified", status: "ok", key: "k" });
    expect(await readResponse("gateway-key", updated)).toMatchObject({ kind: "updated", key: "k" });
    const read = json(200, { data: { rate: 1 }, key_id: "k", key_hash: "h" });
    expect(await readResponse("dashboard-api", read, "GET")).toMatchObject({ kind: "session", session: '{"rate":1}' });
    const unauthorized = json(401, { Status: "Error", Message: "Not authorised", Meta: null });
    expect(await readResponse("dashboard-api", unauthorized)).toMatchObject({ kind: "unauthorized" });
    expect(readParts("gateway-org", { status: 0, type: "opaqueredirect", text: "" }).kind).toBe("redirect");
    const key = await readResponse("gateway-key", json(200, { org_id: "o", rate: 1 }));
    expect(key).toMatchObject({ kind: "unreadable", help: expect.stringContaining('with the method "GET"') });
    expect(readParts("gateway-org", { status: 502, text: "<html>" })).toMatchObject({ text: "<html>" });
  });
});
