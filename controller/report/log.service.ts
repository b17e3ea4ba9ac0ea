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
import { logForms } from "./log-table.ts";
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
  /** Lets everybody else have a turn: the database answers in this same thread. */
  readonly breathe: () => Promise<void>;
  readonly campaigns: (places: readonly ScopeId[]) => Promise<readonly Campaign[]>;
}

const PAGE = 500;

export const createPrintedLogs = (deps: PrintedLogDeps): PrintedLogs => ({
  content: async (format, filter, places) => {
    const at = deps.clock.now();
    const head = await deps.log.head();
    const found = await rowsOf(deps, { ...filter, before: head.seq + 1 }, format);
    if (found === undefined) return tooLong(format);
    const { rows, newest } = found;
    const names = await namesOf(deps, filter, newest, places);
    const units = await unitsOf(deps, places, at);
    return done(logContent(format, { units, filter, names, at, head, rows }));
  },
});

interface Found {
  readonly rows: LogContent["table"]["rows"];
  readonly newest: LogRow | undefined;
}

/** Page by page, with a breath after each; nothing where there are more than the format holds. */
async function rowsOf(
  { log, breathe }: PrintedLogDeps,
  filter: LogFilter & { readonly before: number },
  format: LogFormat,
): Promise<Found | undefined> {
  const rows: Found["rows"][number][] = [];
  let newest: LogRow | undefined;
  for (let { before } = filter; ; ) {
    const page = (await log.list({ ...filter, before }, PAGE)).map(logRowView);
    newest ??= page[0];
    rows.push(...page.map(logForms[format].cells));
    if (rows.length > logLimits[format]) return undefined;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return { rows, newest };
    before = last.seq;
    await breathe();
  }
}

/** Only what the rows that are seen are about gets its name: a code alone must not tell what others have. */
async function namesOf(
  { store, campaigns }: PrintedLogDeps,
  filter: LogFilter,
  one: LogRow | undefined,
  places: readonly ScopeId[],
): Promise<LogNames> {
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
