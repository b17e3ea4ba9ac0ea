import type { Hash } from "../../contract/chain.ts";
import { centreScope, communeScope, provinceScope, type ScopeId } from "../../contract/ids.ts";
import { dateOf, dayNumber, dayOfDate, startOfDay } from "../../contract/station-time.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import { type Actor, chainOf, type ParentOf } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import { isoOf, isoOrNull } from "../iso.ts";
import type { Rights } from "../message/message-api.ts";
import type { Heads } from "../playlog/head.service.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { ReachService } from "../reach/reach.service.ts";
import type { Campaign } from "../schedule/campaign.ts";
import type { Printed, ReportContent } from "./content.ts";
import type { FactsStore, WorkRow } from "./facts.store.ts";
import { formOf, type Issuer } from "./form.ts";
import type { Published } from "./page.ts";
import { daysOf, latestOf, type Period, periodOf, type ReportKind } from "./period.ts";
import type { FrozenRow, ReportStore } from "./report.store.ts";
import { abstractOf, blocksOf, hasProgrammes } from "./report.ts";
import type { FrozenView, ReportAsk } from "./report-api.ts";
import type { RoyaltyRate, Work } from "./royalty.ts";

export interface ReportDeps {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly newId: (prefix: string) => string;
  readonly store: ReportStore;
  readonly facts: FactsStore["facts"];
  readonly reach: ReachService;
  readonly heads: Pick<Heads, "current">;
  readonly audit: Audit;
  readonly rates: () => Promise<readonly RoyaltyRate[]>;
  /** Those that concern a place; the national ones concern every place. */
  readonly campaigns: (place: ScopeId) => Promise<readonly Campaign[]>;
  readonly parentOf: ParentOf;
}

export interface Reports {
  draft(kind: ReportKind, ask: ReportAsk): Promise<Result<ReportContent>>;
  /** Keeps what the report says now, with its hash and the head of the log. */
  freeze(by: Actor, kind: ReportKind, ask: ReportAsk): Promise<Result<FrozenView>>;
  list(mayRead: (place: string) => boolean): Promise<FrozenView[]>;
  placeOf(id: string): Promise<string | undefined>;
  frozen(id: string): Promise<Printed | undefined>;
  publish(by: Actor, id: string): Promise<Result<FrozenView>>;
  published(): Promise<Published[]>;
}

export function createReports(deps: ReportDeps): Reports {
  const { store, clock } = deps;
  return {
    draft: (kind, ask) => contentOf(deps, kind, ask),
    freeze: async (by, kind, ask) => {
      const made = await contentOf(deps, kind, ask);
      if (!made.ok) return made;
      const { seq, link, root, day } = await deps.heads.current();
      const content: ReportContent = {
        ...made.value,
        draft: false,
        head: { seq, link, root, day },
      };
      const text = JSON.stringify(content);
      const row: FrozenRow = {
        id: deps.newId("bc"),
        kind,
        place: content.place.scope,
        period_from: content.period.from,
        period_to: content.period.to,
        sha256: deps.hash(text),
        content: text,
        created_at: clock.now(),
        created_by: by.id,
        published_at: null,
      };
      await store.freeze(row);
      const { sha256, place } = row;
      const { period, campaign } = content;
      const after = { kind, place, period, ...defined({ campaign }), sha256 };
      await deps.audit.record({ by, action: "report.freeze", subject: row.id, after });
      return done(viewOf(row));
    },
    list: async (mayRead) => (await store.list()).filter(({ place }) => mayRead(place)).map(viewOf),
    placeOf: async (id) => (await store.frozen(id))?.place,
    frozen: async (id) => {
      const row = await store.frozen(id);
      return row && { content: JSON.parse(row.content) as ReportContent, sha256: row.sha256 };
    },
    publish: async (by, id) => {
      const row = await store.frozen(id);
      if (!row) return refuse("not-found");
      // Published once is published: a second time changes nothing.
      if (row.published_at !== null) return done(viewOf(row));
      const published_at = clock.now();
      await store.publish(id, published_at);
      await deps.audit.record({
        by,
        action: "report.publish",
        subject: id,
        before: { ...about(row), published_at: null },
        after: { ...about(row), published_at },
      });
      return done(viewOf({ ...row, published_at }));
    },
    published: async () =>
      (await store.list())
        .filter(({ published_at }) => published_at !== null)
        .map(({ id, sha256, content }) => ({
          id,
          sha256,
          content: JSON.parse(content) as ReportContent,
        })),
  };
}

const about = ({ kind, place, sha256 }: FrozenRow) => ({ kind, place, sha256 });

const viewOf = (row: FrozenRow): FrozenView => {
  const content = JSON.parse(row.content) as ReportContent & { head: FrozenView["head"] };
  return {
    id: row.id,
    kind: row.kind,
    place: row.place,
    period: content.period,
    abstract: content.abstract,
    sha256: row.sha256,
    head: content.head,
    createdAt: isoOf(row.created_at as never),
    createdBy: row.created_by,
    publishedAt: isoOrNull(row.published_at),
  };
};

async function contentOf(
  deps: ReportDeps,
  kind: ReportKind,
  ask: ReportAsk,
): Promise<Result<ReportContent>> {
  const now = deps.clock.now();
  const about = await subjectOf(deps, kind, ask, dayNumber(now));
  if (!about.ok) return about;
  const { period, campaign } = about.value;
  const where = defined({
    province: ask.province,
    commune: ask.commune,
    campaign: campaign?.id,
  });
  const whole = ask.province === undefined && ask.commune === undefined;
  const name = whole ? "toàn hệ thống" : await deps.store.nameOf(where, period.to);
  // The guard knows the place: it only came later.
  if (name === undefined) return refuse("place-not-then");
  const [first, last] = [dayOfDate(period.from) as number, dayOfDate(period.to) as number];
  const span = { from: startOfDay(first), to: startOfDay(last + 1), day: period.to };
  const stored = await deps.facts(span, where, hasProgrammes(kind));
  const facts = {
    ...stored,
    works: stored.works.map((row) => workOf(row, deps.parentOf)),
    rates: await deps.rates(),
  };
  const figure = await deps.reach.figure({
    from: period.from,
    to: period.to,
    ...where,
    ...defined({ rung: ask.rung }),
  });
  if (!figure.ok) return refuse("period-unreadable");
  const reach = figure.value;
  const issuer: Issuer = {
    level: ask.commune === undefined ? (whole ? "centre" : "province") : "commune",
    name,
  };
  const words = {
    kind,
    period,
    placeName: name,
    ...defined({
      campaign: campaign?.name,
      difficulties: ask.difficulties,
      proposals: ask.proposals,
    }),
  };
  return done({
    kind,
    period,
    place: { scope: scopeOf(ask), name },
    ...(campaign ? { campaign: { id: campaign.id, name: campaign.name } } : {}),
    draft: true,
    form: formOf(issuer, ask.signer ?? "head", dateOf(now), ask.number),
    title: "BÁO CÁO",
    abstract: abstractOf(words),
    blocks: blocksOf(facts, reach, words),
    rung: reach.rungText,
    definition: reach.definition,
    ...defined({ clock: reach.clock.line ?? undefined }),
  });
}

/** The days that a report is about, and the campaign. */
async function subjectOf(
  { campaigns }: ReportDeps,
  kind: ReportKind,
  ask: ReportAsk,
  today: number,
): Promise<Result<{ readonly period: Period; readonly campaign?: Campaign }>> {
  const given = ask.period === undefined ? undefined : periodOf(kind, ask.period, today);
  if (ask.period !== undefined && !given) return refuse("period-unreadable");
  if (kind !== "campaign" && ask.campaign === undefined)
    return done({ period: given ?? (periodOf(kind, undefined, today) as Period) });
  const known = await campaigns(scopeOf(ask));
  const campaign =
    ask.campaign === undefined
      ? latestOf(known, given ? (dayOfDate(given.to) as number) : today)
      : known.find(({ id }) => id === ask.campaign);
  if (!campaign) return refuse("campaign-unknown");
  const usual = kind === "campaign" ? daysOf(campaign, today) : periodOf(kind, undefined, today);
  return done({ period: given ?? (usual as Period), campaign });
}

const scopeOf = ({ commune, province }: Pick<ReportAsk, "commune" | "province">): ScopeId => {
  if (commune !== undefined) return communeScope(commune);
  return province === undefined ? centreScope : provinceScope(province);
};

/** Who made a message; where nobody is named as its author, the person who wrote it here. */
function workOf(row: WorkRow, parentOf: ParentOf): Work {
  const { credits } = row.rights === null ? { credits: [] } : (JSON.parse(row.rights) as Rights);
  const named = credits.some(({ role }) => role === "author");
  return {
    scopes: chainOf(row.place as ScopeId, parentOf),
    day: dateOf(row.at as Instant),
    length: row.length ?? 0,
    credits: named ? credits : [{ role: "author", name: row.author }, ...credits],
  };
}
