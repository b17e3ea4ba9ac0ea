import type { ClusterView } from "../fleet/fleet-api.ts";
import { ms } from "./station.ts";

export type State = "online" | "offline" | "none";

/** Whether the board is heard; whether it has what it should play is another thing (`board.plan`). */
export const boardState = ({ board }: Pick<ClusterView, "board">): State =>
  board === null ? "none" : board.online ? "online" : "offline";

const DAY = 24 * 3_600_000;

/** Dead clusters are the ones to see first: silent for more than a day, or never heard. */
export const isLongOffline = (cluster: Pick<ClusterView, "board">, now: number): boolean =>
  boardState(cluster) === "offline" &&
  (cluster.board?.seenAt == null || now - ms(cluster.board.seenAt) > DAY);

export const shows = (cluster: Pick<ClusterView, "board">, wanted: string, now: number): boolean =>
  wanted === "" ||
  (wanted === "long" ? isLongOffline(cluster, now) : boardState(cluster) === wanted);
