import { type Static, Type } from "typebox";
import { MessageIdSchema, ScopeIdSchema } from "../../contract/ids.ts";
import { LanguageSchema } from "../../contract/schema.ts";

const strict = { additionalProperties: false } as const;

export const ExportQuery = Type.Object(
  {
    /** Only what belongs to this place; all that the person reads when absent. */
    place: Type.Optional(ScopeIdSchema),
    internal: Type.Optional(Type.Boolean({ description: "also what is for inner use only" })),
  },
  strict,
);
export type ExportQuery = Static<typeof ExportQuery>;

export const LibraryImportQuery = Type.Object(
  {
    dryRun: Type.Optional(Type.Boolean()),
    /** Where the messages will belong; the person's own place when absent. */
    place: Type.Optional(ScopeIdSchema),
  },
  strict,
);
export type LibraryImportQuery = Static<typeof LibraryImportQuery>;

export const LibraryImportReport = Type.Object({
  dryRun: Type.Boolean(),
  added: Type.Integer(),
  there: Type.Integer(),
  refused: Type.Integer(),
  items: Type.Array(
    Type.Object({
      title: Type.String(),
      sha256: Type.String(),
      result: Type.String({ description: "`added`, `there`, `refused`" }),
      /** The message here. */
      id: Type.Optional(Type.String()),
      code: Type.Optional(Type.String()),
      vi: Type.Optional(Type.String()),
    }),
  ),
});
export type LibraryImportReport = Static<typeof LibraryImportReport>;

export const PublicQuery = Type.Object(
  {
    /** What a place airs: its own messages and those from above it. */
    place: Type.Optional(ScopeIdSchema),
    theme: Type.Optional(Type.String({ maxLength: 80 })),
    language: Type.Optional(LanguageSchema),
  },
  strict,
);
export type PublicQuery = Static<typeof PublicQuery>;

export const StarterBody = Type.Object(
  {
    /** Where they will belong; everybody's (`centre`) when absent. */
    place: Type.Optional(ScopeIdSchema),
  },
  strict,
);

export const StarterReport = Type.Object({
  items: Type.Array(
    Type.Object({
      id: MessageIdSchema,
      title: Type.String(),
      theme: Type.String(),
      state: Type.String({ description: "`made`, `again` (still without sound), `there`" }),
    }),
  ),
});
export type StarterReport = Static<typeof StarterReport>;
