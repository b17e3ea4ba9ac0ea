import { centreScope, type ScopeId } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import type { Playlog } from "../playlog/playlog.service.ts";
import type { LogRow } from "../playlog/playlog-api.ts";
import type { LogFilter } from "../playlog/ports.ts";
import { logRowView } from "../playlog/view.ts";
import { done, type Result } from "../problems.ts";
import type { Campaign } from "../schedule/campaign.ts";
import type { LogFormat } from "./log-api.ts";
import { type LogContent, logContent, logLimits, tooLong } from "./log-content.ts";
import type { LogNames } from "./log-words.ts";
import type { ReportStore } from "./report.store.ts";

export interface PrintedLogs {
  /** `places`: from which the log is seen; `filter` holds what they may see. */
  content(
    format: LogFormat,
    filter: LogFilter,
    places: readonly ScopeId[],
  ): Promise<Result<LogContent>>;
}

export interface PrintedLogDeps {
  readonly clock: Clock;
  readonly log: Pick<Playlog, "head" | "list">;
  readonly store: Pick<ReportStore, "nameOf" | "messageTitle">;
  readonly campaigns: (places: readonly ScopeId[]) => Promise<readonly Campaign[]>;
}

const PAGE = 500;

export const createPrintedLogs = (deps: PrintedLogDeps): PrintedLogs => ({
  content: async (format, filter, places) => {
    const at = deps.clock.now();
    const head = await deps.log.head();
    const rows = await rowsOf(deps, { ...filter, before: head.seq + 1 }, logLimits[format]);
    if (rows === undefined) return tooLong(format);
    const names = await namesOf(deps, filter, rows, places);
    const units = await unitsOf(deps, places, at);
    return done(logContent(format, { units, filter, names, at, head, rows }));
  },
});

/** Page by page, so that others get their turn at the database; nothing where there are more than `most`. */
async function rowsOf(
  { log }: PrintedLogDeps,
  filter: LogFilter & { readonly before: number },
  most: number,
): Promise<readonly LogRow[] | undefined> {
  const rows: LogRow[] = [];
  for (let { before } = filter; ; ) {
    const page = await log.list({ ...filter, before }, PAGE);
    rows.push(...page.map(logRowView));
    if (rows.length > most) return undefined;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return rows;
    before = last.seq;
  }
}

/** Only what the rows that are seen are about gets its name: a code alone must not tell what others have. */
async function namesOf(
  { store, campaigns }: PrintedLogDeps,
  filter: LogFilter,
  rows: readonly LogRow[],
  places: readonly ScopeId[],
): Promise<LogNames> {
  const one = rows[0];
  const known =
    filter.campaign === undefined
      ? undefined
      : (await campaigns(places)).find(({ id }) => id === filter.campaign);
  return defined({
    cluster: one?.clusterName ?? undefined,
    commune: one?.communeName ?? undefined,
    broadcast: one?.title ?? undefined,
    message: one && filter.message ? await store.messageTitle(filter.message) : undefined,
    campaign: known?.name,
  });
}

const unitsOf = (
  { store }: PrintedLogDeps,
  places: readonly ScopeId[],
  at: Instant,
): Promise<string[]> =>
  Promise.all(
    places.map(async (place) => {
      if (place === centreScope) return "toàn hệ thống";
      const code = place.slice(2);
      const where = place.startsWith("c-") ? { commune: code } : { province: code };
      return (await store.nameOf(where, dateOf(at))) ?? code;
    }),
  );
