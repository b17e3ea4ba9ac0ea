import type { ClusterId, CommuneCode } from "../../contract/ids.ts";
import { communeScope, type ScopeId } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import { type Clock, days, earlier, type Instant, later, seconds } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { isoOf } from "../iso.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { CalendarFeedTable } from "../store/calendar-tables.ts";
import type { FeedMade, FeedView } from "./calendar-api.ts";
import type { FeedStore } from "./feed.store.ts";
import { type ClusterTimeline, eventsOf, utc } from "./feed.ts";
import type { WriteCalendar } from "./ical.ts";
import type { Known } from "./timeline.service.ts";

export interface FeedDeps {
  readonly clock: Clock;
  readonly store: FeedStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
  readonly secrets: { token(): string; sha256(text: string): string };
  readonly knownOfCluster: (cluster: ClusterId) => Promise<Known | undefined>;
  readonly writeCalendar: WriteCalendar;
}

/** A commune's calendar under secret addresses: a phone subscribes once, and one address is taken back without the others. */
export interface Feeds {
  add(by: Actor, commune: CommuneCode, name: string): Promise<Result<FeedMade>>;
  list(commune: CommuneCode): Promise<FeedView[]>;
  revoke(by: Actor, id: string): Promise<Result<FeedView>>;
  placeOf(id: string): Promise<ScopeId | undefined>;
  calendar(commune: CommuneCode, token: string): Promise<Result<string>>;
}

/** What boards know ahead, and yesterday for those who look back. */
const AHEAD = days(14);
const BACK = days(1);
/** Many phones ask at the full hour; the same answer serves them. */
const FRESH = seconds(30);

export function createFeeds(deps: FeedDeps): Feeds {
  const kept = new Map<string, { readonly at: Instant; readonly text: string }>();
  return {
    add: (by, commune, name) => add(deps, by, commune, name),
    list: async (commune) => (await deps.store.ofCommune(commune)).map(viewOf),
    revoke: (by, id) => revoke(deps, by, id),
    placeOf: async (id) => {
      const row = await deps.store.one(id);
      return row && communeScope(row.commune as CommuneCode);
    },
    calendar: async (asked, token) => {
      const open = await deps.store.open(asked, deps.secrets.sha256(token));
      if (!open) return refuse("not-found");
      const commune = open.commune as CommuneCode;
      const now = deps.clock.now();
      const known = kept.get(commune);
      if (known && now >= known.at && now < later(known.at, FRESH)) return done(known.text);
      const text = await written(deps, commune, now);
      kept.set(commune, { at: now, text });
      return done(text);
    },
  };
}

async function add(
  deps: FeedDeps,
  by: Actor,
  commune: CommuneCode,
  name: string,
): Promise<Result<FeedMade>> {
  const token = deps.secrets.token();
  const row: CalendarFeedTable = {
    id: deps.newId("l"),
    commune,
    name: name.trim(),
    token_hash: deps.secrets.sha256(token),
    created_by: by.id,
    created_at: deps.clock.now(),
    revoked_at: null,
  };
  await deps.store.add(row);
  const after = withoutSecret(row);
  await deps.audit.record({ by, action: "calendar-feed.create", subject: row.id, after });
  const url = `/api/communes/${commune}/calendar.ics?token=${token}`;
  return done({ ...viewOf(row), url });
}

async function revoke(deps: FeedDeps, by: Actor, id: string): Promise<Result<FeedView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("not-found");
  const revoked_at = row.revoked_at ?? deps.clock.now();
  await deps.store.revoke(id, revoked_at);
  const before = withoutSecret(row);
  const after = { ...before, revoked_at };
  await deps.audit.record({ by, action: "calendar-feed.revoke", subject: id, before, after });
  return done(viewOf({ ...row, revoked_at }));
}

const withoutSecret = ({ token_hash: _secret, ...row }: CalendarFeedTable) => row;

async function written(deps: FeedDeps, commune: CommuneCode, now: Instant): Promise<string> {
  const name = (await deps.store.commune(commune)) ?? commune;
  const window = { from: earlier(now, BACK), to: later(now, AHEAD) };
  const told: Known[] = [];
  for (const { id } of await deps.store.clusters(commune, dateOf(now))) {
    const known = await deps.knownOfCluster(id as ClusterId);
    if (known) told.push(known);
  }
  // One present for all: what has not been heard of yet begins for each cluster at its own "now".
  const present = deps.clock.now();
  const all: ClusterTimeline[] = told.map(({ documents, cluster, facts }) => {
    const orders = documents.flatMap((one) =>
      one.kind === "plan" ? one.occurrences : one.emergencies,
    );
    return {
      cluster: cluster.id,
      timeline: timeline(documents, cluster, { ...facts, now: present }, window),
      occurrences: new Map(orders.map((one) => [one.id, one])),
    };
  });
  const events = eventsOf(all, name);
  return deps.writeCalendar({ name: `Lịch phát ${name}`, stamp: utc(now), events });
}

const viewOf = (row: CalendarFeedTable): FeedView => ({
  id: row.id,
  commune: row.commune as CommuneCode,
  name: row.name,
  createdBy: row.created_by,
  createdAt: isoOf(row.created_at as Instant),
  revoked: row.revoked_at !== null,
});
