import type { Caps, QuietRule, SessionRule } from "../../contract/agent-config.ts";
import type { PlayerAbout } from "../../contract/presence.ts";
import { between, type Instant, instant, seconds } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { AgentStateTable } from "../store/board-tables.ts";
import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
  ProvinceTable,
  RegulationTable,
} from "../store/tables.ts";
import { type ClusterKind, type Dated, validOn } from "./fleet.ts";
import type { ClusterView, CommuneView, HamletView } from "./fleet-api.ts";
import { type PlanState, planState, type Version } from "./plan-state.ts";
import type { KeptHealth } from "./presence.ts";

const dates = ({ valid_from, valid_to }: Dated) => ({ from: valid_from, to: valid_to });

export const provinceView = (row: ProvinceTable) => ({
  code: row.code as never,
  name: row.name,
  ...dates(row),
});

export const regulationView = (row: RegulationTable) => ({
  number: row.number,
  sessions: JSON.parse(row.sessions) as SessionRule[],
  quiet: JSON.parse(row.quiet) as QuietRule[],
  caps: JSON.parse(row.caps) as Caps,
  ...dates(row),
});

export function communeView(
  row: CommuneTable,
  regulations: readonly RegulationTable[],
  day: string,
): CommuneView {
  const rule = regulations.find((one) => one.commune === row.code && validOn(one, day));
  return {
    code: row.code as CommuneView["code"],
    province: row.province as CommuneView["province"],
    name: row.name,
    ...dates(row),
    regulation: rule ? regulationView(rule) : null,
  };
}

export function hamletView(
  row: HamletTable,
  figures: readonly HamletFigureTable[],
  day: string,
): HamletView {
  const figure = figures.find((one) => one.hamlet === row.id && validOn(one, day));
  return {
    id: row.id as HamletView["id"],
    commune: row.commune as HamletView["commune"],
    name: row.name,
    households: figure?.households ?? 0,
    people: figure?.people ?? 0,
    languages: JSON.parse(figure?.languages ?? "[]"),
    ...dates(row),
  };
}

/** A board that has said nothing for one and a half heartbeats is lost, whatever its last word was. */
export const SILENT = seconds(90);

export const isOnline = (
  state: Pick<AgentStateTable, "state" | "seen_at">,
  now: Instant,
): boolean => state.state === "online" && between(instant(state.seen_at), now) <= SILENT;

export interface BoardRow {
  readonly id: string;
  readonly cluster: string;
  readonly state?: AgentStateTable;
}

/** What a board should have applied. */
export interface Due {
  readonly scopesOf: (agent: string) => readonly string[];
  readonly newest: ReadonlyMap<string, readonly Version[]>;
}

const planOf = ({ id, state }: BoardRow, { scopesOf, newest }: Due): PlanState => {
  const applied = state ? (JSON.parse(state.applied) as Version[]) : [];
  return planState(applied.length === 0 ? undefined : applied, scopesOf(id), newest);
};

/** What the board said of its disk and of its player. */
function saidOf(state: AgentStateTable | undefined) {
  const health = JSON.parse(state?.health ?? "{}") as Partial<KeptHealth>;
  const player = JSON.parse(state?.player ?? "{}") as Partial<PlayerAbout>;
  return {
    readOnlySince: health.diskSince === undefined ? null : isoOf(health.diskSince),
    simulated: player.simulated === true,
    decoders: player.decoders ?? null,
  };
}

function boardView(row: BoardRow, now: Instant, due: Due) {
  const { id, state } = row;
  const parsed = (text: string | null | undefined): unknown =>
    text === null || text === undefined ? null : JSON.parse(text);
  return {
    agent: id as never,
    online: state !== undefined && isOnline(state, now),
    plan: planOf(row, due),
    seenAt: state ? isoOf(instant(state.seen_at)) : null,
    version: state?.version ?? null,
    armed: state?.armed ?? 0,
    wanted: state?.wanted ?? 0,
    outbox: state?.outbox ?? 0,
    clock: parsed(state?.clock),
    applied: parsed(state?.applied),
    health: parsed(state?.health),
    ...saidOf(state),
  };
}

export function clusterView(
  row: ClusterTable,
  links: readonly ClusterHamletTable[],
  boards: readonly BoardRow[],
  day: string,
  now: Instant,
  due: Due,
): ClusterView {
  const board = boards.find((one) => one.cluster === row.id);
  return {
    id: row.id as ClusterView["id"],
    commune: row.commune as ClusterView["commune"],
    name: row.name,
    kind: row.kind as ClusterKind,
    measurable: row.kind === "ip",
    latitude: row.latitude,
    longitude: row.longitude,
    tags: JSON.parse(row.tags),
    exercise: row.exercise === 1,
    volume: JSON.parse(row.volume),
    dataPlan: row.data_plan === null ? null : JSON.parse(row.data_plan),
    localInput: row.local_input === 1,
    keepsTime: row.keeps_time === null ? null : row.keeps_time === 1,
    hamlets: links
      .filter((link) => link.cluster === row.id && validOn(link, day))
      .map(({ hamlet, share }) => ({ hamlet: hamlet as never, share })),
    ...dates(row),
    board: board ? boardView(board, now, due) : null,
  };
}
