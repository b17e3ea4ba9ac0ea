import type { ExpressionBuilder, Kysely } from "kysely";
import type { InboxTable } from "../store/level-tables.ts";
import type { Step } from "../store/step.ts";
import type { BroadcastTable, OccurrenceTable, Tables } from "../store/tables.ts";
import type { OfferChange } from "./carrying-offers.ts";

export type OpenAiring = Pick<OccurrenceTable, "id" | "broadcast" | "scope" | "body">;
export interface OfferRow extends InboxTable {
  readonly title: string;
}
export interface WishRow {
  readonly message: string;
  readonly place: string;
  readonly body: string;
  readonly title: string;
}
export interface SettledMiss {
  readonly occurrence: string;
  readonly commune: string;
  readonly scope: string;
}

/** What orders have at places that end or change. Ids never change: a board that has an airing keeps it, and sounds it once. */
export interface OrderCarryingStore {
  /** Airings whose time is not over and that nobody took back. */
  airings(now: number): Promise<readonly OpenAiring[]>;
  /** Orders that may still air or wait for a person: with an open airing, a rule, or undecided. */
  orders(now: number): Promise<readonly BroadcastTable[]>;
  offers(communes: readonly string[]): Promise<readonly OfferRow[]>;
  turns(communes: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  misses(communes: readonly string[]): Promise<readonly SettledMiss[]>;
  wishes(): Promise<readonly WishRow[]>;
  moveAirings(rows: readonly Pick<OpenAiring, "id" | "scope" | "body">[]): Step;
  changeOrders(
    rows: readonly Pick<BroadcastTable, "id" | "place" | "spec" | "content_hash">[],
  ): Step;
  changeOffers(rows: readonly OfferChange[]): Step;
  /** `from`: whose turns are in it now, and end. */
  joinTurns(
    into: string,
    from: readonly string[],
    occurrences: readonly string[],
    at: number,
  ): Step;
  moveMisses(rows: readonly SettledMiss[], into: string): Step;
  changeWishes(rows: readonly Pick<WishRow, "message" | "place" | "body">[]): Step;
}

export const orderCarryingStore = (db: Kysely<Tables>): OrderCarryingStore => ({
  airings: (now) =>
    db
      .selectFrom("occurrence")
      .select(["id", "broadcast", "scope", "body"])
      .where("not_after", ">", now)
      .where("cancelled_at", "is", null)
      .orderBy("not_before")
      .orderBy("id")
      .execute(),
  orders: (now) =>
    db
      .selectFrom("broadcast")
      .selectAll()
      .where((q) =>
        q.or([
          q("state", "in", ["proposed", "offered", "rejected"]),
          q.and([
            q("state", "=", "active"),
            q.or([
              q("spec", "like", '%"rrule":%'),
              q("id", "in", (inner) =>
                inner
                  .selectFrom("occurrence")
                  .select("broadcast")
                  .where("not_after", ">", now)
                  .where("cancelled_at", "is", null),
              ),
            ]),
          ]),
        ]),
      )
      .orderBy("created_at")
      .orderBy("id")
      .execute(),
  offers: (communes) =>
    db
      .selectFrom("inbox")
      .innerJoin("broadcast", "broadcast.id", "inbox.broadcast")
      .selectAll("inbox")
      .select("broadcast.title")
      .where("inbox.commune", "in", [...communes, ""])
      .orderBy("inbox.broadcast")
      .orderBy("inbox.commune")
      .execute(),
  turns: async (communes) => {
    const rows = await db
      .selectFrom("priority_order")
      .select(["commune", "occurrences"])
      .where("commune", "in", [...communes, ""])
      .execute();
    return new Map(rows.map((row) => [row.commune, JSON.parse(row.occurrences) as string[]]));
  },
  misses: (communes) =>
    db
      .selectFrom("make_good")
      .innerJoin("occurrence", "occurrence.id", "make_good.occurrence")
      .select(["make_good.occurrence", "make_good.commune", "occurrence.scope"])
      .where("make_good.commune", "in", [...communes, ""])
      .orderBy("make_good.occurrence")
      .orderBy("make_good.commune")
      .execute(),
  wishes: () =>
    db
      .selectFrom("wish")
      .innerJoin("message", "message.id", "wish.message")
      .select(["wish.message", "wish.place", "wish.body", "message.title"])
      .where("wish.broadcast", "is", null)
      .orderBy("wish.message")
      .execute(),
  ...writes,
});

const writes: Pick<
  OrderCarryingStore,
  "moveAirings" | "changeOrders" | "changeOffers" | "joinTurns" | "moveMisses" | "changeWishes"
> = {
  moveAirings: (rows) => async (tx) => {
    for (const { id, scope, body } of rows) {
      await tx.updateTable("occurrence").set({ scope, body }).where("id", "=", id).execute();
    }
  },
  changeOrders: (rows) => async (tx) => {
    for (const { id, ...row } of rows) {
      await tx.updateTable("broadcast").set(row).where("id", "=", id).execute();
    }
  },
  changeOffers: (rows) => async (tx) => {
    for (const { row, change } of rows) {
      const { broadcast, commune } = row;
      const own = (q: ExpressionBuilder<Tables, "inbox">) => q.and({ broadcast, commune });
      if (change) await tx.updateTable("inbox").set(change).where(own).execute();
      else await tx.deleteFrom("inbox").where(own).execute();
    }
  },
  joinTurns: (commune, from, occurrences, at) => async (tx) => {
    const text = JSON.stringify(occurrences);
    const [first] = await tx
      .selectFrom("priority_order")
      .select(["decided_by"])
      .where("commune", "in", [commune, ...from])
      .orderBy("decided_at", "desc")
      .execute();
    if (!first) return;
    const row = { occurrences: text, decided_by: first.decided_by, decided_at: at };
    await tx
      .deleteFrom("priority_order")
      .where("commune", "in", [...from, ""])
      .execute();
    await tx
      .insertInto("priority_order")
      .values({ commune, ...row })
      .onConflict((conflict) => conflict.column("commune").doUpdateSet(row))
      .execute();
  },
  moveMisses: (rows, into) => async (tx) => {
    for (const { occurrence, commune } of rows) {
      await tx
        .updateTable("make_good")
        .set({ commune: into })
        .where("occurrence", "=", occurrence)
        .where("commune", "=", commune)
        .execute();
    }
  },
  changeWishes: (rows) => async (tx) => {
    for (const { message, ...row } of rows) {
      await tx.updateTable("wish").set(row).where("message", "=", message).execute();
    }
  },
};
