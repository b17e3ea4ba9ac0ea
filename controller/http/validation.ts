import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import { nearest } from "../nearest.ts";
import type { FieldError } from "../problems.ts";

/** What a request part broke; the server turns it into problem+json. */
export class InvalidInput extends Error {
  readonly errors: readonly FieldError[];
  constructor(errors: readonly FieldError[]) {
    super("invalid input");
    this.name = "InvalidInput";
    this.errors = errors;
  }
}

type Checked = { value: unknown } | { error: Error };

/** A checker for one part of a route. Only query, path and headers, which are text by nature, are read as numbers and truth values. */
export function checker(schema: TSchema, part: string): (value: unknown) => Checked {
  const compiled = Compile(schema);
  return (value) => {
    const read = part === "body" ? value : Value.Convert(schema, value);
    if (compiled.Check(read)) return { value: read };
    return { error: new InvalidInput(fieldErrors(compiled.Errors(read) as Fault[], schema)) };
  };
}

/** The faults that the schema library reports. */
interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const MOST = 20;

export function fieldErrors(faults: readonly Fault[], schema: unknown): FieldError[] {
  const out = new Map<string, string>();
  for (const fault of faults) {
    for (const { field, vi } of sentences(fault, schema)) {
      if (!out.has(field) && out.size < MOST) out.set(field, vi);
    }
  }
  return [...out].map(([field, vi]) => ({ field, vi }));
}

const pathOf = (pointer: string): string =>
  pointer.slice(1).split("/").map(unescapePointer).join(".");

const unescapePointer = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

const inside = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

function sentences(fault: Fault, schema: unknown): FieldError[] {
  const { keyword, instancePath, params } = fault;
  const path = pathOf(instancePath);
  if (keyword === "required") {
    const missing = params["requiredProperties"] as readonly string[];
    return missing.map((name) => ({ field: inside(path, name), vi: "Thiếu ô này." }));
  }
  // An unknown field breaks the `false` schema of additional properties, and its owner a second time.
  if (keyword === "additionalProperties") return [];
  if (keyword === "boolean") return [{ field: path, vi: unknownField(path, schema) }];
  return [{ field: path === "" ? "(toàn bộ)" : path, vi: sentence(keyword, params) }];
}

function unknownField(path: string, schema: unknown): string {
  const near = path.includes(".") ? undefined : nearest(path, propertiesOf(schema));
  return near ? `Không có ô này; có phải bạn muốn viết "${near}"?` : "Không có ô này.";
}

const types: Readonly<Record<string, string>> = {
  string: "Phải là chữ.",
  number: "Phải là số.",
  integer: "Phải là số nguyên.",
  boolean: "Phải là true hoặc false.",
  object: "Phải là một nhóm ô (đối tượng JSON).",
  array: "Phải là một danh sách.",
  null: "Phải để trống (null).",
};

function sentence(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params["limit"] ?? "");
  switch (keyword) {
    case "type":
      return types[String([params["type"]].flat()[0])] as string;
    case "enum":
    case "const": {
      const values = [params["allowedValues"] ?? params["allowedValue"]].flat();
      return `Phải là ${values.slice(0, 12).map(String).join(", ")}.`;
    }
    case "minLength":
      return limit === "1" ? "Không được để trống." : `Ít nhất ${limit} ký tự.`;
    case "maxLength":
      return `Nhiều nhất ${limit} ký tự.`;
    case "minItems":
      return `Ít nhất ${limit} mục.`;
    case "maxItems":
      return `Nhiều nhất ${limit} mục.`;
    case "minimum":
    case "exclusiveMinimum":
      return `Không nhỏ hơn ${limit}.`;
    case "maximum":
    case "exclusiveMaximum":
      return `Không lớn hơn ${limit}.`;
    case "pattern":
    case "format":
      return "Không đúng dạng.";
    case "minProperties":
      return "Cần ít nhất một ô.";
    default:
      return "Không đúng.";
  }
}

const propertiesOf = (schema: unknown): string[] =>
  Object.keys((schema as { properties?: object }).properties ?? {});
