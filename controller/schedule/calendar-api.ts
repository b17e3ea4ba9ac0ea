import { type Static, Type } from "typebox";
import { CommuneCodeSchema, ScopeIdSchema } from "../../contract/ids.ts";
import { DateSchema, TagSchema } from "../../contract/schema.ts";

const strict = { additionalProperties: false } as const;
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** `05-18` each year, or `2026-05-18` once. */
const Day = Type.String({ pattern: "^(\\d{4}-)?\\d{2}-\\d{2}$" });
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" });
const Around = Type.Integer({ minimum: 0, maximum: 120 });

/** Station days, both inclusive. */
export const Span = Type.Object({ from: DateSchema, to: DateSchema }, strict);
export const YearQuery = Type.Object(
  { year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })) },
  strict,
);
export const RowId = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,40}$" }) });

export const HolidayNew = Type.Object(
  {
    day: Day,
    name: Name,
    kind: Type.Union([Type.Literal("off"), Type.Literal("work"), Type.Literal("note")]),
    place: ScopeIdSchema,
  },
  strict,
);
export type HolidayNew = Static<typeof HolidayNew>;

export const HolidayView = Type.Object({ id: Type.String(), ...HolidayNew.properties });
export type HolidayView = Static<typeof HolidayView>;

export const DayList = Type.Object({
  /** What there is to know about single days. */
  items: Type.Array(
    Type.Object({
      date: DateSchema,
      name: Type.String(),
      kind: Type.String(),
      origin: Type.String(),
      id: OrNull(Type.String()),
      /** Who keeps it; null for what the library knows. */
      place: OrNull(Type.String()),
    }),
  ),
  /** Every day of the span with its lunar date. */
  days: Type.Array(
    Type.Object({
      date: DateSchema,
      off: Type.Boolean(),
      lunar: Type.Object({
        day: Type.Integer(),
        month: Type.Integer(),
        leap: Type.Boolean(),
        year: Type.Integer(),
        text: Type.String(),
      }),
    }),
  ),
});
export type DayList = Static<typeof DayList>;

export const DeadlineList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      who: Type.String(),
      to: Type.String(),
      source: Type.String(),
      named: DateSchema,
      due: DateSchema,
      moved: Type.String(),
      daysLeft: Type.Integer(),
      cutoffs: Type.Array(Type.Object({ name: Type.String(), date: DateSchema })),
      reminders: Type.Array(DateSchema),
    }),
  ),
});
export type DeadlineList = Static<typeof DeadlineList>;

const DueDay = Type.String({ pattern: "^(\\d{2}-)?\\d{2}$" });
const Cutoffs = Type.Array(
  Type.Object({ name: Name, before: Type.Integer({ minimum: 0, maximum: 60 }) }, strict),
  { maxItems: 6 },
);

/** What was told about deadlines that are not over. */
export const ReminderList = Type.Object({
  items: Type.Array(
    Type.Object({
      rule: Type.String(),
      name: Type.String(),
      who: Type.String(),
      to: Type.String(),
      due: Type.String(),
      before: Type.Integer(),
      daysLeft: Type.Integer(),
      text: Type.String(),
      toldAt: Type.String(),
    }),
  ),
});
export type ReminderList = Static<typeof ReminderList>;

export const DeadlineRuleNew = Type.Object(
  {
    /** Absent = made up; that of a written rule shapes it. */
    id: Type.Optional(TagSchema),
    place: ScopeIdSchema,
    name: Name,
    who: Name,
    to: Name,
    source: Type.Optional(Type.String({ maxLength: 300 })),
    /** `06-10` each year, or `20` each month. */
    days: Type.Array(DueDay, { minItems: 1, maxItems: 12 }),
    /** "Trước ngày": the day before is the last. */
    before: Type.Boolean(),
    /** Working days before; absent = figures close five days before, drafts are signed two before. */
    cutoffs: Type.Optional(Cutoffs),
  },
  strict,
);
export type DeadlineRuleNew = Static<typeof DeadlineRuleNew>;
export const DeadlineRuleView = Type.Object({
  id: Type.String(),
  place: ScopeIdSchema,
  name: Type.String(),
  who: Type.String(),
  to: Type.String(),
  source: Type.String(),
  days: Type.Array(Type.String()),
  before: Type.Boolean(),
  cutoffs: Cutoffs,
  /** False for the rules of the national and provincial documents as they come. */
  own: Type.Boolean(),
});
export type DeadlineRuleView = Static<typeof DeadlineRuleView>;
export const DeadlineRuleList = Type.Object({ items: Type.Array(DeadlineRuleView) });

const campaign = {
  name: Name,
  day: Day,
  before: Around,
  after: Around,
  theme: OrNull(TagSchema),
};

export const CampaignNew = Type.Object(
  {
    ...campaign,
    /** Absent = made up; that of a national campaign shapes it. */
    id: Type.Optional(TagSchema),
    place: ScopeIdSchema,
    before: Type.Optional(Around),
    after: Type.Optional(Around),
    theme: Type.Optional(OrNull(TagSchema)),
  },
  strict,
);
export type CampaignNew = Static<typeof CampaignNew>;

export const CampaignChange = Type.Object(
  {
    name: Type.Optional(Name),
    day: Type.Optional(Day),
    before: Type.Optional(Around),
    after: Type.Optional(Around),
    theme: Type.Optional(OrNull(TagSchema)),
  },
  { ...strict, minProperties: 1 },
);
export type CampaignChange = Static<typeof CampaignChange>;

export const CampaignView = Type.Object({
  id: Type.String(),
  ...campaign,
  place: ScopeIdSchema,
  /** False for the three national days as they come. */
  own: Type.Boolean(),
  /** In the year that was asked for; null when it is not in that year. */
  dates: OrNull(
    Type.Object({ day: DateSchema, from: DateSchema, to: DateSchema, countdown: Type.Integer() }),
  ),
});
export type CampaignView = Static<typeof CampaignView>;
export const CampaignList = Type.Object({ items: Type.Array(CampaignView) });

export const FeedNew = Type.Object({ name: Name }, strict);
export const FeedView = Type.Object({
  id: Type.String(),
  commune: CommuneCodeSchema,
  name: Type.String(),
  createdBy: Type.String(),
  createdAt: Type.String(),
  revoked: Type.Boolean(),
});
export type FeedView = Static<typeof FeedView>;
export const FeedMade = Type.Object({
  ...FeedView.properties,
  /** The secret address; told once. */
  url: Type.String(),
});
export type FeedMade = Static<typeof FeedMade>;
export const FeedList = Type.Object({ items: Type.Array(FeedView) });
export const ByCommune = Type.Object({ code: CommuneCodeSchema });
export const FeedToken = Type.Object(
  { token: Type.String({ pattern: "^[A-Za-z0-9_-]{20,100}$" }) },
  strict,
);

export const ImportQuery = Type.Object(
  { commune: CommuneCodeSchema, dryRun: Type.Optional(Type.Boolean()) },
  strict,
);
export const ImportedRow = Type.Object({
  uid: Type.String(),
  title: Type.String(),
  /** `order`; `known`: this event became one before; `nothing`: `code` and `why` say why. */
  becomes: Type.String(),
  broadcast: OrNull(Type.String()),
  order: OrNull(
    Type.Object({
      messageIds: Type.Array(Type.String()),
      level: Type.String(),
      where: Type.Unknown(),
      when: Type.Unknown(),
    }),
  ),
  clusters: Type.Integer(),
  /** The first airings within 14 days; in a dry run. */
  times: Type.Array(Type.String()),
  code: OrNull(Type.String()),
  why: OrNull(Type.String()),
});
export type ImportedRow = Static<typeof ImportedRow>;
export const ImportReport = Type.Object({
  dryRun: Type.Boolean(),
  orders: Type.Integer(),
  refused: Type.Integer(),
  rows: Type.Array(ImportedRow),
});
export type ImportReport = Static<typeof ImportReport>;
