import { fold } from "./fold.ts";
import { type ReadOutline, readOutline } from "./outline-read.ts";
import { columns } from "./sheet.ts";

/** One area of the file: which hamlet it says to be, and its outline. */
export interface OutlineFeature {
  /** From 1, in the order of the file. */
  readonly row: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly commune: string | undefined;
  readonly source: string | undefined;
  readonly outline: ReadOutline;
}

const MOST_FEATURES = 5_000;

export type ReadFeatures =
  | { readonly ok: true; readonly features: readonly unknown[] }
  | { readonly ok: false; readonly detail: string };

/** The areas of a GeoJSON text, not read yet, or why it is no such file. */
export function featuresIn(text: string): ReadFeatures {
  const found = parsed(text.replace(/^\uFEFF/, ""));
  const { type, features, crs } = (found ?? {}) as Record<string, unknown>;
  if (type !== "FeatureCollection" || !Array.isArray(features))
    return { ok: false, detail: "Tệp phải là GeoJSON loại FeatureCollection." };
  const system = nameOf(crs);
  if (system !== undefined && !/CRS84$|EPSG:{1,2}4326$/i.test(system))
    return {
      ok: false,
      detail: `Hệ toạ độ ${system.slice(0, 60)}: xuất lại với WGS-84 (EPSG:4326).`,
    };
  if (features.length === 0) return { ok: false, detail: "Tệp không có vùng nào." };
  if (features.length > MOST_FEATURES)
    return { ok: false, detail: `Tệp có quá ${MOST_FEATURES} vùng: chia thành nhiều tệp.` };
  return { ok: true, features };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What files from before RFC 7946 say about their system. */
const nameOf = (crs: unknown): string | undefined => {
  const name = (crs as { properties?: { name?: unknown } } | undefined)?.properties?.name;
  return typeof name === "string" ? name : undefined;
};

const sources = ["nguon", "source"];

export function featureOf(value: unknown, row: number): OutlineFeature {
  const { id, properties, geometry } = (value ?? {}) as Record<string, unknown>;
  const folded = new Map(
    Object.entries((properties ?? {}) as object).map(([key, said]) => [fold(key), textOf(said)]),
  );
  const say = (keys: readonly string[]): string | undefined =>
    keys.map((key) => folded.get(key)).find((found) => found !== undefined);
  const code = say(columns.commune);
  return {
    row,
    id: (say(columns.hamletId) ?? textOf(id))?.toLowerCase(),
    name: say([...columns.hamlet, "ten", "name"]),
    commune: code !== undefined && /^\d{1,5}$/.test(code) ? code.padStart(5, "0") : code,
    source: say(sources),
    outline: readOutline(geometry),
  };
}

/** Text or number of a property as people see it; nothing for an empty one. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).normalize("NFC").trim().replace(/\s+/g, " ").slice(0, 200);
  return text === "" ? undefined : text;
}
