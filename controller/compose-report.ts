import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import type { Heads } from "./playlog/head.service.ts";
import type { Playlog } from "./playlog/playlog.service.ts";
import type { ReachService } from "./reach/reach.service.ts";
import { factsStore } from "./report/facts.store.ts";
import { printedLogRoutes } from "./report/log.routes.ts";
import { createPrintedLogs } from "./report/log.service.ts";
import { reportRoutes } from "./report/report.routes.ts";
import { createReports } from "./report/report.service.ts";
import { reportStore } from "./report/report.store.ts";
import { resultsRoutes } from "./report/results.routes.ts";
import { royaltyRoutes } from "./report/royalty.routes.ts";
import { createRoyalties } from "./report/royalty.service.ts";
import { royaltyStore } from "./report/royalty.store.ts";
import type { Calendar } from "./schedule/calendar.service.ts";

/** What is written about all the rest. */
export function composeReport(
  base: Foundation,
  { guard, fleet, audit }: PeopleSide,
  { heads, playlog }: { readonly heads: Heads; readonly playlog: Playlog },
  reach: ReachService,
  calendar: Calendar,
): Plug {
  const { clock, hash, newId, db, drawers, zip } = base;
  const royalties = createRoyalties({ newId, audit, store: royaltyStore(db) });
  const store = reportStore(db);
  const reports = createReports({
    clock,
    hash,
    newId,
    store,
    facts: factsStore(db).facts,
    reach,
    heads,
    audit,
    rates: royalties.list,
    campaigns: (place) => calendar.campaigns([place], undefined),
    parentOf: fleet.parentOf,
  });
  const logs = createPrintedLogs({
    clock,
    log: playlog,
    breathe: drawers.log.breathe,
    store,
    campaigns: (places) => calendar.campaigns(places, undefined),
  });
  return async (app) => {
    await app.register(reportRoutes, { reports, guard, parentOf: fleet.parentOf, drawers });
    await app.register(printedLogRoutes, { logs, guard, drawers });
    await app.register(resultsRoutes, { reports, zip });
    await app.register(royaltyRoutes, { royalties, guard });
  };
}
