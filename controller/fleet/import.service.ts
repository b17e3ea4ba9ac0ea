import { dateOf } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import { type Actor, may } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { FleetStore } from "./fleet.store.ts";
import type { ImportReport } from "./fleet-api.ts";
import type { Ground } from "./ground.service.ts";
import type { Known } from "./import-naming.ts";
import { type ImportPlan, planImport } from "./import-plan.ts";
import { type ImportRow, importRows } from "./import-rows.ts";
import type { ReadSheet, SheetError } from "./sheet.ts";

export interface SheetDeps {
  readonly store: FleetStore;
  readonly clock: Clock;
  readonly fleet: Ground;
  readonly readSheet: ReadSheet;
}

export interface Sheets {
  /** Reads a sheet of places; with `dryRun` nothing is written and every error is told. */
  import(by: Actor, bytes: Uint8Array, dryRun: boolean): Promise<Result<ImportReport>>;
}

const MOST_ERRORS = 200;

export function createSheets({ store, clock, fleet, readSheet }: SheetDeps): Sheets {
  async function known(rows: readonly ImportRow[]): Promise<Known> {
    const codes = [...new Set(rows.map((row) => row.commune))];
    const communes = (await Promise.all(codes.map((code) => store.commune(code)))).flatMap(
      (row) => row ?? [],
    );
    const there = await store.inCommunes(codes);
    // An id that the sheet names may belong to another commune, which must be told.
    const named = async <T>(
      ids: (string | undefined)[],
      read: (id: string) => Promise<T | undefined>,
    ) =>
      (await Promise.all([...new Set(ids)].map((id) => (id ? read(id) : undefined)))).flatMap(
        (row) => row ?? [],
      );
    const hamlets = merge(
      there.hamlets,
      await named(
        rows.map((row) => row.hamletId),
        store.hamlet,
      ),
    );
    const clusters = merge(
      there.clusters,
      await named(
        rows.map((row) => row.clusterId),
        store.cluster,
      ),
    );
    return {
      provinces: await store.provinces(),
      communes,
      hamlets,
      clusters,
      figures: await store.figures(hamlets.map((row) => row.id)),
      links: await store.links(clusters.map((row) => row.id)),
    };
  }

  /** Rows of places in which this person may not write. */
  function foreign(by: Actor, rows: readonly ImportRow[]): SheetError[] {
    return rows.flatMap(({ row, commune, province }) => {
      const place = fleet.tree().communes.has(commune)
        ? fleet.ownerOfCommune(commune)
        : fleet.ownerOfProvince(province ?? "");
      if (may(by, "place.write", place, fleet.parentOf)) return [];
      return [{ row, column: "Mã xã", vi: "Xã này nằm ngoài địa bàn của bạn." }];
    });
  }

  return {
    import: async (by, bytes, dryRun) => {
      const sheet = await readSheet(bytes);
      if (!sheet || sheet.length === 0) return refuse("sheet-unreadable");
      const { rows, errors } = importRows(sheet);
      const plan = planImport(rows, await known(rows), dateOf(clock.now()));
      const all = [...errors, ...foreign(by, rows), ...plan.errors].sort((a, b) => a.row - b.row);
      const report = reportOf(dryRun, sheet.length - 1, plan, all);
      if (dryRun) return done(report);
      if (all.length > 0) return refuse("sheet-rows", { errors: fieldsOf(report.errors) });
      const writes = Object.values(plan.changes).some((list) => list.length > 0);
      if (writes) await fleet.apply(by, "fleet.import", `${rows.length} rows`, plan.changes);
      return done(report);
    },
  };
}

const merge = <T extends { readonly id: string }>(one: readonly T[], other: readonly T[]): T[] => [
  ...new Map([...one, ...other].map((row) => [row.id, row])).values(),
];

const reportOf = (
  dryRun: boolean,
  rows: number,
  plan: ImportPlan,
  errors: readonly SheetError[],
): ImportReport => ({
  dryRun,
  rows,
  provinces: plan.provinces,
  communes: plan.communes,
  hamlets: plan.hamlets,
  clusters: plan.clusters,
  errors: errors.slice(0, MOST_ERRORS).map((error) => ({ ...error })),
});

const fieldsOf = (errors: readonly SheetError[]) =>
  errors.map(({ row, column, vi }) => ({ field: `dòng ${row}, cột ${column}`, vi }));
