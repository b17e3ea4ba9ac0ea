import { type Instant, instant } from "../../contract/time.ts";
import { isoOf } from "../../controller/iso.ts";
import type { Rung } from "../../controller/playlog/outcome.ts";
import { playlogStore } from "../../controller/playlog/playlog.store.ts";
import { createCounts } from "../../controller/reach/counting.service.ts";
import { playsStore } from "../../controller/reach/plays.store.ts";
import { createReach, type ReachService } from "../../controller/reach/reach.service.ts";
import { reachStore } from "../../controller/reach/reach.store.ts";
import { type Rollup, rollupStore } from "../../controller/reach/rollup.store.ts";
import { createTargets, type Targets } from "../../controller/reach/target.service.ts";
import { targetStore } from "../../controller/reach/target.store.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";

/** Six in the morning of a station day. */
export const morning = (day: string): number => Date.parse(`${day}T06:00:00+07:00`);
export const always = { valid_from: "2020-01-01", valid_to: null };
const named = (name: string) => ({ name, folded: name });

export interface Aired {
  readonly cluster: string;
  readonly day: string;
  readonly rung?: Rung;
  readonly theme?: string | null;
  readonly campaign?: string | null;
  readonly status?: string;
  readonly parts?: readonly object[];
  /** Told by a clock that nothing had confirmed. */
  readonly unconfirmed?: boolean;
  /** Another cluster of the same airing. */
  readonly airing?: string;
}

/** A database with places and a real play log, and the figures that are made of it. */
export interface ReachWorld {
  readonly store: Store;
  readonly reach: ReachService;
  readonly rollup: Rollup;
  readonly targets: Targets;
  readonly audited: unknown[];
  place(hamlet: string, more?: Partial<PlaceOf>): Promise<void>;
  /** One airing on one cluster, as the log takes it; says its id. */
  air(given: Aired): Promise<string>;
  /** A later row about the same airing. */
  again(airing: string, cluster: string, rung: Rung): Promise<void>;
  close(): Promise<void>;
}

interface PlaceOf {
  readonly commune: string;
  readonly households: number;
  readonly people: number;
  readonly kind: string;
  readonly language: string;
  readonly share: number;
  readonly cluster: string;
}

export async function reachWorld(
  given: { readonly now?: Instant; readonly store?: Store } = {},
): Promise<ReachWorld> {
  const now = given.now ?? instant(morning("2026-06-10"));
  const store = given.store ?? (await openStore({ file: ":memory:" }));
  const { db } = store;
  const audited: unknown[] = [];
  const targets = createTargets({
    store: targetStore(db),
    audit: { record: async (entry: unknown) => void audited.push(entry) } as never,
    newId: (prefix) => `${prefix}-1`,
  });
  const rollup = rollupStore(db);
  const reach = createReach({
    clock: { now: () => now, monotonic: () => 0 as never },
    store: reachStore(db),
    counts: createCounts(rollup, playsStore(db), async () => undefined, {
      monotonic: () => 0 as never,
    }),
    iso: (ms) => isoOf(instant(ms)),
    parseInstant: (text) => instant(Date.parse(text)),
    targets: targets.list,
    parentOf: (place) =>
      (place.startsWith("c-") ? "p-51" : place === "centre" ? undefined : "centre") as never,
  });
  await db
    .insertInto("province")
    .values({ code: "51", ...named("Tỉnh"), ...always })
    .execute();
  const log = playlogStore(db, sha256Of);
  let last = 0;

  async function row(
    occurrence: string,
    cluster: string,
    rung: Rung,
    at: number,
    unconfirmed = false,
  ) {
    const outcome = rung === "planned" ? "unreported" : "played";
    const more = { agent: null, reason: null, started_at: null, heard: 0, frames: 0, of_frames: 0 };
    await db
      .transaction()
      .execute((tx) =>
        playlogStore(tx, sha256Of).append([
          { occurrence, cluster, outcome, rung, late: 0, at, body: bodyOf(unconfirmed), ...more },
        ]),
      );
  }

  async function order(given: Aired): Promise<string> {
    last += 1;
    const { day, theme = "so", campaign = null, status = "actual", parts = [] } = given;
    await db
      .insertInto("broadcast")
      .values({
        ...{ id: `b${last}`, place: "centre", title: "x", theme, campaign, level: "normal" },
        ...{ authority: "centre", status, spec: "{}", state: "active", author: "p" },
        ...{ created_at: 0, content_hash: "h", approvals: "[]", cancelled_at: null },
        ...{ cancelled_by: null, idempotency_key: null },
      })
      .execute();
    await db
      .insertInto("occurrence")
      .values({
        ...{ id: `o${last}`, broadcast: `b${last}`, scope: "centre", document: "plan" },
        ...{ level: "normal", not_before: morning(day), not_after: morning(day) + 60_000 },
        ...{ body: JSON.stringify({ parts }), created_at: 0, cancelled_at: null, closed_at: null },
      })
      .execute();
    return `o${last}`;
  }

  return {
    store,
    reach,
    rollup,
    targets,
    audited,
    place: (hamlet, more = {}) => addPlace(store, hamlet, more),
    air: async (given) => {
      const id = given.airing ?? (await order(given));
      await row(
        id,
        given.cluster,
        given.rung ?? "completed",
        morning(given.day),
        given.unconfirmed,
      );
      return id;
    },
    again: async (airing, cluster, rung) => row(airing, cluster, rung, (await log.head()).seq),
    close: () => store.close(),
  };
}

const bodyOf = (unconfirmed: boolean): string =>
  JSON.stringify({ clock: { source: unconfirmed ? "none" : "controller", uncertainty: 0 } });

/** A hamlet with its figures, and the cluster that serves it. */
async function addPlace({ db }: Store, hamlet: string, more: Partial<PlaceOf>): Promise<void> {
  const { commune = "21024", households = 100, kind = "ip", language = "vie", share = 1 } = more;
  const { people = households * 4, cluster = `c-${hamlet}` } = more;
  const quiet = <T extends { doNothing(): unknown }>(conflict: T) => conflict.doNothing() as never;
  await db
    .insertInto("commune")
    .values({ code: commune, province: "51", ...named(`Xã ${commune}`), ...always })
    .onConflict(quiet)
    .execute();
  await db
    .insertInto("hamlet")
    .values({ id: hamlet, commune, ...named(hamlet), ...always })
    .onConflict(quiet)
    .execute();
  await db
    .insertInto("hamlet_figure")
    .values({ hamlet, households, people, languages: JSON.stringify([language]), ...always })
    .onConflict(quiet)
    .execute();
  await db
    .insertInto("cluster")
    .values({
      ...{ id: cluster, commune, ...named(cluster), kind, latitude: null, longitude: null },
      ...{ tags: "[]", exercise: 0, volume: "[]", ...always },
    })
    .onConflict(quiet)
    .execute();
  await db
    .insertInto("cluster_hamlet")
    .values({ cluster, hamlet, share, ...always })
    .execute();
}

export async function value<T>(found: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> {
  const answer = await found;
  if (!answer.ok) throw new Error("refused");
  return answer.value;
}
