import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, peakOf } from "../../../controller/schedule/relay.ts";
import { must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
});
afterAll(() => world.close());

const path = "/api/relay-sources";
const station = { place: "p-51", name: "Đài tỉnh", url: "https://dai.example.vn/fm?x=1" };

describe("stations that are relayed", () => {
  test("are added, changed, tried and taken away; each leaves what was before and after", async () => {
    const made = await must(world.admin.post(path, { ...station, name: " Đài tỉnh " }));
    expect(made).toEqual({ id: expect.any(String), ...station });
    const change = { url: "https://dai.example.vn/fm2" };
    const changed = await must(world.admin.ask("PATCH", `${path}/${made.id}`, change));
    expect(changed).toEqual({ ...made, ...change });
    expect((await world.admin.get(path)).body.items).toEqual([changed]);
    const heard = await must(world.admin.post(`${path}/${made.id}/test`, {}));
    expect(heard).toEqual({ id: made.id, form: "mp3", seconds: 5, peak: -6, sound: "AQ==" });
    await must(world.admin.ask("DELETE", `${path}/${made.id}`));
    expect((await world.admin.get(path)).body.items).toEqual([]);
    const rows = await world.store.db
      .selectFrom("audit")
      .select(["action", "before", "after"])
      .where("subject", "=", made.id)
      .orderBy("seq")
      .execute();
    expect(rows.map(({ action }) => action)).toEqual([
      ...["relay.create", "relay.change", "relay.test", "relay.delete"],
    ]);
    expect(JSON.parse(rows[1]?.before ?? "{}")).toMatchObject({ url: station.url });
    expect(JSON.parse(rows[1]?.after ?? "{}")).toMatchObject(change);
  });

  test("have one name and one address in a place, and no password in it", async () => {
    const { id } = await must(world.admin.post(path, station));
    const other = { ...station, name: "Đài khác", url: "http://khac.example.vn" };
    for (const same of [{ name: station.name }, { url: station.url }]) {
      const { status, body } = await world.admin.post(path, { ...other, ...same });
      expect([status, body.code]).toEqual([409, "relay-exists"]);
    }
    const elsewhere = await must(world.admin.post(path, { ...station, place: "centre" }));
    const added = await must(world.admin.post(path, other));
    const clash = await world.admin.ask("PATCH", `${path}/${added.id}`, { url: station.url });
    expect([clash.status, clash.body.code]).toEqual([409, "relay-exists"]);
    for (const url of ["https://an:mat@dai.example.vn/", "ftp://dai.example.vn", "dai.example.vn"])
      expect((await world.admin.post(path, { ...station, url })).status).toBe(400);
    for (const one of [id, elsewhere.id, added.id])
      await must(world.admin.ask("DELETE", `${path}/${one}`));
  });

  test("that are not there are not changed, tried or taken away", async () => {
    const answers = [
      await world.admin.ask("PATCH", `${path}/x`, { name: "Không có" }),
      await world.admin.post(`${path}/x/test`, {}),
      await world.admin.ask("DELETE", `${path}/x`),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(["not-found", "not-found", "not-found"]);
  });
});

test("the form is what the server names, whatever stands behind it", () => {
  expect(
    ["audio/mpeg", "Audio/AACP; charset=x", "application/ogg", "text/html", ""].map(formOf),
  ).toEqual(["mp3", "aac", "ogg", undefined, undefined]);
});

test("the loudest sample in decibels below full scale", () => {
  expect(peakOf(Int16Array.of(0, 16_384, -3))).toBe(-6);
  expect(peakOf(Int16Array.of(-32_768))).toBe(0);
  expect(peakOf(new Int16Array(4))).toBeNull();
});
