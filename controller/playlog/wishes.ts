import type { ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { sightOf } from "../fleet/fleet.ts";
import { instantOf } from "../iso.ts";
import type { LogQuery } from "./playlog-api.ts";
import type { LogFilter } from "./ports.ts";

export const badTime = { field: "from", vi: "Thời điểm phải có dạng 2026-05-18T05:00:00+07:00." };

/** The wishes of a query, never more than these places may see; `undefined` where a time cannot be read. */
export function filterOf(query: LogQuery, places: readonly ScopeId[]): LogFilter | undefined {
  const { from, to, limit: _, cursor, ...plain } = query;
  const sight = sightOf(places);
  const window = { from: timeOf(from), to: timeOf(to) };
  if (window.from === "wrong" || window.to === "wrong") return undefined;
  return {
    ...plain,
    ...(window.from === undefined ? {} : { from: window.from }),
    ...(window.to === undefined ? {} : { to: window.to }),
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
    ...(sight.all ? {} : { sight }),
  };
}

const timeOf = (text: string | undefined): Instant | "wrong" | undefined =>
  text === undefined ? undefined : (instantOf(text) ?? "wrong");
