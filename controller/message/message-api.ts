import { type Static, Type } from "typebox";
import { MessageIdSchema, ScopeIdSchema, Sha256Schema } from "../../contract/ids.ts";
import { LanguageSchema, TagSchema } from "../../contract/schema.ts";
import { type Chime, chimes } from "./audio.ts";
import { type CreditRole, creditRoles, secrecies } from "./message.ts";

const strict = { additionalProperties: false } as const;
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const Iso = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$",
  description: "ISO 8601 with Z or an offset",
});
const Title = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" });
const Words = Type.String({ maxLength: 60_000 });
const Voice = Type.String({ pattern: "^[A-Za-z0-9._/+-]{1,100}$" });
const Rate = Type.Number({ minimum: 0.5, maximum: 2 });
const Pause = Type.Number({
  minimum: 0.5,
  maximum: 3,
  description: "rests between sentences, 1 is ordinary",
});
const ChimeKind = Type.Unsafe<Chime>(
  Type.String({
    enum: [...chimes],
    description: "sounds before and after; `none` when absent, for programmes have their own tune",
  }),
);
const Secrecy = Type.Unsafe<(typeof secrecies)[number]>(Type.String({ enum: [...secrecies] }));

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
/** Decree 49/2024: a commune pays royalties (nhuận bút, thù lao) at its province's rates; so who made what is kept. */
export const Rights = Type.Object(
  {
    credits: Type.Array(
      Type.Object(
        {
          role: Type.Unsafe<CreditRole>(Type.String({ enum: [...creditRoles] })),
          name: Name,
          royalty: Type.Optional(
            Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: "đồng" }),
          ),
        },
        strict,
      ),
      { maxItems: 20 },
    ),
    /** Who may use it, and how. */
    use: Type.Optional(Type.String({ maxLength: 300 })),
  },
  strict,
);
export type Rights = Static<typeof Rights>;

const fields = {
  title: Title,
  /** A code of `GET /api/themes`, its name, or a place's own theme. */
  theme: Type.String({ minLength: 2, maxLength: 80 }),
  /** ISO 639-3. Only Vietnamese (`vie`) is spoken by machine. */
  language: LanguageSchema,
  text: Type.Optional(Words),
  voice: Type.Optional(Voice),
  rate: Type.Optional(Rate),
  pause: Type.Optional(Pause),
  chime: Type.Optional(ChimeKind),
  /** The scope that owns it; the person's own place when absent. */
  place: Type.Optional(ScopeIdSchema),
  sourceDocument: Type.Optional(Type.String({ maxLength: 300 })),
  /** Its number and sign: 58/KH-UBND. */
  sourceNumber: Type.Optional(Type.String({ maxLength: 60 })),
  /** For whom: nông dân, học sinh, hộ kinh doanh… */
  audience: Type.Optional(Type.String({ maxLength: 120 })),
  rights: Type.Optional(Rights),
  /** A message that says the same in another language. */
  versionOf: Type.Optional(MessageIdSchema),
  secrecy: Type.Optional(Secrecy),
  validFrom: Type.Optional(Iso),
  validTo: Type.Optional(Iso),
  /** A campaign of `GET /api/campaigns`; orders of this message carry it on. */
  campaign: Type.Optional(TagSchema),
};

/** JSON, or the same fields as a form with `file`: a recording. */
export const MessageNew = Type.Object(fields, strict);
export type MessageNew = Static<typeof MessageNew>;

export const MessageChange = Type.Object(
  {
    ...fields,
    title: Type.Optional(Title),
    theme: Type.Optional(fields.theme),
    language: Type.Optional(LanguageSchema),
    sourceDocument: Type.Optional(OrNull(Type.String({ maxLength: 300 }))),
    sourceNumber: Type.Optional(OrNull(Type.String({ maxLength: 60 }))),
    audience: Type.Optional(OrNull(Type.String({ maxLength: 120 }))),
    rights: Type.Optional(OrNull(Rights)),
    versionOf: Type.Optional(Type.Never()),
    validFrom: Type.Optional(OrNull(Iso)),
    validTo: Type.Optional(OrNull(Iso)),
    campaign: Type.Optional(OrNull(TagSchema)),
    place: Type.Optional(Type.Never()),
  },
  { ...strict, minProperties: 1 },
);
export type MessageChange = Static<typeof MessageChange>;

export const MessageView = Type.Object({
  id: MessageIdSchema,
  version: Type.Integer(),
  place: ScopeIdSchema,
  title: Type.String(),
  theme: Type.String(),
  themeName: Type.String(),
  language: Type.String(),
  text: OrNull(Type.String()),
  /** The words as they are read aloud. */
  spoken: OrNull(Type.String()),
  spans: Type.Array(Type.Unknown()),
  flags: Type.Array(Type.Unknown()),
  voice: OrNull(Type.String()),
  origin: Type.String({ description: "`speech` or `recording`" }),
  status: Type.String({ description: "`draft`, `pending`, `approved`, `rejected`" }),
  author: Type.String(),
  createdAt: Type.String(),
  /** Of title, theme, language, spoken words and audio: what an approval binds. */
  contentHash: OrNull(Type.String()),
  decidedBy: OrNull(Type.String()),
  decidedAt: OrNull(Type.String()),
  decisionReason: OrNull(Type.String()),
  /** Places that tell of a person; approval then needs `override`. `from` and `to` count in the NFC text. */
  personal: Type.Array(
    Type.Object({
      field: Type.String({ description: "`title` or `text`" }),
      kind: Type.String({
        description: "`id-number`, `phone`, `account`, `birth-date`, `health`",
      }),
      name: Type.String(),
      from: Type.Integer(),
      to: Type.Integer(),
      found: Type.String(),
    }),
  ),
  personalReason: OrNull(Type.String()),
  sha256: OrNull(Sha256Schema),
  bytes: OrNull(Type.Integer()),
  seconds: OrNull(Type.Number()),
  lufs: OrNull(Type.Number()),
  truePeak: OrNull(Type.Number()),
  peaks: Type.Array(Type.Integer()),
  engine: OrNull(Type.String()),
  audioUrl: OrNull(Type.String()),
  notes: Type.Array(Type.String()),
  sourceDocument: OrNull(Type.String()),
  sourceNumber: OrNull(Type.String()),
  audience: OrNull(Type.String()),
  rights: OrNull(Rights),
  /** Shared by its versions in other languages: `GET /api/messages?work=`. */
  work: MessageIdSchema,
  secrecy: Secrecy,
  validFrom: OrNull(Type.String()),
  validTo: OrNull(Type.String()),
  campaign: OrNull(Type.String()),
});
export type MessageView = Static<typeof MessageView>;

export const MessageList = Type.Object({
  items: Type.Array(MessageView),
  next: Type.Optional(Type.String()),
});

/** What it was before its changes, newest first, and how often it was ordered and aired. */
export const MessageHistory = Type.Object({
  items: Type.Array(
    Type.Object({
      version: Type.Integer(),
      title: Type.String(),
      theme: Type.String(),
      language: Type.String(),
      text: OrNull(Type.String()),
      spoken: OrNull(Type.String()),
      sha256: OrNull(Sha256Schema),
      status: Type.String(),
      decidedBy: OrNull(Type.String()),
      replacedAt: Type.String(),
      replacedBy: Type.String(),
    }),
  ),
  uses: Type.Object({
    orders: Type.Integer(),
    airings: Type.Integer({ description: "occurrences that have begun and were not cancelled" }),
    lastAt: OrNull(Type.String()),
  }),
});
export type MessageHistory = Static<typeof MessageHistory>;

export const MessageQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 120 })),
    status: Type.Optional(Type.String({ enum: ["draft", "pending", "approved", "rejected"] })),
    theme: Type.Optional(Type.String({ maxLength: 80 })),
    language: Type.Optional(LanguageSchema),
    work: Type.Optional(MessageIdSchema),
    place: Type.Optional(ScopeIdSchema),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String({ pattern: "^\\d{1,16}\\.[a-z0-9_-]{1,64}$" })),
  },
  strict,
);
export type MessageQuery = Static<typeof MessageQuery>;

export const ApproveBody = Type.Object(
  {
    contentHash: Type.Optional(Sha256Schema),
    override: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" })),
  },
  {
    ...strict,
    description:
      "`contentHash`: what the person looked at; refused when it is not that any more. `override`: why personal data that was found in it may air",
  },
);
export const RejectBody = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 1_000 })) },
  strict,
);

export const PreviewBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 20_000 }),
    language: Type.Optional(LanguageSchema),
    voice: Type.Optional(Voice),
    rate: Type.Optional(Rate),
    pause: Type.Optional(Pause),
    chime: Type.Optional(ChimeKind),
    /** Whose lexicon reads; the person's own place when absent. */
    place: Type.Optional(ScopeIdSchema),
  },
  strict,
);
export type PreviewBody = Static<typeof PreviewBody>;

export const PreviewView = Type.Object({
  spoken: Type.String(),
  spans: Type.Array(Type.Unknown()),
  flags: Type.Array(Type.Unknown()),
  notes: Type.Array(Type.String()),
  audio: Type.Object({
    url: Type.String(),
    sha256: Sha256Schema,
    mime: Type.String(),
    seconds: Type.Number(),
    bytes: Type.Integer(),
    lufs: Type.Number(),
    truePeak: Type.Number(),
    /** The file itself, Base64. */
    base64: Type.String(),
  }),
});
export type PreviewView = Static<typeof PreviewView>;

export const ThemeList = Type.Object({
  items: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      about: Type.String(),
      own: Type.Boolean(),
    }),
  ),
});
export const VoiceList = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
