import fc from "fast-check";
import { expect, test } from "vitest";
import type { ScopeId } from "../../../contract/ids.ts";
import { changedPeople, movedRoles, roleItem } from "../../../controller/access/carrying.ts";
import { parentIn } from "../../../controller/fleet/fleet.ts";
import { inheritedRegulation, logged } from "../../../controller/fleet/succession.ts";
import {
  keptMessages,
  movedMessages,
  movedTerms,
  scopesIn,
  termItem,
} from "../../../controller/message/carrying.ts";

const always = { valid_from: "2020-01-01", valid_to: null };
const day = "2026-07-01";
const commune = (code: string) => ({ code, province: "51", name: code, folded: code, ...always });
const cluster = (id: string, of: string) => ({ id, commune: of, ...always }) as never;
const regulation = (of: string, more: object = {}) => ({
  ...{ commune: of, number: `${of}/QĐ`, sessions: "[]", quiet: "[]", caps: "{}" },
  ...{ ...always, ...more },
});
const [a, b, into] = ["c-1", "c-2", "c-9"] as ScopeId[] as [ScopeId, ScopeId, ScopeId];

test("everybody holds at the successor exactly what they held at one of the communes, once", () => {
  const role = fc.record({
    role: fc.constantFrom("editor", "approver", "technician"),
    place: fc.constantFrom(a, b, into, "p-51"),
  });
  const roles = fc.uniqueArray(role, { selector: (one) => `${one.role} ${one.place}` });
  fc.assert(
    fc.property(fc.array(roles, { maxLength: 3 }), (all) => {
      const people = all.map((held, n) => ({ id: `u${n}`, name: `N${n}`, roles: held }));
      const moved = movedRoles(people as never, [a, b], into);
      for (const { id, roles: held } of people) {
        const here = moved.filter(({ person }) => person === id);
        const own = held.filter(({ place }) => place === into).map((one) => one.role);
        const come = here.filter(({ joined }) => !joined).map((one) => one.role as string);
        const wanted = held.filter(({ place }) => place !== "p-51").map((one) => one.role);
        expect([...own, ...come].sort()).toEqual([...new Set(wanted)].sort());
        const changed = changedPeople(people as never, moved, into).find(
          ({ person }) => person.id === id,
        );
        const elsewhere = held.filter(({ place }) => place === "p-51").map((one) => one.role);
        expect(changed?.roles.map((one) => one.role).sort()).toEqual(
          here.length === 0 ? undefined : [...elsewhere, ...own, ...come].sort(),
        );
        expect(changed?.roles.some(({ place }) => [a, b].includes(place)) ?? false).toBe(false);
        expect(here).toHaveLength(
          held.filter(({ place }) => [a, b].includes(place as never)).length,
        );
      }
    }),
  );
  const twice = { person: "u", name: "An", role: "editor", place: a, joined: true } as const;
  expect(roleItem(twice, into)).toMatchObject({
    name: "An · Người soạn",
    from: "1",
    fate: "joined",
  });
});

test("a role that only moves says so, and a commune that went into another lies in that one", () => {
  const once = { person: "u", name: "An", role: "editor", place: a, joined: false } as const;
  expect(roleItem(once, into)).toMatchObject({
    fate: "moved",
    is: { role: "editor", place: into },
  });
  const tree = {
    provinces: new Set(["51"]),
    communes: new Map([["1", "51"]]),
    successors: new Map([["1", "9"]]),
  };
  expect(parentIn(tree, a)).toBe("c-9");
});

test("the successor's own regulation holds; without one that of the commune with most clusters, the first by code", () => {
  const given = {
    ...{ into: commune("9"), ending: [commune("1"), commune("2")], day },
    clusters: [cluster("k1", "2"), cluster("k2", "2"), cluster("k3", "1")],
  };
  const both = [regulation("1"), regulation("2"), regulation("2", { valid_to: "2021-01-01" })];
  const larger = inheritedRegulation({ ...given, regulations: both });
  expect(larger.rows).toEqual([{ ...regulation("2"), commune: "9", valid_from: day }]);
  expect(larger.items.map(({ from, fate, why }) => [from, fate, why])).toEqual([
    ["2", "moved", undefined],
    ["1", "left", "larger-first"],
  ]);
  expect(larger.hours).toEqual({ sessions: [], quiet: [], caps: {} });
  const even = inheritedRegulation({ ...given, clusters: [], regulations: both });
  expect(even.rows.map(({ number }) => number)).toEqual(["1/QĐ"]);
  const turned = { ...given, clusters: [], ending: [commune("2"), commune("1")] };
  expect(inheritedRegulation({ ...turned, regulations: both }).rows[0]?.number).toBe("1/QĐ");
  const own = inheritedRegulation({ ...given, regulations: [...both, regulation("9")] });
  expect(own.rows).toEqual([]);
  expect(own.items.map(({ why }) => why)).toEqual(["has-own", "has-own"]);
  expect(inheritedRegulation({ ...given, regulations: [] })).toEqual({ rows: [], items: [] });
});

test("the log shows each thing as it was and as it is", () => {
  const item = { kind: "role", id: "u", name: "An", from: "1", fate: "moved" as const };
  expect(logged([{ ...item, was: 1, is: 2 }])).toEqual({
    before: [{ kind: "role", id: "u", name: "An", from: "1", was: 1 }],
    after: [{ kind: "role", id: "u", fate: "moved", why: undefined, is: 2 }],
  });
});

test("messages that wait move, those that were approved stay, whatever their state is called", () => {
  const row = (status: string) => ({ id: status, title: "T", status, place: "c-1" });
  const moved = movedMessages(["pending", "draft", "rejected", "odd"].map(row), "c-9");
  expect(moved.map(({ kind }) => kind)).toEqual([
    ...["message-pending", "message-draft", "message-returned", "odd"],
  ]);
  expect(keptMessages([{ place: "c-1", count: 7 }])).toEqual([
    { kind: "message", id: "c-1", name: "", from: "1", count: 7, fate: "kept" },
  ]);
});

test("of readings of one term the successor has one afterwards, its own where it has one", () => {
  const term = fc.record({
    place: fc.constantFrom("c-1", "c-2", "c-9", "p-51"),
    folded: fc.constantFrom("ubnd", "tra xinh", "hre"),
  });
  const terms = fc.uniqueArray(term, { selector: (one) => `${one.place} ${one.folded}` });
  fc.assert(
    fc.property(terms, (all) => {
      const rows = all.map((one) => ({
        ...one,
        id: `${one.place} ${one.folded}`,
        term: "T",
        reading: "t",
      }));
      const moved = movedTerms(rows as never, ["c-1", "c-2"], "c-9");
      const after = [
        ...rows.filter(({ place }) => place === "c-9"),
        ...moved.filter(({ moves }) => moves).map(({ row }) => row),
      ].map(({ folded }) => folded);
      const wanted = rows.filter(({ place }) => place !== "p-51").map(({ folded }) => folded);
      expect([...after].sort()).toEqual([...new Set(wanted)].sort());
      const { length } = moved.filter((one) => termItem(one, "c-9").fate === "left");
      expect(length).toBe(moved.filter(({ moves }) => !moves).length);
    }),
  );
});

test("only a commune has scopes", () => {
  const none = { ending: [], hamlets: new Map(), clusters: [] };
  expect(scopesIn(none)).toBeUndefined();
  expect(scopesIn({ ...none, into: "21099" as never, ending: ["21024" as never] })).toEqual({
    ...{ into: "c-21099", ending: ["c-21024"] },
  });
});
