import { clockOfMinute, minuteOfClock } from "../../contract/station-time.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";

/** What the fields hold: megabytes a day, the hours `HH:MM`, and whether the board's clock goes on without power. */
export interface BoardForm {
  readonly megabytes: string;
  readonly from: string;
  readonly to: string;
  readonly clock: "unknown" | "keeps" | "loses";
}

export type BoardSettings = Pick<ClusterView, "dataPlan" | "keepsTime">;

const MEGABYTE = 1_000_000;

export function formOf({ dataPlan, keepsTime }: BoardSettings): BoardForm {
  const bytes = dataPlan?.bytesPerDay;
  const hours = dataPlan?.fetchHours;
  return {
    megabytes: bytes === undefined ? "" : String(bytes / MEGABYTE),
    from: hours ? clockOfMinute(hours.start) : "",
    to: hours ? clockOfMinute(hours.end % 1_440) : "",
    clock: keepsTime === null ? "unknown" : keepsTime ? "keeps" : "loses",
  };
}

/** Undefined = something is not right: no whole plan is made of half an answer. */
export function settingsOf({ megabytes, from, to, clock }: BoardForm): BoardSettings | undefined {
  const size = megabytes.trim() === "" ? undefined : Number(megabytes.replace(",", "."));
  if (size !== undefined && !(size >= 1 && size <= 1_000_000)) return undefined;
  const [start, end] = [minuteOfClock(from), minuteOfClock(to)];
  const halfHours = (from === "") !== (to === "");
  if (halfHours || (from !== "" && (start === undefined || end === undefined))) return undefined;
  const plan = {
    ...(size === undefined ? {} : { bytesPerDay: Math.round(size * MEGABYTE) }),
    ...(start === undefined || end === undefined ? {} : { fetchHours: { start, end } }),
  };
  return {
    dataPlan: Object.keys(plan).length === 0 ? null : plan,
    keepsTime: clock === "unknown" ? null : clock === "keeps",
  };
}
