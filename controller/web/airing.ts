import type { AgendaItem } from "../schedule/agenda-api.ts";
import { ms } from "./station.ts";

/** Where an occurrence stands, from its plan and what its clusters said. */
export type Phase = "running" | "coming" | "past" | "cancelled";

const sounding = (item: AgendaItem): number =>
  (item.counts["playing"] ?? 0) + (item.counts["cut"] ?? 0);

const open = ["planned", "delivered", "armed", "playing", "cut", "ended"];

/** Clusters without an outcome yet. */
export const waiting = (item: AgendaItem): number =>
  open.reduce((sum, word) => sum + (item.counts[word] ?? 0), 0);

export function phaseOf(item: AgendaItem, now: number): Phase {
  if (item.cancelled) return "cancelled";
  if (sounding(item) > 0) return "running";
  if (waiting(item) === 0 && item.clusters > 0) return "past";
  const begun = ms(item.startedAt ?? item.plannedAt);
  if (now < begun) return "coming";
  return now < Math.min(begun + item.seconds * 1_000 + 120_000, ms(item.notAfter))
    ? "running"
    : "past";
}

export interface Progress {
  readonly elapsed: number;
  readonly left: number;
  readonly sounding: number;
}

export function progressOf(item: AgendaItem, now: number): Progress {
  const begun = ms(item.startedAt ?? item.plannedAt);
  const elapsed = Math.min(Math.max(0, (now - begun) / 1_000), item.seconds);
  return { elapsed, left: item.seconds - elapsed, sounding: sounding(item) };
}

/** `[word, clusters]`, the worst first, so that what needs a person is read first. */
const order = [
  "failed",
  "refused",
  "unreported",
  "interrupted",
  "expired",
  "partial",
  "preempted",
  "cancelled",
  "playing",
  "cut",
  "armed",
  "delivered",
  "planned",
  "ended",
  "played",
];
export const countsOf = (item: AgendaItem): (readonly [string, number])[] =>
  order.flatMap((word) => {
    const n = item.counts[word] ?? 0;
    return n > 0 ? [[word, n] as const] : [];
  });

export type Tone = "good" | "bad" | "warn" | "info" | "plain";
export function toneOf(word: string): Tone {
  if (word === "played") return "good";
  if (word === "playing") return "info";
  if (["failed", "refused", "unreported", "interrupted", "expired"].includes(word)) return "bad";
  if (["partial", "preempted", "cut", "ended"].includes(word)) return "warn";
  return "plain";
}

/** Orders that have not begun can be moved by whoever may write where they lie; what comes from above is locked. */
export const isMovable = (item: AgendaItem, may: boolean, now: number): boolean =>
  may &&
  !item.cancelled &&
  item.level !== "emergency" &&
  item.placement === "at" &&
  ms(item.plannedAt) > now;
