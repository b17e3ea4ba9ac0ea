import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { topic } from "../../../contract/channels.ts";
import type { OccurrenceId } from "../../../contract/ids.ts";
import type { Report } from "../../../contract/receipt.ts";
import { connect, connected, ended, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";

const scope = `c-${COMMUNE}` as never;

/** The report of a board that applied the newest plan. */
async function applied(world: MachineWorld): Promise<Report> {
  const { epoch, revision, hash } = await world.store.db
    .selectFrom("document_head")
    .selectAll()
    .where("scope", "=", scope)
    .where("document", "=", "plan")
    .executeTakeFirstOrThrow();
  return { kind: "delivered", scope, document: "plan", epoch, revision, hash } as unknown as Report;
}

test("yesterday's backup put back: what boards played since is told, not counted, and no honest board is quarantined", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-restored-"));
  const file = join(folder, "vangxa.db");
  const backup = join(folder, "yesterday.db");
  const before = await machineWorld({ folder, places: true });
  const [honest, liar] = [await standIn(before, "cum-1"), await standIn(before, "cum-2")];
  await order(before);
  await before.dispatch.publish([scope], { urgent: true });
  const known = await applied(before);
  await sql`vacuum into ${sql.lit(backup)}`.execute(before.store.db);
  const lost = await order(before);
  await before.dispatch.publish([scope], { urgent: true });
  const since = await applied(before);
  await Promise.all([honest.close(), liar.close()]);
  await before.close();
  for (const more of ["-wal", "-shm"]) rmSync(`${file}${more}`, { force: true });
  copyFileSync(backup, file);

  const world = await machineWorld({ folder });
  await world.dispatch.publish([scope], { urgent: true });
  const send = async (from: typeof honest, ...reports: Report[]) => {
    const client = connect(world, from.agent, from.password);
    await connected(client);
    const bytes = await from.batch(...reports);
    await client.publishAsync(topic("agent/{agent}/receipts", from.agent), bytes as Buffer, {
      qos: 1,
    });
    await client.endAsync();
  };
  const alarms = () =>
    world.told.filter(({ kind }) => kind === "alarm").map(({ body }) => body["alarm"]);
  await send(honest, since, ended(lost, { start: Date.now() }));
  await until(() => alarms().includes("plan-unknown"));
  expect(await world.store.db.selectFrom("quarantine").selectAll().execute()).toEqual([]);
  expect(await world.store.db.selectFrom("play_log").selectAll().execute()).toEqual([]);
  // Its receipts are kept; what it plays of known orders counts as before.
  const kept = await order(world);
  await send(honest, ended(kept, { start: Date.now() }));
  await until(
    async () => (await world.store.db.selectFrom("play_log").selectAll().execute()).length === 1,
  );

  await send(liar, known, ended("occ-nobody" as OccurrenceId, { start: Date.now() }));
  await until(() => alarms().includes("quarantined"));
  const held = await world.store.db.selectFrom("quarantine").select(["agent", "why"]).execute();
  expect(held).toEqual([{ agent: liar.agent, why: "never-ordered" }]);
  await world.close();
  rmSync(folder, { recursive: true });
});
