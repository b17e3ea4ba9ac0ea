import { type CommuneCode, centreScope, communeScope, type ScopeId } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import type { Actor } from "../access/access.ts";
import { fold } from "../fleet/fold.ts";
import { done, type ProblemCode, problems, type Result, refuse } from "../problems.ts";
import type { ScheduleDeps } from "./airing.service.ts";
import { capacity, decide, type Orderer } from "./approval.ts";
import type { ImportedRow, ImportReport } from "./calendar-api.ts";
import { drafting } from "./drafting.service.ts";
import type { FeedStore } from "./feed.store.ts";
import type { ReadCalendar, ReadEvent } from "./ical.ts";
import { orderOf, readWish, type Wish } from "./import-events.ts";
import { ordererOf } from "./orderer.ts";
import { placeOrder } from "./placing.service.ts";
import type { Order } from "./schedule-api.ts";
import type { Kept } from "./series.ts";

export interface ImportDeps extends ScheduleDeps {
  readonly ground: FeedStore;
  readonly readCalendar: ReadCalendar;
  readonly parentOf: (place: ScopeId) => ScopeId | undefined;
}

export interface Importing {
  /** `dryRun`: says what would become of each event and makes nothing. */
  import(
    by: Actor,
    commune: CommuneCode,
    text: string,
    dryRun: boolean,
  ): Promise<Result<ImportReport>>;
}

const MOST_EVENTS = 500;

export const createImporting = (deps: ImportDeps): Importing => ({
  import: async (by, commune, text, dryRun) => {
    const events = deps.readCalendar(text);
    if (!events) return refuse("not-a-calendar");
    if (events.length > MOST_EVENTS) return refuse("calendar-too-long");
    const rows: ImportedRow[] = [];
    for (const event of events) rows.push(await row(deps, ordererOf(by), commune, event, dryRun));
    const made = rows.filter(({ becomes }) => becomes !== "nothing").length;
    return done({ dryRun, orders: made, refused: rows.length - made, rows });
  },
});

type Head = Pick<ImportedRow, "uid" | "title">;

async function row(
  deps: ImportDeps,
  by: Orderer,
  commune: CommuneCode,
  event: ReadEvent,
  dryRun: boolean,
): Promise<ImportedRow> {
  const read = readWish(event);
  if (!read.ok) return nothing(read, read.code);
  const { wish } = read;
  const message = await messageFor(deps, commune, wish);
  if (message === undefined) return nothing(wish, "event-no-message");
  const where = await whereOf(deps, commune, wish.place);
  const order = orderOf(wish, message, where);
  const skipped = wish.skip.map((instant) => ({ instant, skip: true }) as const);
  const kept: Kept = {
    ...order,
    ...capacity(order, by),
    ...(skipped.length > 0 ? { except: skipped } : {}),
  };
  // The same event brought again is the same order; a changed one is another.
  const key = `ical-${deps.hash(JSON.stringify([commune, wish.uid, order, wish.skip])).slice(0, 40)}`;
  const known = await deps.store.byKey(key);
  if (known) return { ...something(wish, order), becomes: "known", broadcast: known.id };
  return dryRun ? preview(deps, by, kept, wish) : make(deps, by, kept, wish, key);
}

async function preview(
  deps: ImportDeps,
  by: Orderer,
  kept: Kept,
  wish: Wish,
): Promise<ImportedRow> {
  const made = await drafting(deps, kept, "b-preview", by.name);
  if (!made.ok) return nothing(wish, made.code);
  const { said, places, occurrences } = made.value;
  const decision = decide(kept, said, places, by);
  if (decision.state === "refused") return nothing(wish, decision.code);
  const times = [...new Set(occurrences.map(({ body }) => body.notBefore))].sort((a, b) => a - b);
  return {
    ...something(wish, kept),
    becomes: "order",
    clusters: places.length,
    times: times.slice(0, 20).map(deps.iso),
  };
}

async function make(
  deps: ImportDeps,
  by: Orderer,
  kept: Kept,
  wish: Wish,
  key: string,
): Promise<ImportedRow> {
  const placed = await placeOrder(deps, by, kept, { key });
  if (!placed.ok) return nothing(wish, placed.code);
  const { id, clusters } = placed.value;
  return { ...something(wish, kept), becomes: "order", broadcast: id, clusters };
}

const something = (wish: Wish, { messageIds, level, where, when }: Order): ImportedRow => ({
  uid: wish.uid,
  title: wish.title,
  becomes: "order",
  broadcast: null,
  order: { messageIds: messageIds ?? [], level, where, when },
  clusters: 0,
  times: [],
  code: null,
  why: null,
});

const nothing = ({ uid, title }: Head, code: ProblemCode): ImportedRow => ({
  uid,
  title,
  becomes: "nothing",
  broadcast: null,
  order: null,
  clusters: 0,
  times: [],
  code,
  why: `${problems[code].vi} ${problems[code].hint}`,
});

function messageFor(
  { ground, parentOf }: ImportDeps,
  commune: CommuneCode,
  wish: Wish,
): Promise<string | undefined> {
  const own = communeScope(commune);
  const above = parentOf(own);
  const places = [own, ...(above === undefined ? [] : [above]), centreScope];
  return ground.message(places, wish.message, wish.title);
}

/** A location that names a hamlet or a cluster of the commune means it; any other means the commune. */
async function whereOf({ ground, clock }: ImportDeps, commune: CommuneCode, place = "") {
  const named = fold(place);
  const is = (one: { id: string; name: string }) => one.id === place || fold(one.name) === named;
  const hamlet = (await ground.hamlets(commune)).find(is);
  if (hamlet) return { hamlets: [hamlet.id] };
  const cluster = (await ground.clusters(commune, dateOf(clock.now()))).find(is);
  return cluster ? { clusters: [cluster.id] } : { communes: [commune] };
}
