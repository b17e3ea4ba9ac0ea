import type { ClusterId, CommuneCode } from "../../contract/ids.ts";
import { days, hours, type Instant, instant, later, minutes } from "../../contract/time.ts";
import { findClusters, type Located, namesOf } from "./area.ts";
import type { CapAlert, CapInfo, CapPair } from "./cap.ts";

/** What is said in one language, as the alert wrote it. */
export interface Words {
  /** ISO 639-3; `und` where the alert's tag names no language that is known here. */
  readonly language: string;
  readonly title: string;
  readonly text: string;
}

/** The part of an alert that goes to one area: its languages together become one order. */
export interface Segment {
  readonly title: string;
  readonly words: readonly Words[];
  readonly hazard: string;
  readonly area: string;
  readonly orderGiver: string;
  readonly where: {
    readonly communes?: readonly CommuneCode[];
    readonly clusters?: readonly ClusterId[];
  };
  readonly clusters: readonly ClusterId[];
  readonly unlocated: readonly ClusterId[];
  readonly unread: readonly CapPair[];
}

export type AlertFault =
  | "alert-not-public"
  | "alert-not-actionable"
  | "alert-expired"
  | "alert-from-future";

/** Without `expires` each recipient sets its own end (CAP 1.2, 3.2.2): nobody hears yesterday's warning. */
const DEFAULT_LIFE = hours(6);
/** How far a sender's clock may run ahead of ours. */
const CLOCK_ROOM = minutes(15);
const FAR = days(366);

/** The alert is over after this: the latest of its blocks. */
export function expiryOf({ infos, sent }: CapAlert): Instant {
  const ends = infos.map((info) => info.expires ?? later(info.effective ?? sent, DEFAULT_LIFE));
  return ends.length > 0 ? instant(Math.max(...ends)) : later(sent, DEFAULT_LIFE);
}

/** Its words hold from this instant: the earliest of its blocks. */
export const effectiveOf = ({ infos, sent }: CapAlert): Instant =>
  instant(Math.min(sent + FAR, ...infos.map((info) => info.effective ?? sent)));

/** Whether a loudspeaker is the place for this alert at all. */
export function judge(alert: CapAlert, now: Instant): AlertFault | undefined {
  // Restricted and private alerts are for named recipients (CAP 1.2, 3.2.1), never for a street.
  if (alert.scope !== "Public") return "alert-not-public";
  if (alert.status === "System" || alert.status === "Draft") return "alert-not-actionable";
  if (alert.msgType === "Ack" || alert.msgType === "Error") return "alert-not-actionable";
  if (alert.sent > later(now, CLOCK_ROOM)) return "alert-from-future";
  if (alert.msgType !== "Cancel" && expiryOf(alert) <= now) return "alert-expired";
  return undefined;
}

/** Blocks that mean the same area belong together: they are its languages. */
export function segmentsOf(alert: CapAlert, places: readonly Located[]): Segment[] {
  const byArea = new Map<string, Blocks>();
  for (const info of alert.infos) {
    const key = JSON.stringify(info.areas.map(({ description: _, ...shape }) => shape));
    const before = byArea.get(key);
    byArea.set(key, before ? [...before, info] : [info]);
  }
  return [...byArea.values()].map((infos) => segmentOf(alert, infos, places));
}

type Blocks = readonly [CapInfo, ...CapInfo[]];

function segmentOf(alert: CapAlert, infos: Blocks, places: readonly Located[]): Segment {
  const found = findClusters(infos[0].areas, places);
  // Only `Actual` is live: an exercise or a test means the clusters in exercise mode and no others.
  const actual = alert.status === "Actual";
  const meant = actual ? found.meant : found.meant.filter((place) => place.exercise);
  const clusters = meant.map((place) => place.cluster);
  const main = infos.find((info) => languageOf(info.language) === "vie") ?? infos[0];
  const area = main.areas.map(({ description }) => description).join("; ");
  return {
    title: wordsOf(main).title,
    words: infos.map(wordsOf),
    hazard: cut(main.event, 300),
    area: cut(area, 300),
    orderGiver: cut(main.senderName ?? alert.sender, 300),
    where: actual ? namesOf(meant, places) : { clusters },
    clusters,
    unlocated: found.unlocated,
    unread: found.unread,
  };
}

function wordsOf(info: CapInfo): Words {
  const title = info.headline ?? info.event;
  const sentences = [title, info.description, info.instruction]
    .filter((one) => one !== undefined)
    .map((one) => (/[.!?…:;]$/.test(one) ? one : `${one}.`));
  return {
    language: languageOf(info.language),
    title: cut(title.replace(/\s+/g, " "), 200),
    text: [...new Set(sentences)].join("\n"),
  };
}

/** Of the two-letter codes (ISO 639-1) that neighbours and ministries use; three letters stand for themselves. */
const twoLetters: Readonly<Record<string, string>> = {
  vi: "vie",
  en: "eng",
  km: "khm",
  lo: "lao",
  zh: "zho",
  fr: "fra",
};

export function languageOf(tag: string): string {
  const [first = ""] = tag.toLowerCase().split("-");
  return twoLetters[first] ?? (/^[a-z]{3}$/.test(first) ? first : "und");
}

const cut = (text: string, most: number): string => [...text].slice(0, most).join("");

/** What an order of schedule needs to put a segment on air. */
export interface EmergencyDraft {
  readonly title: string;
  readonly messageIds: readonly string[];
  readonly where: Segment["where"];
  /** Absent = at once. */
  readonly at?: Instant;
  readonly notAfter: Instant;
  readonly status: "actual" | "exercise" | "test";
  readonly emergency: {
    readonly orderGiver: string;
    readonly orderNumber: string;
    readonly hazard: string;
    readonly area: string;
  };
}

export function draftOf(
  alert: CapAlert,
  segment: Segment,
  messageIds: readonly string[],
  now: Instant,
): EmergencyDraft {
  const effective = effectiveOf(alert);
  const statuses = { Actual: "actual", Exercise: "exercise", Test: "test" } as const;
  return {
    title: segment.title,
    messageIds,
    where: segment.where,
    ...(effective > now ? { at: effective } : {}),
    notAfter: expiryOf(alert),
    status: statuses[alert.status as keyof typeof statuses],
    emergency: {
      orderGiver: segment.orderGiver,
      orderNumber: alert.identifier,
      hazard: segment.hazard,
      area: segment.area,
    },
  };
}
