import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personId, scopeId } from "../../../contract/ids.ts";
import {
  type Action,
  type Actor,
  actions,
  actionsOf,
  chainOf,
  covers,
  may,
  mayAnywhere,
  placesFor,
  type Role,
  roleNames,
} from "../../../controller/access/access.ts";

const places = ["centre", "p-51", "p-75", "c-21024", "c-21025", "c-26001"].map(scopeId);
const parents: Record<string, string> = {
  "p-51": "centre",
  "p-75": "centre",
  "c-21024": "p-51",
  "c-21025": "p-51",
  "c-26001": "p-75",
};
const parentOf = (place: string) => parents[place] as never;
const roles = Object.keys(roleNames) as Role[];

const actor = (...held: [Role, string][]): Actor => ({
  id: personId("u-1"),
  username: "a",
  name: "A",
  address: "",
  roles: held.map(([role, place]) => ({ role, place: scopeId(place) })),
});

const someActor = fc
  .array(fc.tuple(fc.constantFrom(...roles), fc.constantFrom(...places)), { maxLength: 4 })
  .map((held) => actor(...held));

test("nobody without a role may do anything", () => {
  for (const action of actions) expect(mayAnywhere(actor(), action)).toBe(false);
});

test("an administrator may do everything at the own place and below, and nothing elsewhere", () => {
  const of51 = actor(["admin", "p-51"]);
  for (const action of actions) {
    expect(may(of51, action, scopeId("c-21024"), parentOf)).toBe(true);
    expect(may(of51, action, scopeId("c-26001"), parentOf)).toBe(false);
    expect(may(of51, action, scopeId("centre"), parentOf)).toBe(false);
  }
});

test("an auditor reads everything and changes nothing", () => {
  const changing = actionsOf(actor(["auditor", "centre"])).filter(
    (action) => !action.endsWith(".read"),
  );
  expect(changing).toEqual([]);
});

describe("a role may what its work needs:", () => {
  const table: [Role, Action, boolean][] = [
    ["editor", "message.write", true],
    ["editor", "message.approve", false],
    ["editor", "broadcast.cancel", true],
    ["editor", "emergency.approve", false],
    ["approver", "message.approve", true],
    ["approver", "message.write", false],
    ["technician", "agent.write", true],
    ["technician", "cluster.write", true],
    ["technician", "message.write", false],
    ["province", "message.approve", true],
    ["province", "person.write", false],
    ["auditor", "audit.read", true],
  ];
  test.for(table)("%s, %s: %s", ([role, action, allowed]) => {
    expect(may(actor([role, "c-21024"]), action, scopeId("c-21024"), parentOf)).toBe(allowed);
  });
});

test("a right holds exactly in the places that it was given for and below them", () => {
  fc.assert(
    fc.property(
      someActor,
      fc.constantFrom(...actions),
      fc.constantFrom(...places),
      (one, action, place) => {
        const given = placesFor(one, action);
        const expected = given.some((above) => covers(above, place, parentOf));
        expect(may(one, action, place, parentOf)).toBe(expected);
        expect(mayAnywhere(one, action)).toBe(given.length > 0);
      },
    ),
  );
});

test("what a person may do at a place, the same person may do in everything below it", () => {
  fc.assert(
    fc.property(
      someActor,
      fc.constantFrom(...actions),
      fc.constantFrom(...places),
      (one, action, place) => {
        if (!may(one, action, place, parentOf)) return;
        for (const below of places.filter((other) => chainOf(other, parentOf).includes(place))) {
          expect(may(one, action, below, parentOf)).toBe(true);
        }
      },
    ),
  );
});

test("an unknown place is covered by nothing but itself, and a circle of places ends", () => {
  expect(chainOf(scopeId("c-99999"), parentOf)).toEqual(["c-99999"]);
  expect(chainOf(scopeId("c-1"), () => scopeId("c-1"))).toEqual(["c-1"]);
});

test("an auditor may read everything and nothing else", () => {
  const auditor = { roles: [{ role: "auditor" as const, place: scopeId("centre") }] };
  expect(actionsOf(auditor)).toEqual(actions.filter((action) => action.endsWith(".read")));
});
