import type { Authority, Occurrence, OnCut } from "./plan.ts";

const ranks: Record<Authority, number> = { centre: 3, province: 2, commune: 1 };

/** By code unit, the same on every machine. */
export const compareText = (one: string, other: string): number =>
  one < other ? -1 : Number(one > other);

/** Centre before province before commune, then who was ordered first, then the id: a tie never depends on arrival. */
export const byAuthority = (one: Occurrence, other: Occurrence): number =>
  ranks[other.authority] - ranks[one.authority] || byIssue(one, other);

export const byIssue = (one: Occurrence, other: Occurrence): number =>
  one.issued - other.issued || compareText(one.id, other.id);

/** Whether `one` cuts in while `other` sounds: only an emergency does, and among emergencies only a higher authority. */
export const cutsIn = (one: Occurrence, other: Occurrence): boolean =>
  one.level === "emergency" &&
  (other.level !== "emergency" || ranks[one.authority] > ranks[other.authority]);

/** What becomes of an item when it is cut. An emergency is never lost to another one: it goes on where it was cut. */
export const ruleOnCut = ({ level, onCut }: Occurrence): OnCut =>
  level === "emergency" && onCut === "drop" ? "resume" : onCut;
