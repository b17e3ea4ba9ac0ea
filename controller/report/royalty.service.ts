import { dayOfDate } from "../../contract/station-time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { RoyaltyRateTable } from "../store/report-migrations.ts";
import type { RoyaltyStore } from "./royalty.store.ts";
import type { RoyaltyRateNew, RoyaltyRateView } from "./royalty-api.ts";

export interface Royalties {
  list(): Promise<RoyaltyRateView[]>;
  add(by: Actor, given: RoyaltyRateNew): Promise<Result<RoyaltyRateView>>;
}

export interface RoyaltyDeps {
  readonly store: RoyaltyStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
}

export const createRoyalties = ({ store, audit, newId }: RoyaltyDeps): Royalties => ({
  list: async () => (await store.all()).map(view),
  add: async (by, given) => {
    if (dayOfDate(given.from) === undefined) return refuse("bad-dates");
    const { from, ...fields } = given;
    const row = { id: newId("mn"), ...fields, valid_from: from, valid_to: null };
    await store.add(row);
    await audit.record({ by, action: "royalty-rate.create", subject: row.id, after: row });
    return done(view(row));
  },
});

const view = ({ valid_from: from, valid_to: to, ...row }: RoyaltyRateTable): RoyaltyRateView =>
  ({ ...row, from, to }) as RoyaltyRateView;
