import { centreScope, type ScopeId } from "../../contract/ids.ts";
import { done, type ProblemCode, type Result, refuse } from "../problems.ts";
import { type Action, type Actor, type HeldRole, may, type ParentOf, placesFor } from "./access.ts";
import type { PersonChange } from "./access-api.ts";

/** A person as far as rules about people go. */
export interface Known {
  readonly id: string;
  readonly disabled: number;
  readonly roles: readonly HeldRole[];
}

/** What the audit log keeps of a person. */
export const seen = (person: Known & { readonly username: string; readonly name: string }) => ({
  username: person.username,
  name: person.name,
  disabled: person.disabled === 1,
  roles: person.roles,
});

/** May this person do this in every place of these roles? Somebody without a role belongs to the centre. */
function mayAll(
  by: Actor,
  action: Action,
  roles: readonly HeldRole[],
  parentOf: ParentOf,
): boolean {
  const places = roles.length === 0 ? [centreScope] : roles.map((role) => role.place);
  return places.every((place) => may(by, action, place, parentOf));
}

/** Whether this person may know about that one: some place of theirs is one's own or below. */
export const maySee = (by: Actor, person: Known, parentOf: ParentOf): boolean =>
  person.roles.length === 0
    ? may(by, "person.read", centreScope, parentOf)
    : person.roles.some((role) => may(by, "person.read", role.place, parentOf));

/** Roles that an administrator may give: known places, all of them the own or below. */
export function mayGive(
  by: Actor,
  roles: readonly HeldRole[],
  parentOf: ParentOf,
): Result<undefined> {
  const isKnown = (place: ScopeId) => place === centreScope || parentOf(place) !== undefined;
  const unknown = roles.findIndex((role) => !isKnown(role.place));
  if (unknown >= 0) {
    const vi = "Nơi này chưa có trong hệ thống.";
    return refuse("unknown-place", { errors: [{ field: `roles.${unknown}.place`, vi }] });
  }
  // Whoever gives no role makes nobody mightier; any administrator may do that.
  const allowed =
    roles.length === 0
      ? placesFor(by, "person.write").length > 0
      : mayAll(by, "person.write", roles, parentOf);
  return allowed ? done(undefined) : refuse("role-too-high");
}

export type Standing =
  | { readonly as: "administrator" | "self" }
  | { readonly as: "nobody"; readonly code: ProblemCode };

/** As what somebody may change a person: as the administrator of all their places, or as that person. */
export function standingOf(
  by: Actor,
  person: Known,
  given: PersonChange,
  parentOf: ParentOf,
): Standing {
  const administers = mayAll(by, "person.write", person.roles, parentOf);
  if (person.id !== by.id) {
    if (administers) return { as: "administrator" };
    const some = placesFor(by, "person.write").length > 0;
    return { as: "nobody", code: some ? "role-too-high" : "not-allowed" };
  }
  const beyond = given.roles !== undefined || given.disabled !== undefined;
  return beyond && !administers ? { as: "nobody", code: "not-allowed" } : { as: "self" };
}

const rules = (person: Known): boolean =>
  person.disabled === 0 &&
  person.roles.some((role) => role.role === "admin" && role.place === centreScope);

/** Whether a change would leave nobody who administers everything. */
export const leavesNobody = (before: Known, after: Known, all: readonly Known[]): boolean =>
  rules(before) && !rules(after) && !all.some((person) => person.id !== before.id && rules(person));
