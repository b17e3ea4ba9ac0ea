import type { Sayable } from "./broadcast.ts";
import type { Order } from "./schedule-api.ts";

/** What a person may do with orders that reach these places. */
export interface Rights {
  readonly person: string;
  readonly mayOrder: boolean;
  readonly mayApprove: boolean;
  readonly mayEmergency: boolean;
}

export type Decision =
  | { readonly state: "active"; readonly approvers: readonly string[] }
  | { readonly state: "proposed" }
  | { readonly state: "refused"; readonly code: "not-allowed" };

/**
 * Whether an order airs at once. An emergency needs two different people: the one who orders and the one who approved what is said;
 * an editor's order waits for an approver.
 */
export function decide(
  order: Pick<Order, "level">,
  said: readonly Sayable[],
  by: Rights,
): Decision {
  const approvers = [...new Set([...said.flatMap((one) => one.approvedBy ?? []), by.person])];
  if (order.level === "emergency") {
    if (!by.mayEmergency) return { state: "refused", code: "not-allowed" };
    return approvers.length >= 2 ? { state: "active", approvers } : { state: "proposed" };
  }
  if (!by.mayOrder) return { state: "refused", code: "not-allowed" };
  return by.mayApprove ? { state: "active", approvers } : { state: "proposed" };
}

export type SecondLook =
  | { readonly ok: true; readonly approvers: readonly string[] }
  | {
      readonly ok: false;
      readonly code: "self-approval" | "not-allowed" | "not-proposed" | "approval-void";
    };

/** May this person approve that proposal, and is it still what was proposed? */
export function second(
  proposal: { state: string; author: string; level: string; contentHash: string },
  contentHashNow: string,
  said: readonly Sayable[],
  by: Rights,
): SecondLook {
  const no = (code: Exclude<SecondLook, { ok: true }>["code"]): SecondLook => ({ ok: false, code });
  if (proposal.state !== "proposed") return no("not-proposed");
  const may = proposal.level === "emergency" ? by.mayEmergency : by.mayApprove;
  if (!may) return no("not-allowed");
  if (proposal.author === by.person) return no("self-approval");
  // Approval binds content, targets, time and level: anything changed since makes it void.
  if (proposal.contentHash !== contentHashNow) return no("approval-void");
  const people = [...said.flatMap((one) => one.approvedBy ?? []), proposal.author, by.person];
  return { ok: true, approvers: [...new Set(people)] };
}
