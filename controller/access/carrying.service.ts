import { type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { AccessStore } from "./access.store.ts";
import { changedPeople, movedRoles, roleItem } from "./carrying.ts";
import { seen } from "./people.ts";

interface Ending {
  readonly into?: CommuneCode;
  readonly ending: readonly CommuneCode[];
}

/** People keep at the successor what they might do at a commune that ends; who is logged in stays so, with the new place. */
export const carryRoles =
  (store: Pick<AccessStore, "people" | "moveRoles">) =>
  async ({ into, ending }: Ending) => {
    if (into === undefined) return { items: [], steps: [] };
    const to = communeScope(into);
    const people = await store.people();
    const roles = movedRoles(people, ending.map(communeScope), to);
    const items = roles.map((one) => roleItem(one, to));
    const beside = changedPeople(people, roles, to).map(({ person, roles }) => ({
      action: "person.change",
      subject: person.id,
      before: seen(person),
      after: seen({ ...person, roles }),
    }));
    return { items, steps: [store.moveRoles(roles, to)], beside };
  };
