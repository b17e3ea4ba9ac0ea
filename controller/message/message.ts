import type { ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { chainOf, type ParentOf } from "../access/access.ts";
import { done, type Refusal, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import { personalIn, personalNames } from "./personal.ts";

export const secrecies = ["public", "internal", "state-secret"] as const;
export type Secrecy = (typeof secrecies)[number];

/** Tác giả, biên tập, người đọc, người dịch. */
export const creditRoles = ["author", "editor", "reader", "translator"] as const;
export type CreditRole = (typeof creditRoles)[number];

/** Exactly what a person approves; anything else about a message may be a matter of taste, this may not change. */
export const approvable = (
  message: Pick<MessageTable, "title" | "theme" | "language" | "spoken" | "sha256">,
): string =>
  JSON.stringify([message.title, message.theme, message.language, message.spoken, message.sha256]);

/** A decision as columns: undone by every later change. */
export type Decision = Pick<
  MessageTable,
  "status" | "decided_by" | "decided_at" | "decision_reason" | "personal_reason"
>;

export const undecided: Decision = {
  status: "pending",
  decided_by: null,
  decided_at: null,
  decision_reason: null,
  personal_reason: null,
};

export interface Deciding {
  readonly by: string;
  readonly at: Instant;
  /** The content hash of `message` as it is now. */
  readonly hash: string;
  /** What the person looked at, where the page says so. */
  readonly saw: string | undefined;
  /** Why personal data in the words may air all the same. */
  readonly override?: string | undefined;
}

/** Where a message's title and words tell of a person: `title` first. */
export const personalOf = (message: Pick<MessageTable, "title" | "text">) =>
  (["title", "text"] as const).flatMap((field) =>
    personalIn(message[field] ?? "").map((one) => ({ field, ...one })),
  );

/** May this person approve this message now? */
export function approve(message: MessageTable, deciding: Deciding): Result<Decision> {
  const open = mayDecide(message, deciding);
  if (!open.ok) return open;
  if (message.secrecy === "state-secret") return refuse("state-secret");
  if (message.sha256 === null) return refuse("no-audio");
  const personal = personalOf(message);
  const reason = deciding.override?.trim() ?? "";
  if (personal.length > 0 && reason === "")
    return refuse("personal-data", {
      errors: personal.map(({ field, kind, found }) => ({
        field,
        vi: `"${found}": ${personalNames[kind]}.`,
      })),
    });
  return done({
    status: "approved",
    decided_by: deciding.by,
    decided_at: deciding.at,
    decision_reason: null,
    personal_reason: personal.length > 0 ? reason : null,
  });
}

/** May this person send it back? An approved one too: taking back is the safe direction. */
export function reject(
  message: MessageTable,
  deciding: Deciding,
  reason: string | undefined,
): Result<Decision> {
  if (message.status === "rejected" || message.status === "draft") return refuse("already-decided");
  return done({
    status: "rejected",
    decided_by: deciding.by,
    decided_at: deciding.at,
    decision_reason: reason ?? null,
    personal_reason: null,
  });
}

function mayDecide(message: MessageTable, { by, hash, saw }: Deciding): Refusal | { ok: true } {
  // The author stays the author whatever their role: an administrator does not approve their own words either.
  if (message.author === by) return refuse("self-approval");
  if (message.status !== "pending") return refuse("already-decided");
  // The stored hash was taken when the content was made; a row that was changed behind our back does not match it any more.
  if (message.content_hash !== hash) return refuse("content-changed");
  if (saw !== undefined && saw !== hash) return refuse("content-changed");
  return { ok: true };
}

/** Whose messages a person sees: those of the own places and below, and what was approved above. */
export interface Reading {
  readonly all: boolean;
  readonly own: readonly ScopeId[];
  readonly above: readonly ScopeId[];
}

export function readingOf(
  places: readonly ScopeId[],
  below: (place: ScopeId) => readonly ScopeId[],
  parentOf: ParentOf,
): Reading {
  const own = new Set(places.flatMap((place) => [place, ...below(place)]));
  const above = new Set(places.flatMap((place) => chainOf(place, parentOf).slice(1)));
  return { all: own.has("centre" as ScopeId), own: [...own], above: [...above] };
}

export const mayRead = (
  reading: Reading,
  message: Pick<MessageTable, "place" | "status">,
): boolean =>
  reading.all ||
  reading.own.includes(message.place as ScopeId) ||
  (message.status === "approved" && reading.above.includes(message.place as ScopeId));

/** Written text as it is kept: NFC, unix line ends, no control characters. */
export const cleanText = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\ufeff]/g, "")
    .trim();
