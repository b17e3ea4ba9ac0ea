import type { ScopeId } from "../../contract/ids.ts";
import type { Sayable } from "./broadcast.ts";
import type { Order } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { inside, type Place } from "./where.ts";

/** A person, and where (scopes, each with all below it) that person may do what with orders. */
export interface Orderer {
  readonly person: string;
  readonly name: string;
  readonly orderIn: readonly ScopeId[];
  readonly approveIn: readonly ScopeId[];
  readonly emergencyIn: readonly ScopeId[];
  readonly approveEmergencyIn: readonly ScopeId[];
  readonly cancelIn: readonly ScopeId[];
  /** Where this person may put a microphone on air: the own one, or that at the pole. */
  readonly speakIn?: readonly ScopeId[];
  /** From where, for the record. */
  readonly address?: string;
  /** Where this person decides for the commune itself (Circular 39/2020: the commune decides whether and when). */
  readonly communeIn?: readonly ScopeId[];
  /** An administrator of everything: acts for whatever place an order concerns. */
  readonly everywhere?: boolean;
}

export const everywhere = (scopes: readonly ScopeId[], places: readonly Place[]): boolean =>
  places.every((place) => scopes.some((scope) => inside(scope, place)));

/** On whose behalf somebody orders: their own area, unless it is an administrator of everything. */
export const capacity = ({ level }: Pick<Order, "level">, by: Orderer): Pick<Kept, "within"> =>
  by.everywhere ? {} : { within: [...(level === "emergency" ? by.emergencyIn : by.orderIn)] };

/** A normal item that does not come from the communes themselves is only offered to them. */
export const isOffer = (
  { level }: Pick<Order, "level">,
  places: readonly Place[],
  { communeIn }: Orderer,
): boolean => level === "normal" && !everywhere(communeIn ?? [], places);

export type Decision =
  | { readonly state: "active"; readonly approvers: readonly string[] }
  | { readonly state: "proposed" }
  | { readonly state: "refused"; readonly code: "outside-place" };

/**
 * Whether an order airs at once. An emergency needs two different people: the one who orders and the one who approved what is said;
 * an editor's order waits for an approver.
 */
export function decide(
  order: Pick<Kept, "level" | "live" | "parts">,
  said: readonly Sayable[],
  places: readonly Place[],
  by: Orderer,
): Decision {
  const unheard = order.live !== undefined || order.parts?.some(({ kind }) => kind === "local");
  if (unheard && !everywhere(by.speakIn ?? [], places)) {
    return { state: "refused", code: "outside-place" };
  }
  const approvers = [...new Set([...said.flatMap((one) => one.approvedBy ?? []), by.person])];
  if (order.level === "emergency") {
    if (!everywhere(by.emergencyIn, places)) return { state: "refused", code: "outside-place" };
    return approvers.length >= 2 ? { state: "active", approvers } : { state: "proposed" };
  }
  if (!everywhere(by.orderIn, places)) return { state: "refused", code: "outside-place" };
  return everywhere(by.approveIn, places) ? { state: "active", approvers } : { state: "proposed" };
}

export type SecondLook =
  | { readonly ok: true; readonly approvers: readonly string[] }
  | {
      readonly ok: false;
      readonly code: "self-approval" | "outside-place" | "not-proposed" | "approval-void";
    };

/** May this person approve that proposal, and is it still what was proposed? */
export function second(
  proposal: { state: string; author: string; level: string; contentHash: string },
  contentHashNow: string,
  said: readonly Sayable[],
  places: readonly Place[],
  by: Orderer,
): SecondLook {
  const no = (code: Exclude<SecondLook, { ok: true }>["code"]): SecondLook => ({ ok: false, code });
  if (proposal.state !== "proposed") return no("not-proposed");
  const where = proposal.level === "emergency" ? by.approveEmergencyIn : by.approveIn;
  if (!everywhere(where, places)) return no("outside-place");
  if (proposal.author === by.person) return no("self-approval");
  // Approval binds content, targets, time and level: anything changed since makes it void.
  if (proposal.contentHash !== contentHashNow) return no("approval-void");
  const people = [...said.flatMap((one) => one.approvedBy ?? []), proposal.author, by.person];
  return { ok: true, approvers: [...new Set(people)] };
}
