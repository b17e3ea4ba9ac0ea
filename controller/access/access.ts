import type { PersonId, ScopeId } from "../../contract/ids.ts";

/** Vai trò: quản trị, trực đài tỉnh, người soạn, người duyệt, kỹ thuật, kiểm tra. */
export const roleNames = {
  admin: "Quản trị",
  province: "Trực đài tỉnh",
  editor: "Người soạn",
  approver: "Người duyệt",
  technician: "Kỹ thuật",
  auditor: "Kiểm tra",
} as const;
export type Role = keyof typeof roleNames;

const everyone: readonly Role[] = ["province", "editor", "approver", "technician", "auditor"];

/**
 * Who may do what; an administrator may do everything at their own place. The rule that nobody approves their own work stands
 * beside this table: it holds for administrators too.
 */
const rights = {
  "place.read": everyone,
  "place.write": ["province"],
  "cluster.write": ["province", "technician"],
  "regulation.write": ["province", "approver"],
  "agent.read": everyone,
  "agent.write": ["technician"],
  "message.read": everyone,
  "message.write": ["province", "editor"],
  "library.start": [],
  "message.approve": ["province", "approver"],
  "broadcast.read": everyone,
  // May hand an order in; which level and where is looked at with the order itself.
  "broadcast.order": ["province", "editor", "approver"],
  "broadcast.write": ["province", "editor"],
  // Circular 39/2020: whether and when a normal item from above airs is the commune's to decide.
  "inbox.decide": ["editor", "approver"],
  "broadcast.approve": ["province", "approver"],
  // Cancel and stop are the safe direction: one person is enough.
  "broadcast.cancel": ["province", "editor", "approver"],
  "emergency.write": ["province", "editor", "approver"],
  "emergency.approve": ["province", "approver"],
  // Private numbers of the people who are called where nothing confirms.
  "contact.write": ["province", "editor", "approver", "technician"],
  // Nobody can read beforehand what is said live, so only those may speak who could approve it.
  "live.speak": ["province", "approver"],
  // Holidays, campaigns, and who may subscribe to a commune's calendar.
  "calendar.write": ["province", "approver"],
  "test-sound.write": ["province", "technician"],
  "alert.read": everyone,
  "alert.write": ["province"],
  "play-log.read": everyone,
  // A board that was caught is believed again: not the decision of whoever mounts it.
  "quarantine.release": ["province", "approver"],
  "reach.read": everyone,
  "target.write": ["province"],
  "report.read": everyone,
  "report.write": ["province", "editor", "approver"],
  "event.read": everyone,
  "person.read": ["auditor"],
  "person.write": [],
  "audit.read": ["auditor"],
  "system.read": ["technician", "auditor"],
  "backup.write": [],
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof rights;
export const actions = Object.keys(rights) as readonly Action[];

/** A role holds in its place and in everything below it. */
export interface HeldRole {
  readonly role: Role;
  readonly place: ScopeId;
}

/** Who asks. `address` is where from, for the audit log. */
export interface Actor {
  readonly id: PersonId;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly address: string;
}

/** The next larger place: a commune's province, a province's centre; nothing above the centre or for an unknown place. */
export type ParentOf = (place: ScopeId) => ScopeId | undefined;

/** The place itself and everything above it, smallest first. */
export function chainOf(place: ScopeId, parentOf: ParentOf): ScopeId[] {
  const chain: ScopeId[] = [];
  for (let at: ScopeId | undefined = place; at !== undefined && !chain.includes(at); ) {
    chain.push(at);
    at = parentOf(at);
  }
  return chain;
}

/** Whether `above` is `place` or lies over it. */
export const covers = (above: ScopeId, place: ScopeId, parentOf: ParentOf): boolean =>
  chainOf(place, parentOf).includes(above);

const grants = (role: Role, action: Action): boolean =>
  role === "admin" || (rights[action] as readonly Role[]).includes(role);

/** May this person do this here? */
export function may(
  actor: Pick<Actor, "roles">,
  action: Action,
  place: ScopeId,
  parentOf: ParentOf,
): boolean {
  const chain = chainOf(place, parentOf);
  return actor.roles.some((held) => grants(held.role, action) && chain.includes(held.place));
}

/** The places in which (and below which) this person may do this. */
export function placesFor(actor: Pick<Actor, "roles">, action: Action): ScopeId[] {
  const places = actor.roles.filter((held) => grants(held.role, action)).map((held) => held.place);
  return [...new Set(places)];
}

/** May this person do this anywhere at all? */
export const mayAnywhere = (actor: Pick<Actor, "roles">, action: Action): boolean =>
  placesFor(actor, action).length > 0;

/** Everything that somebody may do somewhere: what a page offers. The API refuses the rest anyway. */
export const actionsOf = (actor: Pick<Actor, "roles">): Action[] =>
  actions.filter((action) => mayAnywhere(actor, action));
