import type { Instant } from "../../contract/time.ts";
import { instantOf } from "../iso.ts";
import type { FieldError } from "../problems.ts";
import {
  CAP_NAMESPACE,
  type CapPair,
  type CapWords,
  type Circle,
  capWords,
  type Point,
} from "./cap.ts";
import type { XmlNode } from "./xml.ts";

/** Reads the fields of one CAP element and notes everything that is wrong with them, not only the first thing. */
export interface Fields {
  /** At most once; a field written twice could be read differently by two readers. */
  text(name: string): string | undefined;
  needed(name: string): string;
  texts(name: string): string[];
  word<K extends keyof CapWords>(name: K): CapWords[K];
  words<K extends keyof CapWords>(name: K, least: number): CapWords[K][];
  instant(name: string): Instant | undefined;
  neededInstant(name: string): Instant;
  parts(name: string): { readonly node: XmlNode; readonly path: string }[];
  wrong(name: string, vi: string): void;
}

export function fieldsOf(node: XmlNode, path: string, faults: FieldError[]): Fields {
  // Foreign elements (an XML signature, a vendor's extension) are not the alert's words.
  const all = (name: string) =>
    node.children.filter((child) => child.namespace === CAP_NAMESPACE && child.name === name);
  const wrong = (name: string, vi: string): void => {
    faults.push({ field: path + name, vi });
  };
  const clean = ({ text }: XmlNode) => text.normalize("NFC").trim();
  const text = (name: string): string | undefined => {
    const [first, second] = all(name);
    if (second) wrong(name, "Chỉ được ghi một lần.");
    return (first && clean(first)) || undefined;
  };
  const needed = (name: string): string => {
    const found = text(name);
    if (found === undefined) wrong(name, "Bắt buộc có.");
    return found ?? "";
  };
  const wordIn = <K extends keyof CapWords>(name: K, written: string): CapWords[K] => {
    const known: readonly string[] = capWords[name];
    if (written !== "" && !known.includes(written)) wrong(name, `Chỉ nhận: ${known.join(", ")}.`);
    return written as CapWords[K];
  };
  const instant = (name: string): Instant | undefined => {
    const written = text(name);
    const at = written === undefined ? undefined : instantOf(written);
    if (written !== undefined && at === undefined)
      wrong(name, "Viết dạng 2026-05-18T05:00:00+07:00.");
    return at;
  };
  return {
    text,
    needed,
    texts: (name) => all(name).map(clean),
    word: (name) => wordIn(name, needed(name)),
    words: (name, least) => {
      const found = all(name).map((one) => wordIn(name, clean(one)));
      if (found.length < least) wrong(name, "Bắt buộc có.");
      return found;
    },
    instant,
    neededInstant: (name) => {
      needed(name);
      return instant(name) ?? (0 as Instant);
    },
    parts: (name) => all(name).map((child, at) => ({ node: child, path: `${path}${name}.${at}.` })),
    wrong,
  };
}

export function pairsOf(fields: Fields, name: string, faults: FieldError[]): CapPair[] {
  return fields.parts(name).map(({ node, path }) => {
    const pair = fieldsOf(node, path, faults);
    return { name: pair.needed("valueName"), value: pair.text("value") ?? "" };
  });
}

const NUMBER = "-?\\d{1,3}(?:\\.\\d{1,12})?";
const POINT = new RegExp(`^(${NUMBER}),(${NUMBER})$`);

/** `15.12,108.80`: latitude, longitude (WGS 84). */
function pointOf(text: string): Point | undefined {
  const parts = POINT.exec(text);
  const [latitude, longitude] = [Number(parts?.[1]), Number(parts?.[2])];
  const onEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return onEarth ? { latitude, longitude } : undefined;
}

/** At least four points, the last equal to the first (CAP 1.2, 3.2.4). */
export function polygonOf(text: string): readonly Point[] | undefined {
  const points = text.split(/\s+/).map(pointOf);
  const [first] = points;
  const last = points.at(-1);
  if (points.length < 4 || points.includes(undefined)) return undefined;
  const closed = first?.latitude === last?.latitude && first?.longitude === last?.longitude;
  return closed ? (points as Point[]) : undefined;
}

/** `15.12,108.80 5`: a point and a radius in kilometres. */
export function circleOf(text: string): Circle | undefined {
  const [written = "", far = "", ...more] = text.split(/\s+/);
  const point = pointOf(written);
  const radius = /^\d{1,5}(\.\d{1,12})?$/.test(far) ? Number(far) : Number.NaN;
  return point && radius <= 20_038 && more.length === 0 ? { ...point, radius } : undefined;
}
