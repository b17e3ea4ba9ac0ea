import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recountMain } from "../../../controller/main.ts";
import { rollupStore } from "../../../controller/reach/rollup.store.ts";
import { openStore } from "../../../controller/store/sqlite.adapter.ts";
import { reachWorld } from "../../support/reach-world.ts";
import { run } from "../../support/run-verify.ts";

let data: string;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "vangxa-recount-"));
  const store = await openStore({ file: join(data, "vangxa.db") });
  const world = await reachWorld({ store });
  await world.place("a");
  await world.air({ cluster: "c-a", day: "2026-03-05" });
  await world.rollup.fold(100);
  await world.close();
});
afterEach(() => rmSync(data, { recursive: true }));

const spoil = async () => {
  const store = await openStore({ file: join(data, "vangxa.db") });
  await store.db
    .updateTable("reach_rollup")
    .set({ early_completed: 3 })
    .where("kind", "=", "all")
    .execute();
  await store.close();
};

test("counts that agree are said to agree, and nothing is written", async () => {
  expect(await run(recountMain, ["--data", data])).toMatchObject({
    code: 0,
    text: "Bảng cộng sẵn khớp với nhật ký.\n",
  });
});

test("a count that was changed is named beside what the rows say; a repair counts anew", async () => {
  await spoil();
  const { code, text } = await run(recountMain, ["--data", data]);
  expect(code).toBe(1);
  expect(text).toContain("2026-03-01 c-a all: cộng sẵn completed 3");
  expect(text).toContain("2026-03-01 c-a all: đếm lại completed 1");
  const repaired = await run(recountMain, ["--data", data, "--repair", "--json"]);
  expect(JSON.parse(repaired.text)).toMatchObject({ ok: false, repaired: true });
  const store = await openStore({ file: join(data, "vangxa.db") });
  expect(await rollupStore(store.db).fold(100)).toBe(1);
  await store.close();
  const again = await run(recountMain, ["--data", data, "--json"]);
  expect(JSON.parse(again.text)).toEqual({ ok: true, differences: [], repaired: false });
});

test("a wrong word or a missing folder is said plainly", async () => {
  expect((await run(recountMain, ["--help"])).code).toBe(0);
  expect((await run(recountMain, [])).code).toBe(2);
  expect((await run(recountMain, ["--wrong"])).code).toBe(2);
  expect((await run(recountMain, ["--data", join(data, "none")])).code).toBe(1);
});
