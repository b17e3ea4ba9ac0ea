import { type Static, Type } from "typebox";
import { LanguageSchema } from "../../contract/schema.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import { type Head, headOf } from "./fields.ts";
import { Rights } from "./message-api.ts";
import { messageView } from "./view.ts";

const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Line = (longest: number) => Type.String({ minLength: 1, maxLength: longest });

const Entry = Type.Object({
  /** Of the place that sent it; it gets a new one here. */
  id: Line(64),
  work: Line(64),
  title: Line(200),
  theme: Line(80),
  language: LanguageSchema,
  text: OrNull(Type.String({ maxLength: 60_000 })),
  spoken: OrNull(Type.String({ maxLength: 200_000 })),
  spans: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
  voice: OrNull(Line(100)),
  origin: Type.Unsafe<"speech" | "recording">(Type.String({ enum: ["speech", "recording"] })),
  engine: OrNull(Type.String({ maxLength: 300 })),
  sourceDocument: OrNull(Line(300)),
  sourceNumber: OrNull(Line(60)),
  audience: OrNull(Line(120)),
  rights: OrNull(Rights),
  secrecy: Type.Unsafe<"public" | "internal">(Type.String({ enum: ["public", "internal"] })),
  validFrom: OrNull(Line(40)),
  validTo: OrNull(Line(40)),
  audio: Type.Object({
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    bytes: Type.Integer({ minimum: 1, maximum: 33_554_432 }),
    /** Seconds that other messages have too. */
    shared: Type.Optional(
      Type.Object({
        before: Type.Number({ minimum: 0, maximum: 60 }),
        after: Type.Number({ minimum: 0, maximum: 60 }),
      }),
    ),
  }),
});
export type Entry = Static<typeof Entry>;

/** `manifest.json`, the first file of a library that travels; each sound is `audio/<sha256>.ogg`. */
export const Manifest = Type.Object({
  format: Type.Literal("vangxa-library/1"),
  messages: Type.Array(Entry, { maxItems: 20_000 }),
});
export type Manifest = Static<typeof Manifest>;

export const MANIFEST = "manifest.json";
export const MOST_MANIFEST = 64 * 1_048_576;
export const soundName = (sha256: string): string => `audio/${sha256}.ogg`;

/**
 * Messages that may leave: approved, not secret, not let through with personal data in them. The rest is nobody else's to have.
 */
export const mayTravel = (row: MessageTable, internal: boolean): boolean =>
  row.status === "approved" &&
  row.sha256 !== null &&
  row.personal_reason === null &&
  (row.secrecy === "public" || (internal && row.secrecy === "internal"));

const inSeconds = ({ before, after }: { before: number; after: number }) => ({
  before: before / 1_000,
  after: after / 1_000,
});

export function entryOf(row: MessageTable): Entry {
  const { id, work, title, theme, language, text, spoken, spans, voice, engine, ...view } =
    messageView(row);
  return {
    id,
    work,
    title,
    theme,
    language,
    text,
    spoken,
    spans,
    voice,
    origin: view.origin as Entry["origin"],
    engine,
    sourceDocument: view.sourceDocument,
    sourceNumber: view.sourceNumber,
    audience: view.audience,
    rights: view.rights,
    secrecy: view.secrecy as Entry["secrecy"],
    validFrom: view.validFrom,
    validTo: view.validTo,
    audio: {
      sha256: row.sha256 as string,
      bytes: row.bytes as number,
      ...(row.shared === null ? {} : { shared: inSeconds(JSON.parse(row.shared)) }),
    },
  };
}

/** The columns of an entry that a person here could have given, checked as if one had. */
export function headOfEntry(entry: Entry): Result<Head> {
  const given = Object.entries({
    title: entry.title,
    theme: entry.theme,
    language: entry.language,
    text: entry.text,
    sourceDocument: entry.sourceDocument,
    sourceNumber: entry.sourceNumber,
    audience: entry.audience,
    rights: entry.rights,
    secrecy: entry.secrecy,
    validFrom: entry.validFrom,
    validTo: entry.validTo,
  }).filter(([, value]) => value !== null);
  const head = headOf(Object.fromEntries(given) as never);
  if (!head.ok) return head;
  return head.value.title === "" ? refuse("invalid-input") : done(head.value);
}
