import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { applyChanges, confirm, type Endpoint, merge, plan } from "tyk-session";

const now = 1_800_000_000;
const endpoints: Endpoint[] = ["dashboard-admin-org", "dashboard-api", "gateway-org", "gateway-key"];
const context = {
  org_id: "o",
  apis: { a1: { kind: "http" as const }, a2: { kind: "http" as const } },
  policies: {},
};
const unknown = '"kept_as_it_is": 9223372036854775807, "spaced":  [ 1.50 , 2 ]';

const limit = fc
  .record({ rate: fc.integer({ min: 1, max: 999 }), per: fc.integer({ min: 1, max: 99 }) })
  .map((numbers) => JSON.stringify(numbers));
const right = (id: string) =>
  fc
    .tuple(fc.constantFrom('["Default"]', '["Default","v2"]'), fc.option(limit))
    .map(
      ([versions, limit]) =>
        `"${id}": {"api_id": "${id}", "versions": ${versions}${limit === null ? "" : `, "limit": ${limit}`}}`,
    );
/** Texts of keys with integers beyond 2^53, members that no gateway knows, and a layout of their own. */
const key = fc
  .record({
    rate: fc.integer({ min: 1, max: 1_000_000 }),
    quota: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
    expires: fc.constantFrom(0, now + 86_400, now + 864_000),
    alias: fc.string({ unit: "grapheme-ascii", maxLength: 8 }),
    tags: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
    team: fc.option(fc.constantFrom("red", "blue")),
    first: right("a1"),
    second: fc.option(right("a2")),
    space: fc.constantFrom("", " ", "\n  "),
  })
  .map(({ rate, quota, expires, alias, tags, team, first, second, space }) => {
    const members = [
      `"rate":${space}${rate}`,
      '"per": 60',
      `"quota_max": ${quota}`,
      '"quota_renewal_rate": 3600',
      `"expires": ${expires}`,
      `"alias": ${JSON.stringify(alias)}`,
      `"tags": ${JSON.stringify(tags)}`,
      `"meta_data": {${team === null ? "" : `"team": "${team}"`}}`,
      `"access_rights": {${second === null ? first : `${first}, ${second}`}}`,
      '"org_id": "o"',
      unknown,
    ];
    return `{${space}${members.join(`,${space}`)}}`;
  });
const endpoint = fc.constantFrom(...endpoints);
const runs = { numRuns: 100 };

test("a plan of an unchanged key is unchanged, and sends its bytes", () => {
  fc.assert(
    fc.property(key, endpoint, (base, endpoint) => {
      const { unchanged, body, changes } = plan({ base, edited: base, endpoint, now, context });
      expect([unchanged, body]).toEqual([true, base]);
      expect(changes.filter(({ kind }) => kind !== "counter")).toEqual([]);
    }),
    runs,
  );
});

test("the changes of a plan, made in the key it starts from, say what was edited", () => {
  fc.assert(
    fc.property(key, key, endpoint, (base, edited, endpoint) => {
      const { changes } = plan({ base, edited, endpoint, now, context });
      const made = applyChanges(base, changes);
      expect(plan({ base: made, edited, endpoint, now, context }).unchanged).toBe(true);
      expect(made).toContain("9223372036854775807");
      expect(made).toContain("[ 1.50 , 2 ]");
    }),
    runs,
  );
});

test("the body of a plan keeps integers beyond 2^53, unknown members and the layout", () => {
  fc.assert(
    fc.property(key, key, endpoint, (base, edited, endpoint) => {
      const { body } = plan({ base, edited, endpoint, now, context });
      expect(body).toBe(edited);
    }),
    runs,
  );
});

test("an edit joined with none is that edit", () => {
  fc.assert(
    fc.property(key, key, endpoint, (base, edited, endpoint) => {
      expect(merge({ base, mine: edited, theirs: base })).toEqual({ text: edited, taken: [], conflicts: [] });
      const { text, conflicts } = merge({ base, mine: base, theirs: edited });
      expect(conflicts).toEqual([]);
      expect(plan({ base: text, edited, endpoint, now, context }).unchanged).toBe(true);
      expect(text).toContain(unknown.slice(0, 40));
    }),
    runs,
  );
});

test("two edits joined are the same from both sides where nothing conflicts, and keep what nobody edited", () => {
  fc.assert(
    fc.property(key, key, endpoint, (base, edited, endpoint) => {
      // Every other change is mine. Those of one limit of an API conflict, since it is one value.
      const all = plan({ base, edited, endpoint, now, context }).changes.filter(({ kind }) => kind !== "counter");
      const every = (rest: number) => all.filter((_, position) => position % 2 === rest);
      const [mine, theirs] = [applyChanges(base, every(0)), applyChanges(base, every(1))];
      const one = merge({ base, mine, theirs });
      expect(one.text).toContain("9223372036854775807");
      expect(one.text).toContain("[ 1.50 , 2 ]");
      if (one.conflicts.length > 0) return;
      const other = merge({ base, mine: theirs, theirs: mine });
      expect(other.conflicts).toEqual([]);
      const { changes } = plan({ base: one.text, edited: other.text, endpoint, now, context });
      const differ = changes.filter(({ kind, sentence }) => kind !== "counter" && !sentence.includes("the order of"));
      expect(differ).toEqual([]);
      expect(plan({ base: one.text, edited, endpoint, now, context }).unchanged).toBe(true);
    }),
    runs,
  );
});

test("what was predicted, read back, confirms the update", () => {
  fc.assert(
    fc.property(key, key, endpoint, (base, edited, endpoint) => {
      const thought = plan({ base, edited, endpoint, now, context });
      const { status, effective, stored } = thought.prediction;
      const text = effective ?? stored;
      fc.pre(status === 200 && text !== undefined);
      if (text !== undefined) expect(confirm(thought, [{ text, after: 11 }]).verdict).toBe("kept");
    }),
    runs,
  );
});

test("a text that cannot be joined is named", () => {
  for (const name of ["base", "mine", "theirs"] as const) {
    const texts = { base: "{}", mine: '{"rate":1}', theirs: '{"per":1}' };
    expect(() => merge({ ...texts, [name]: "[]" })).toThrow(new RegExp(`^${name}: the text is not a JSON object`));
  }
});
