import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import type { Heads } from "./playlog/head.service.ts";
import type { ReachService } from "./reach/reach.service.ts";
import { reportRoutes } from "./report/report.routes.ts";
import { createReports } from "./report/report.service.ts";
import { reportStore } from "./report/report.store.ts";

/** What is written about all the rest. */
export function composeReport(
  base: Foundation,
  { guard, fleet, audit }: PeopleSide,
  heads: Heads,
  reach: ReachService,
): Plug {
  const { clock, hash, newId, db, drawers } = base;
  const reports = createReports({
    clock,
    hash,
    newId,
    store: reportStore(db),
    reach,
    heads,
    audit,
  });
  return (app) => app.register(reportRoutes, { reports, guard, parentOf: fleet.parentOf, drawers });
}
