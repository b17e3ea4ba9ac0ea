import type { ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { AlertTable } from "../store/alert-tables.ts";
import type { AlertView } from "./alert-api.ts";
import type { CapAlert } from "./cap.ts";
import type { Segment } from "./proposal.ts";

/** What became of the words of one language: the message that says them, or why there is none. */
export interface Spoken {
  readonly message: string | null;
  readonly note: string | null;
}

/** `none`: not ordered; `proposed`: waits for the second person; `active`: on air or about to be. */
export type OrderState = "none" | "proposed" | "active";

/** A segment with what has been made of it so far. */
export interface Prepared extends Segment {
  readonly spoken: readonly Spoken[];
  readonly broadcast: string | null;
  readonly order: OrderState;
}

export const capOf = (row: AlertTable): CapAlert => JSON.parse(row.body) as CapAlert;
export const preparedOf = (row: AlertTable): Prepared[] => JSON.parse(row.segments) as Prepared[];

export const broadcastsOf = (rows: readonly AlertTable[]): string[] =>
  rows.flatMap(preparedOf).flatMap(({ broadcast }) => (broadcast === null ? [] : [broadcast]));

/** Still a question to a person. */
export const isOpen = ({ state }: Pick<AlertTable, "state">): boolean =>
  state === "proposed" || state === "waiting";

/** An open alert that ran out is over, whoever looks. */
export const stateNow = (row: Pick<AlertTable, "state" | "expires_at">, now: Instant): string =>
  isOpen(row) && row.expires_at <= now ? "expired" : row.state;

/** After an order was placed or approved: everything on air, or something still waiting for the second person. */
export const stateAfter = (segments: readonly Pick<Prepared, "order">[]): "aired" | "waiting" =>
  segments.every(({ order }) => order === "active") ? "aired" : "waiting";

/**
 * May this alert change that one? Only the same sender's word counts; and where a key signed the first, the same key or a
 * person must stand behind the second, since anyone can write another's name into `sender`.
 */
export const mayChange = (
  change: Pick<AlertTable, "sender" | "origin">,
  earlier: Pick<AlertTable, "sender" | "origin">,
): boolean =>
  change.sender === earlier.sender &&
  (change.origin.startsWith("person:") || change.origin === earlier.origin);

export function alertView(
  row: AlertTable,
  related: { readonly references: readonly string[]; readonly stops: readonly string[] },
  now: Instant,
): AlertView {
  const cap = capOf(row);
  const [info] = cap.infos;
  const segments = preparedOf(row);
  return {
    id: row.id,
    identifier: row.identifier,
    sender: row.sender,
    sent: isoOf(row.sent as Instant),
    receivedAt: isoOf(row.received_at as Instant),
    msgType: row.msg_type,
    status: row.status,
    place: row.place as ScopeId,
    headline: segments[0]?.title ?? cap.note ?? cap.identifier,
    urgency: info?.urgency ?? null,
    severity: info?.severity ?? null,
    certainty: info?.certainty ?? null,
    expires: isoOf(row.expires_at as Instant),
    origin: row.origin,
    state: stateNow(row, now),
    references: [...related.references],
    stops: [...related.stops],
    segments: segments.map(({ spoken, words, ...segment }) => ({
      ...segment,
      clusters: [...segment.clusters],
      unlocated: [...segment.unlocated],
      unread: [...segment.unread],
      words: words.map((one, at) => ({
        ...one,
        message: spoken[at]?.message ?? null,
        note: spoken[at]?.note ?? null,
      })),
    })),
  };
}
