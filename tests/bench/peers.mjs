// The validators that tyk-session is measured beside. All of them get the package's own JSON Schema, translated, and the same
// rules in JavaScript after it.
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { Compile } from "typebox/compile";
import * as valibot from "valibot";
import { z } from "zod";
import { NOW } from "./documents.mjs";
import { CODES, judge } from "./rules.mjs";

const require = createRequire(import.meta.url);

/** The package's schema, without its words. */
export const schema = plain(require("tyk-session/schema.json"));

function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { description, title, format, $schema, deprecated, default: _, ...rest } = value;
  return Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [
      name,
      name === "properties" || name === "$defs"
        ? Object.fromEntries(Object.entries(member).map(([key, inner]) => [key, plain(inner)]))
        : plain(member),
    ]),
  );
}

/** Translates the schema into the calls of another library. */
function translate(make, node = schema) {
  if (node === true) return make.any();
  if (node.$ref !== undefined) return translate(make, schema.$defs[node.$ref.replace("#/$defs/", "")]);
  if (node.anyOf !== undefined)
    return make.nullable(
      translate(
        make,
        node.anyOf.find((one) => one.type !== "null"),
      ),
    );
  const types = [node.type].flat();
  if (types.includes("null")) {
    return make.nullable(translate(make, { ...node, type: types.find((type) => type !== "null") }));
  }
  switch (node.type) {
    case "object":
      return node.properties === undefined
        ? make.map(translate(make, node.additionalProperties))
        : make.object(
            Object.fromEntries(Object.entries(node.properties).map(([name, of]) => [name, translate(make, of)])),
          );
    case "array":
      return make.array(translate(make, node.items));
    case "integer":
      return make.integer();
    case "number":
      return make.number();
    case "boolean":
      return make.boolean();
    case "string":
      return make.string();
    default:
      return make.any();
  }
}

const zod = translate({
  any: () => z.unknown(),
  nullable: (of) => of.nullable(),
  map: (of) => z.record(z.string(), of),
  object: (shape) =>
    z.looseObject(Object.fromEntries(Object.entries(shape).map(([name, of]) => [name, of.optional()]))),
  array: (of) => z.array(of),
  integer: () => z.int(),
  number: () => z.number(),
  boolean: () => z.boolean(),
  string: () => z.string(),
});

const v = valibot;
const valibotSchema = translate({
  any: () => v.unknown(),
  nullable: (of) => v.nullable(of),
  map: (of) => v.record(v.string(), of),
  object: (shape) =>
    v.looseObject(Object.fromEntries(Object.entries(shape).map(([name, of]) => [name, v.optional(of)]))),
  array: (of) => v.array(of),
  integer: () => v.pipe(v.number(), v.integer()),
  number: () => v.number(),
  boolean: () => v.boolean(),
  string: () => v.string(),
});

const AJV = { allErrors: true, strict: false };
const ajv = new Ajv(AJV).compile(schema);
const typebox = Compile(schema);

/** The code that ajv writes for the schema when a project is built. */
export function standalone() {
  const compiler = new Ajv({ ...AJV, code: { source: true, esm: true } });
  return standaloneCode(compiler, compiler.compile(schema));
}

/** By name: whether the shape of a key is right. */
export const SHAPES = {
  "ajv 8": (key) => ajv(key),
  "zod 4": (key) => zod.safeParse(key).success,
  valibot: (key) => v.safeParse(valibotSchema, key).success,
  TypeBox: (key) => typebox.Check(key),
};

const counts = new Uint32Array(CODES.length);

/** Judges a key as every peer does: its shape, then the rules. Gives how many issues there are, or -1 for a wrong shape. */
export function verdict(hasShape, key) {
  if (!hasShape(key)) return -1;
  counts.fill(0);
  judge(key, NOW, counts);
  let sum = 0;
  for (let index = 0; index < counts.length; index++) sum += counts[index];
  return sum;
}

/** The codes that a peer finds in a key, each as often as it is found; nothing for a wrong shape. */
export function codes(hasShape, key) {
  return verdict(hasShape, key) < 0 ? undefined : CODES.flatMap((code, index) => Array(counts[index]).fill(code));
}
