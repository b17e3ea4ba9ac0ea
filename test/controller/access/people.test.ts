import { expect, test } from "vitest";
import { personId, scopeId } from "../../../contract/ids.ts";
import type { Actor, Role } from "../../../controller/access/access.ts";
import {
  type Known,
  leavesNobody,
  mayGive,
  maySee,
  standingOf,
} from "../../../controller/access/people.ts";

const parents: Record<string, string> = { "c-21024": "p-51", "p-51": "centre", "p-75": "centre" };
const parentOf = (place: string) => parents[place] as never;
const roles = (...held: [Role, string][]) =>
  held.map(([role, place]) => ({ role, place: scopeId(place) }));
const actor = (id: string, ...held: [Role, string][]): Actor => ({
  id: personId(id),
  username: id,
  name: id,
  address: "",
  roles: roles(...held),
});
const person = (id: string, ...held: [Role, string][]): Known => ({
  id,
  disabled: 0,
  roles: roles(...held),
});

const root = actor("root", ["admin", "centre"]);
const chief = actor("chief", ["admin", "p-51"]);
const editor = actor("editor", ["editor", "c-21024"]);

test("somebody without a role belongs to the centre", () => {
  const nobody = person("n");
  expect([maySee(root, nobody, parentOf), maySee(chief, nobody, parentOf)]).toEqual([true, false]);
  expect(standingOf(root, nobody, {}, parentOf)).toEqual({ as: "administrator" });
  expect(standingOf(chief, nobody, {}, parentOf)).toEqual({ as: "nobody", code: "role-too-high" });
});

test("one sees whoever has a place that is one's own or below", () => {
  expect(maySee(chief, person("a", ["editor", "c-21024"], ["editor", "p-75"]), parentOf)).toBe(
    true,
  );
  expect(maySee(chief, person("b", ["editor", "p-75"]), parentOf)).toBe(false);
});

test("one changes others only as administrator of all their places", () => {
  expect(standingOf(chief, person("a", ["editor", "c-21024"]), {}, parentOf)).toEqual({
    as: "administrator",
  });
  expect(
    standingOf(chief, person("b", ["editor", "c-21024"], ["editor", "p-75"]), {}, parentOf),
  ).toEqual({ as: "nobody", code: "role-too-high" });
  expect(standingOf(editor, person("a"), {}, parentOf)).toEqual({
    as: "nobody",
    code: "not-allowed",
  });
});

test("of oneself one changes name and password, roles only where one administers oneself", () => {
  const me = person("editor", ["editor", "c-21024"]);
  expect(standingOf(editor, me, { name: "x" }, parentOf)).toEqual({ as: "self" });
  expect(standingOf(editor, me, { disabled: true }, parentOf)).toEqual({
    as: "nobody",
    code: "not-allowed",
  });
  expect(standingOf(chief, person("chief", ["admin", "p-51"]), { roles: [] }, parentOf)).toEqual({
    as: "self",
  });
});

test("one gives roles in known places that are one's own or below; no role, anybody who gives any", () => {
  const code = (by: Actor, ...held: [Role, string][]) => {
    const result = mayGive(by, roles(...held), parentOf);
    return result.ok ? "ok" : result.code;
  };
  expect(code(chief, ["admin", "c-21024"])).toBe("ok");
  expect(code(chief, ["editor", "p-75"])).toBe("role-too-high");
  expect(code(root, ["editor", "p-99"])).toBe("unknown-place");
  expect([code(chief), code(editor)]).toEqual(["ok", "role-too-high"]);
});

test("somebody must remain who administers everything", () => {
  const one = person("1", ["admin", "centre"]);
  const off = { ...one, disabled: 1 };
  expect(leavesNobody(one, off, [one])).toBe(true);
  expect(leavesNobody(one, off, [one, person("2", ["admin", "centre"])])).toBe(false);
  expect(leavesNobody(one, off, [one, { ...person("2", ["admin", "centre"]), disabled: 1 }])).toBe(
    true,
  );
  expect(leavesNobody(one, person("1", ["admin", "centre"], ["editor", "p-51"]), [one])).toBe(
    false,
  );
  expect(leavesNobody(person("3", ["editor", "centre"]), person("3"), [])).toBe(false);
});
