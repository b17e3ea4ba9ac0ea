import fc from "fast-check";
import { Type } from "typebox";
import { describe, expect, test } from "vitest";
import {
  DEEPEST,
  isTooDeep,
  MOST_NODES,
  MOST_PARAMETERS,
  parseQuery,
} from "../../../controller/http/limits.ts";
import { isForeign } from "../../../controller/http/origin.ts";
import { deviceCookie, sessionCookie, tokenOf } from "../../../controller/http/token.ts";
import { checker, fieldErrors, type InvalidInput } from "../../../controller/http/validation.ts";
import { nearest } from "../../../controller/nearest.ts";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0;

describe("limits of a body", () => {
  test("JSON is too deep exactly when it nests deeper than allowed, whatever its strings hold", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 30 }), fc.nat(25), (value, wraps) => {
        let deep: unknown = value;
        for (let n = 0; n < wraps; n++) deep = n % 2 ? [deep] : { '"[{\\': deep };
        expect(isTooDeep(JSON.stringify(deep))).toBe(depthOf(deep) > DEEPEST);
      }),
    );
  });
  test("a flat list of hundreds of thousands is too much as well", () => {
    expect(isTooDeep(JSON.stringify(Array(MOST_NODES + 2).fill(1)))).toBe(true);
    expect(isTooDeep(JSON.stringify(Array(1_000).fill(1)))).toBe(false);
  });
});

describe("a query", () => {
  test("is read as URLSearchParams reads it, a repeated name as a list", () => {
    const pair = fc.tuple(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const text = new URLSearchParams(pairs).toString();
        const expected: Record<string, string | string[]> = {};
        for (const [name, value] of new URLSearchParams(text)) {
          const before = Object.hasOwn(expected, name) ? expected[name] : undefined;
          Object.defineProperty(expected, name, {
            value: before === undefined ? value : [before, value].flat(),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        expect({ ...parseQuery(text) }).toEqual(expected);
      }),
    );
  });
  test("keeps every value of a name that comes again", () => {
    expect({ ...parseQuery("a=1&b=2&a=3&a=4") }).toEqual({ a: ["1", "3", "4"], b: "2" });
  });
  test("with broken escapes or too many names is none", () => {
    expect(parseQuery("a=%E0%A4%A")).toBeUndefined();
    expect(parseQuery("%=1")).toBeUndefined();
    expect(
      parseQuery(
        Array(MOST_PARAMETERS + 1)
          .fill("a=1")
          .join("&"),
      ),
    ).toBeUndefined();
    expect({ ...parseQuery("a&&b=") }).toEqual({ a: "", b: "" });
  });
});

describe("what a schema refuses is said field by field", () => {
  const schema = Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 3 }),
      code: Type.Optional(Type.String({ pattern: "^\\d{5}$", minLength: 2 })),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
      kind: Type.Optional(Type.String({ enum: ["ip", "fm"] })),
      list: Type.Optional(
        Type.Array(Type.Object({ "a/b": Type.Boolean() }), { minItems: 1, maxItems: 2 }),
      ),
      one: Type.Optional(Type.Union([Type.Literal("x"), Type.Null()])),
      fixed: Type.Optional(Type.Literal("x")),
      part: Type.Optional(
        Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.5 }),
      ),
    },
    { additionalProperties: false, minProperties: 1 },
  );
  const errors = (value: unknown) => {
    const checked = checker(schema, "body")(value);
    return "error" in checked
      ? (checked.error as InvalidInput).errors.map(({ field, vi }) => `${field}: ${vi}`)
      : [];
  };
  test.for([
    [{ name: "a" }, []],
    [{}, ["name: Thiếu ô này.", "(toàn bộ): Cần ít nhất một ô."]],
    [{ name: "" }, ["name: Không được để trống."]],
    [{ name: "abcd", code: "1" }, ["name: Nhiều nhất 3 ký tự.", "code: Ít nhất 2 ký tự."]],
    [{ name: "a", code: "12a45" }, ["code: Không đúng dạng."]],
    [{ name: "a", count: 0 }, ["count: Không nhỏ hơn 1."]],
    [{ name: "a", count: 10 }, ["count: Không lớn hơn 9."]],
    [{ name: "a", count: "5" }, ["count: Phải là số nguyên."]],
    [{ name: "a", kind: "am" }, ["kind: Phải là ip, fm."]],
    [{ name: "a", list: [] }, ["list: Ít nhất 1 mục."]],
    [
      { name: "a", list: [{ "a/b": true }, { "a/b": 1 }, {}] },
      [
        "list.1.a/b: Phải là true hoặc false.",
        "list.2.a/b: Thiếu ô này.",
        "list: Nhiều nhất 2 mục.",
      ],
    ],
    [
      { name: "a", list: [{ x: 1, "a/b": true }], nam: "b" },
      ['nam: Không có ô này; có phải bạn muốn viết "name"?'],
    ],
    [{ name: "a", zzzzzz: 1 }, ["zzzzzz: Không có ô này."]],
    [{ name: "a", fixed: "y" }, ["fixed: Phải là x."]],
    [{ name: "a", part: 0 }, ["part: Không nhỏ hơn 0."]],
    [{ name: "a", part: 0.3 }, ["part: Không đúng."]],
    [7, ["(toàn bộ): Phải là một nhóm ô (đối tượng JSON)."]],
  ] as const)("%j", ([value, said]) => expect(errors(value)).toEqual(said));

  test("numbers and truth values are read from a query and never from a body", () => {
    const query = Type.Object({ count: Type.Integer(), dry: Type.Boolean() });
    expect(checker(query, "querystring")({ count: "5", dry: "1" })).toEqual({
      value: { count: 5, dry: true },
    });
    expect("error" in checker(query, "body")({ count: "5", dry: "1" })).toBe(true);
  });
  test("a hundred mistakes name at least one and at most twenty", () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, 1]));
    expect(errors({ name: "a", ...many }).length).toBeGreaterThan(0);
    const faults = Object.keys(many).map((name) => ({
      keyword: "boolean",
      instancePath: `/${name}`,
      params: {},
    }));
    expect(fieldErrors(faults, schema)).toHaveLength(20);
    expect(fieldErrors(faults.slice(0, 1), {})).toEqual([{ field: "f0", vi: "Không có ô này." }]);
  });
});

test("a slip of one or two letters is guessed, a different word is not", () => {
  const known = ["title", "theme", "language", "text"];
  expect(nearest("titel", known)).toBe("title");
  expect(nearest("languag", known)).toBe("language");
  expect(nearest("colour", known)).toBeUndefined();
  expect(nearest("tx", ["ab"])).toBeUndefined();
});

describe("another site's page", () => {
  const from = {
    method: "POST",
    host: "loa.xa.vn:8080",
    origin: undefined,
    site: undefined,
    bearer: false,
  };
  test.for([
    [{}, false],
    [{ origin: "http://loa.xa.vn:8080" }, false],
    [{ origin: "https://LOA.xa.vn:8080" }, false],
    [{ origin: "http://loa.xa.vn" }, true],
    [{ origin: "null" }, true],
    [{ origin: "http://evil.example/http://loa.xa.vn:8080" }, true],
    [{ site: "same-origin" }, false],
    [{ site: "none" }, false],
    [{ site: "cross-site" }, true],
    [{ site: "cross-site", bearer: true }, false],
    [{ site: "cross-site", method: "GET" }, false],
  ] as const)("%j: %s", ([more, foreign]) => expect(isForeign({ ...from, ...more })).toBe(foreign));
});

describe("a token", () => {
  const bearing = (
    headers: Record<string, string>,
    cookies: Record<string, string> = {},
    protocol = "http",
  ) => tokenOf({ protocol, headers, cookies });
  const token = "a".repeat(43);
  test("is read from the header first, then from the cookie of the protocol", () => {
    expect(bearing({ authorization: `Bearer ${token}` }, { vangxa: "c" })).toEqual({
      value: token,
      from: "bearer",
    });
    expect(bearing({}, { vangxa: "c" })).toEqual({ value: "c", from: "cookie" });
    expect(bearing({}, { "__Host-vangxa": "c" }, "https")).toEqual({ value: "c", from: "cookie" });
    expect(bearing({}, { vangxa: "c" }, "https")).toBeUndefined();
    expect(bearing({ authorization: "Basic abc" })).toBeUndefined();
    expect([sessionCookie("http"), deviceCookie("https")]).toEqual([
      "vangxa",
      "__Host-vangxa-device",
    ]);
  });
});
