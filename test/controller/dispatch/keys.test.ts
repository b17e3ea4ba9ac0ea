import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScopeId } from "../../../contract/ids.ts";
import { days, hours, type Instant, later } from "../../../contract/time.ts";
import { keyFolder } from "../../../controller/dispatch/keys.adapter.ts";
import { openKeys } from "../../../controller/dispatch/keys.service.ts";
import { needsKey, signingKey, trustedKeys } from "../../../controller/dispatch/keys.ts";
import { jwsVerifier, signWith } from "../../../controller/link/jws.adapter.ts";

const start = 1_790_000_000_000 as Instant;
const place = "c-21024" as ScopeId;
let folder: string;
let now: Instant;
const open = async () =>
  openKeys({
    clock: { now: () => now, monotonic: () => 0 as never },
    files: await keyFolder(folder),
    signWith,
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-keys-"));
  now = start;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("keys are files for one user only, and the same after a restart", async () => {
  const first = await open();
  const trusted = await first.trusted(place);
  for (const name of readdirSync(folder))
    expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
  expect(readdirSync(folder).every((name) => name.endsWith(".jwk"))).toBe(true);
  const again = await open();
  expect(again.root.x).toBe(first.root.x);
  expect(await again.trusted(place)).toEqual(trusted);
});

test("a key that was half written when the power went is not a key", async () => {
  await open();
  writeFileSync(join(folder, "c-1-x.part"), '{"kid":');
  expect((await (await keyFolder(folder)).load()).map(({ place: of }) => of)).toEqual(["root"]);
});

test("many documents of a new place that are signed at once make one key", async () => {
  const keys = await open();
  await Promise.all(Array.from({ length: 10 }, () => keys.sign(place)));
  expect(readdirSync(folder).filter((name) => name.startsWith("c-21024"))).toHaveLength(1);
});

test("through two months of days: always a key that outlives a plan, and boards know it four days before it signs", async () => {
  const keys = await open();
  await keys.sign(place);
  const verify = jwsVerifier();
  /** When each key was first told to boards. */
  const told = new Map<string, Instant>();
  let changes = 0;
  for (let day = 0; day < 60; day++) {
    now = later(start, days(day));
    changes += (await keys.renew()).length;
    const trusted = await keys.trusted(place);
    for (const { kid } of trusted) if (!told.has(kid)) told.set(kid, now);
    const jws = await (await keys.sign(place)).sign("x+jws", new Uint8Array([1]));
    const read = await verify.verify(
      jws,
      "x+jws",
      (kid) => trusted.find((key) => key.kid === kid)?.x,
    );
    expect(read.ok, `day ${day}`).toBe(true);
    const signer = trusted.find((key) => read.ok && key.kid === read.kid);
    expect((signer?.notAfter ?? 0) - now).toBeGreaterThan(days(15));
    if (day > 0)
      expect(now - (told.get(signer?.kid ?? "") ?? now)).toBeGreaterThanOrEqual(
        told.get(signer?.kid ?? "") === start ? 0 : days(3),
      );
  }
  expect(changes).toBeGreaterThanOrEqual(4);
  expect(changes).toBeLessThanOrEqual(6);
});

test("a controller that slept past all its keys has a valid one at once", async () => {
  await (await open()).sign(place);
  now = later(start, days(90));
  const keys = await open();
  expect(await keys.renew()).toEqual([place]);
  expect((await keys.trusted(place)).every(({ notAfter }) => notAfter > now)).toBe(true);
});

test("the choice among keys: valid only, oldest that outlives the plan, else the best there is", () => {
  const key = (kid: string, from: number, to: number) => ({
    kid,
    place,
    x: "",
    d: "",
    notBefore: later(start, days(from)),
    notAfter: later(start, days(to)),
  });
  const all = [
    key("past", -40, -1),
    key("old", -20, 10),
    key("mid", -10, 20),
    key("new", 0, 30),
    key("future", 1, 60),
  ];
  expect(trustedKeys(all, place, start).map(({ kid }) => kid)).toEqual(["old", "mid", "new"]);
  expect(signingKey(all, place, start)?.kid).toBe("mid");
  expect(signingKey(all.slice(0, 2), place, start)?.kid).toBe("old");
  expect(signingKey([], place, start)).toBeUndefined();
  expect(needsKey(all, place, start)).toBe(false);
  expect(needsKey(all.slice(0, 3), place, start)).toBe(true);
  expect(needsKey(all, "p-51" as ScopeId, later(start, hours(1)))).toBe(true);
});
