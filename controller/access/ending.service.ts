import { type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { AccessStore } from "./access.store.ts";
import { roleNames } from "./access.ts";
import { seen } from "./people.ts";

/** Roles at a commune that ends with nobody in its place: they end with it, each person's in a row of their own. */
export function endRoles(store: Pick<AccessStore, "people" | "dropRoles">) {
  const holders = async (commune: string) => {
    const place = communeScope(commune as CommuneCode);
    const people = await store.people();
    return people.flatMap((person) => {
      const roles = person.roles.filter((held) => held.place === place);
      return roles.length === 0 ? [] : [{ person, roles }];
    });
  };
  return {
    open: async (commune: string) =>
      (await holders(commune)).flatMap(({ person, roles }) =>
        roles.map(({ role }) => ({
          kind: "role" as const,
          id: person.id,
          name: `${person.name} · ${roleNames[role]}`,
        })),
      ),
    end: async (_by: unknown, commune: string) => {
      const found = await holders(commune);
      const place = communeScope(commune as CommuneCode);
      return {
        steps: [store.dropRoles(place)],
        beside: found.map(({ person, roles }) => ({
          action: "person.change",
          subject: person.id,
          before: seen(person),
          after: seen({ ...person, roles: person.roles.filter((held) => !roles.includes(held)) }),
        })),
      };
    },
  };
}
