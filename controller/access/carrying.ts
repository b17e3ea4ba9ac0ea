import type { ScopeId } from "../../contract/ids.ts";
import { type HeldRole, roleNames } from "./access.ts";

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
}

/** A role that goes with a place. `joined`: the person holds the same one at the successor already, or brings it twice. */
export interface MovedRole extends HeldRole {
  readonly person: string;
  readonly name: string;
  readonly joined: boolean;
}

/** Every role at places that end, as it is to be held at their successor. */
export function movedRoles(
  people: readonly Holder[],
  ending: readonly ScopeId[],
  into: ScopeId,
): readonly MovedRole[] {
  return people.flatMap(({ id, name, roles }) => {
    const held = new Set(roles.filter(({ place }) => place === into).map(({ role }) => role));
    return roles
      .filter(({ place }) => ending.includes(place))
      .map(({ role, place }) => {
        const joined = held.has(role);
        held.add(role);
        return { person: id, name, role, place, joined };
      });
  });
}

/** As `fleet/succession.ts` takes it. */
export const roleItem = ({ person, name, role, place, joined }: MovedRole, into: ScopeId) => ({
  kind: "role",
  id: person,
  name: `${name} · ${roleNames[role]}`,
  from: place.slice(2),
  fate: joined ? ("joined" as const) : ("moved" as const),
  was: { role, place },
  is: { role, place: into },
});

/** Each person whose roles change, with all roles before and after. */
export function changedPeople<T extends Holder>(
  people: readonly T[],
  moved: readonly MovedRole[],
  into: ScopeId,
): readonly { readonly person: T; readonly roles: readonly HeldRole[] }[] {
  return people.flatMap((person) => {
    const mine = moved.filter((one) => one.person === person.id);
    if (mine.length === 0) return [];
    const gone = ({ role, place }: HeldRole) =>
      mine.some((one) => one.role === role && one.place === place);
    const stay = person.roles.filter((one) => !gone(one));
    const come = mine.filter(({ joined }) => !joined).map(({ role }) => ({ role, place: into }));
    return [{ person, roles: [...stay, ...come] }];
  });
}
