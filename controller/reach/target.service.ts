import { dayOfDate } from "../../contract/station-time.ts";
import type { Audit } from "../access/audit.ts";
import type { TargetStore } from "./target.store.ts";
import type { TargetNew, TargetView } from "./target-api.ts";

export interface TargetDeps {
  readonly store: TargetStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
}

export type TargetAnswer =
  | { readonly ok: true; readonly value: TargetView }
  | { readonly ok: false; readonly code: "day-unreadable" };

export interface Targets {
  list(): Promise<TargetView[]>;
  add(by: Parameters<Audit["record"]>[0]["by"], given: TargetNew): Promise<TargetAnswer>;
}

export const createTargets = ({ store, audit, newId }: TargetDeps): Targets => ({
  list: async () => (await store.all()).map(view),
  add: async (by, given) => {
    if (dayOfDate(given.due) === undefined) return { ok: false, code: "day-unreadable" };
    const { perMonth, ...fields } = given;
    const row = { id: newId("mt"), ...fields, per_month: perMonth ?? null };
    await store.add(row);
    await audit.record({ by, action: "target.create", subject: row.id, after: row });
    return { ok: true, value: view(row) };
  },
});

type Row = Awaited<ReturnType<TargetStore["all"]>>[number];

const view = ({ per_month, ...row }: Row): TargetView => ({
  ...row,
  metric: row.metric as TargetView["metric"],
  place: row.place as TargetView["place"],
  ...(per_month === null ? {} : { perMonth: per_month }),
});
