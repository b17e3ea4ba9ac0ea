import { type Static, Type } from "typebox";
import { ScopeIdSchema } from "../../contract/ids.ts";

const strict = { additionalProperties: false } as const;
const fields = {
  name: Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" }),
  /** Without a password in it: every board reads the address, and so does the log. */
  url: Type.String({ pattern: "^https?://[^\\s/@]+(/\\S*)?$", maxLength: 500 }),
};

export const RelaySourceNew = Type.Object({ place: ScopeIdSchema, ...fields }, strict);
export type RelaySourceNew = Static<typeof RelaySourceNew>;

export const RelaySourceChange = Type.Partial(Type.Object(fields), {
  ...strict,
  minProperties: 1,
});
export type RelaySourceChange = Static<typeof RelaySourceChange>;

/** A station whose stream may be relayed; an order keeps a copy of its address. */
export const RelaySourceView = Type.Object({
  id: Type.String(),
  place: ScopeIdSchema,
  ...fields,
});
export type RelaySourceView = Static<typeof RelaySourceView>;
export const RelaySourceList = Type.Object({ items: Type.Array(RelaySourceView) });

/** What the controller itself heard just now. */
export const RelayHeard = Type.Object({
  id: Type.String(),
  /** `mp3`, `aac`, `ogg`… */
  form: Type.String(),
  seconds: Type.Number(),
  /** dBFS of the loudest sample; null = digital silence. */
  peak: Type.Union([Type.Number(), Type.Null()]),
  /** Up to five seconds as MP3, base64. */
  sound: Type.String(),
});
export type RelayHeard = Static<typeof RelayHeard>;
