import type { CommuneCode, HamletId } from "../../contract/ids.ts";
import { type Actor, may } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { FleetStore } from "./fleet.store.ts";
import { noChanges, validOn } from "./fleet.ts";
import { type Ground, isDay } from "./ground.service.ts";
import { tallyOf } from "./import-naming.ts";
import type {
  OutlineImportQuery,
  OutlineList,
  OutlineQuery,
  OutlineReport,
} from "./outline-api.ts";
import { outlineFaults } from "./outline-faults.ts";
import { featureOf, featuresIn, type OutlineFeature } from "./outline-features.ts";
import { type PlannedOutline, planOutlines } from "./outline-plan.ts";

export interface OutlineDeps {
  readonly store: Pick<FleetStore, "inCommunes" | "hamlet" | "outlines">;
  readonly fleet: Ground;
  /** Lets everything else have its turn. */
  readonly rest: () => Promise<void>;
}

export interface Outlines {
  list(asked: OutlineQuery): Promise<OutlineList>;
  /** With `dryRun` nothing is written and everything that is wrong is told. */
  import(by: Actor, bytes: Uint8Array, how: OutlineImportQuery): Promise<Result<OutlineReport>>;
  /** Ends the outline today; days before keep it. */
  drop(by: Actor, hamlet: string): Promise<Result<{ readonly hamlet: string }>>;
}

const AT_ONCE = 20;

export function createOutlines({ store, fleet, rest }: OutlineDeps): Outlines {
  /** A few areas at a time: the largest file would hold up everybody else for seconds. */
  async function read(features: readonly unknown[]): Promise<OutlineFeature[]> {
    const all: OutlineFeature[] = [];
    for (const [at, one] of features.entries()) {
      all.push(featureOf(one, at + 1));
      if (at % AT_ONCE === AT_ONCE - 1) await rest();
    }
    return all;
  }

  async function ground(features: readonly OutlineFeature[], commune: string | undefined) {
    const codes = features.flatMap((one) => one.commune ?? commune ?? []);
    const { hamlets: there } = await store.inCommunes([...new Set(codes)]);
    const known = new Map(there.map((row) => [row.id, row]));
    for (const { id } of features) {
      const row = id === undefined || known.has(id) ? undefined : await store.hamlet(id);
      if (row) known.set(row.id, row);
    }
    const hamlets = [...known.values()];
    return { hamlets, outlines: await store.outlines(hamlets.map(({ id }) => id)) };
  }

  return {
    list: async ({ commune, on = fleet.today() }) => {
      const { hamlets } = await store.inCommunes([commune]);
      const standing = hamlets.filter((row) => validOn(row, on));
      const rows = await store.outlines(standing.map(({ id }) => id));
      const names = new Map(standing.map(({ id, name }) => [id, name]));
      const features = rows
        .filter((row) => validOn(row, on))
        .map(({ hamlet, outline, points, source, valid_from: from }) => ({
          type: "Feature" as const,
          id: hamlet as HamletId,
          geometry: { type: "MultiPolygon" as const, coordinates: JSON.parse(outline) },
          properties: {
            ...{ hamlet: names.get(hamlet) ?? hamlet, commune: commune as CommuneCode },
            ...{ points, source, from },
          },
        }));
      return { type: "FeatureCollection", features };
    },
    import: async (by, bytes, how) => {
      if (!isDay(how.from)) return refuse("bad-dates");
      const found = featuresIn(new TextDecoder().decode(bytes));
      if (!found.ok) return refuse("outlines-unreadable", { detail: found.detail });
      const { commune, source = "", dryRun = false } = how;
      const day = how.from ?? fleet.today();
      const features = await read(found.features);
      const mayWrite = (code: string) =>
        may(by, "place.write", fleet.ownerOfCommune(code), fleet.parentOf);
      const known = await ground(features, commune);
      const planned = planOutlines(features, { ...known, ...{ day, commune, source, mayWrite } });
      const report = reportOf(dryRun, day, planned);
      if (dryRun) return done(report);
      if (!isWanted(report, how)) return refuse("outlines-wrong", { errors: errorsOf(report) });
      const outlines = planned.flatMap(({ rows }) => rows);
      const changes = { ...noChanges, outlines };
      if (outlines.length > 0) await fleet.apply(by, "outline.import", subjectOf(planned), changes);
      return done(report);
    },
    drop: async (by, hamlet) => {
      const day = fleet.today();
      const row = (await store.outlines([hamlet])).find((one) => validOn(one, day));
      if (!row) return refuse("not-found");
      const outlines = [{ ...row, valid_to: day }];
      await fleet.apply(by, "outline.drop", hamlet, { ...noChanges, outlines });
      return done({ hamlet });
    },
  };
}

/** All of it is right, or somebody said that the rest is enough and there is a rest. */
const isWanted = ({ wrong, items }: OutlineReport, { skipWrong }: OutlineImportQuery): boolean =>
  wrong === 0 || (skipWrong === true && wrong < items.length);

/** The commune of which the row in the log tells, where it is one. */
function subjectOf(planned: readonly PlannedOutline[]): string {
  const written = planned.filter(({ rows }) => rows.length > 0);
  const communes = new Set(written.flatMap(({ hamlet }) => hamlet?.commune ?? []));
  return communes.size === 1 ? `c-${[...communes].join()}` : `${written.length} outlines`;
}

function reportOf(
  dryRun: boolean,
  from: string,
  planned: readonly PlannedOutline[],
): OutlineReport {
  const states = planned.flatMap(({ state }) => (state === "wrong" ? [] : [state]));
  return {
    ...{ dryRun, from, ...tallyOf(states), wrong: planned.length - states.length },
    items: planned.map(({ feature: { row, name, id, outline }, hamlet, state, faults }) => ({
      ...{ row, state, hamlet: (hamlet?.id ?? null) as HamletId | null },
      name: hamlet?.name ?? name ?? id ?? null,
      points: outline.ok ? outline.points : 0,
      hectares: outline.ok ? Math.round(outline.squareMetres / 1_000) / 10 : 0,
      simplified: (outline.ok ? outline.simplified : undefined) ?? null,
      faults: faults.map(({ code, detail = null }) => ({ code, detail, ...outlineFaults[code] })),
    })),
  };
}

const MOST_ERRORS = 200;

const errorsOf = ({ items }: OutlineReport) =>
  items
    .flatMap(({ row, faults }) =>
      faults.map(({ vi, hint, detail }) => ({
        field: `vùng ${row}`,
        vi: [vi, ...(detail === null ? [] : [`(${detail})`]), hint].join(" "),
      })),
    )
    .slice(0, MOST_ERRORS);
