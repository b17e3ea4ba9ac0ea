import type { KnownRoute } from "../../controller/http/known-routes.ts";

/** One request that a route must refuse as bad input. */
export interface BadRequest {
  readonly name: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A good request of a route; the bad ones are made from it. */
export interface GoodRequest {
  /** `:name` → value. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

export const routeName = ({ method, url }: KnownRoute): string => `${method} ${url}`;

export function pathOf({ url }: Pick<KnownRoute, "url">, good: GoodRequest): string {
  const path = url.replace(/:([a-zA-Z]+)/g, (_, name: string) => good.params?.[name] ?? "x");
  const query = new URLSearchParams(good.query).toString();
  return query === "" ? path : `${path}?${query}`;
}

type Properties = Readonly<Record<string, unknown>>;

/** The JSON schema of a part; the body of a route that takes several kinds is the JSON one. */
function partOf(route: KnownRoute, part: string): { properties: Properties } | undefined {
  const schema = route.schema?.[part] as
    | { properties?: Properties; content?: Record<string, { schema: { properties?: Properties } }> }
    | undefined;
  const found = schema?.content?.["application/json"]?.schema ?? schema;
  return found?.properties ? { properties: found.properties } : undefined;
}

const json = { "content-type": "application/json" };
const nested = (deep: number): string => `${"[".repeat(deep)}${"]".repeat(deep)}`;

/** Everything wrong that can be made from a route's own schemas, and what is wrong for any route. */
export function badRequests(route: KnownRoute, good: GoodRequest): BadRequest[] {
  const path = pathOf(route, good);
  const bad: BadRequest[] = [];
  const body = partOf(route, "body");
  if (body) {
    for (const [name, value] of [
      ["a list", []],
      ["a word", '"word"'],
      ["a number", "7"],
      ["null in every field", nulls(body.properties)],
    ] as const) {
      bad.push({
        name: `body: ${name}`,
        path,
        body: typeof value === "string" ? value : JSON.stringify(value),
        headers: json,
      });
    }
    bad.push({ name: "body: not JSON", path, body: '{"a":', headers: json });
    bad.push({ name: "body: nested", path, body: nested(500), headers: json });
    bad.push({ name: "body: prototype", path, body: '{"__proto__":{"a":1}}', headers: json });
    bad.push({
      name: "body: 3 MB",
      path,
      body: JSON.stringify({ ...good.body, padding: "x".repeat(3_000_000) }),
      headers: json,
    });
    bad.push({
      name: "body: another kind",
      path,
      body: "<a/>",
      headers: { "content-type": "application/xml" },
    });
    bad.push({ name: "body: an unknown field", path, body: { ...good.body, unheardOf: 1 } });
    for (const field of Object.keys(body.properties)) {
      bad.push({
        name: `body: ${field} of the wrong kind`,
        path,
        body: { ...good.body, [field]: { wrong: [true] } },
      });
    }
  }
  const query = partOf(route, "querystring");
  for (const field of Object.keys(query?.properties ?? {})) {
    const wrong = pathOf(route, {
      ...good,
      query: { ...good.query, [field]: `${"é\u0000".repeat(200)}` },
    });
    bad.push({ name: `query: ${field} of the wrong kind`, path: wrong, body: good.body });
  }
  for (const field of Object.keys(partOf(route, "params")?.properties ?? {})) {
    for (const wrong of ["A%20B", "%00", "..%2f..%2fetc", "'%20or%201=1", "x".repeat(90)]) {
      const asked = { ...good, params: { ...good.params, [field]: wrong } };
      bad.push({
        name: `path: ${field} as ${wrong.slice(0, 20)}`,
        path: pathOf(route, asked),
        body: good.body,
      });
    }
  }
  return bad;
}

const nulls = (properties: Properties): object =>
  Object.fromEntries(Object.keys(properties).map((name) => [name, null]));
