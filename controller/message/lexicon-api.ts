import { type Static, Type } from "typebox";
import { ScopeIdSchema } from "../../contract/ids.ts";

const strict = { additionalProperties: false } as const;

export const LexiconNew = Type.Object(
  {
    term: Type.String({
      minLength: 1,
      maxLength: 80,
      description: "as it is written: TTPVHCC, Trà Xinh",
    }),
    reading: Type.String({
      minLength: 1,
      maxLength: 200,
      description: "as it is said, in Vietnamese syllables",
    }),
    /** Where it is said so; the person's own place when absent. */
    place: Type.Optional(ScopeIdSchema),
  },
  strict,
);
export type LexiconNew = Static<typeof LexiconNew>;

export const LexiconView = Type.Object({
  id: Type.String(),
  term: Type.String(),
  reading: Type.String(),
  place: ScopeIdSchema,
  addedBy: Type.String(),
  addedAt: Type.String(),
});
export type LexiconView = Static<typeof LexiconView>;

export const LexiconList = Type.Object({ items: Type.Array(LexiconView) });

export const LexiconQuery = Type.Object(
  {
    /** Also with what holds there from the places above it; the person's own place when absent. */
    place: Type.Optional(ScopeIdSchema),
  },
  strict,
);

export const ByLexiconId = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });
