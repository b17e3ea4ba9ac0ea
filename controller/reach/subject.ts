import { dateOf } from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";

/*
 * What an airing was about, as it stood when the first news of it came: an order or a message that is edited later does not move
 * figures of the past. Plays are counted beside each subject; one airing at one cluster counts once in each.
 */

export const subjectKinds = [
  "all",
  "theme",
  "campaign",
  "language",
  "audience",
  "message",
  "broadcast",
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** Empty for `all`, and for what has no theme. */
  readonly value: string;
}

/** Counted ahead of any question; single messages and orders are few enough to be counted when somebody asks. */
export const rolledKinds: readonly SubjectKind[] = [
  "all",
  "theme",
  "campaign",
  "language",
  "audience",
];

export interface Airing {
  readonly broadcast: string;
  readonly theme: string | null;
  readonly campaign: string | null;
  readonly messages: readonly string[];
  /** Of its parts and of its messages. */
  readonly languages: readonly string[];
  readonly audiences: readonly string[];
}

export function subjectsOf(airing: Airing): Subject[] {
  const each = (kind: SubjectKind, values: readonly string[]): Subject[] =>
    [...new Set(values)].map((value) => ({ kind, value }));
  return [
    { kind: "all", value: "" },
    { kind: "theme", value: airing.theme ?? "" },
    ...each("campaign", airing.campaign === null ? [] : [airing.campaign]),
    ...each("language", airing.languages),
    ...each("audience", airing.audiences),
    ...each("message", airing.messages),
    { kind: "broadcast", value: airing.broadcast },
  ];
}

interface SpokenPart {
  readonly message?: string;
  readonly language?: string;
}

/** Messages and languages that the copy of an order names in its parts. */
export function spokenIn(body: string): {
  readonly messages: readonly string[];
  readonly languages: readonly string[];
} {
  const { parts = [] } = JSON.parse(body) as { readonly parts?: readonly SpokenPart[] };
  const named = <K extends keyof SpokenPart>(key: K) =>
    parts.flatMap((part) => (part[key] === undefined ? [] : [part[key] as string]));
  return { messages: named("message"), languages: named("language") };
}

/**
 * Half a station month as a number, two a month, because the figures of half-years and years close on the 14th: divided by two it
 * is the month, counted from year 0.
 */
export const bucketOf = (at: number): number => {
  const [year = 0, month = 0, day = 0] = dateOf(at as Instant)
    .split("-")
    .map(Number);
  return (year * 12 + month - 1) * 2 + (day < 15 ? 0 : 1);
};

const two = (n: number): string => String(n).padStart(2, "0");

/** Its first station day. */
export const dayOfBucket = (bucket: number): string => {
  const month = Math.floor(bucket / 2);
  return `${Math.floor(month / 12)}-${two((month % 12) + 1)}-${bucket % 2 === 0 ? "01" : "15"}`;
};
