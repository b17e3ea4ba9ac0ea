// The power goes while a controller stores receipts: each image of its database must open, be whole, hold every receipt that was
// acknowledged, and verify.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { systemClock } from "../../controller/clock.adapter.ts";
import { checkDatabase } from "../../controller/compose-verify.ts";
import { jwsVerifier } from "../../controller/link/jws.adapter.ts";
import { faultSentence } from "../../controller/playlog/fault.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import { dice } from "../support/dice.ts";
import { type Image, manners, recordedDisk } from "./images.ts";
import type { PowerLoss } from "./power-journal.ts";
import { type DiskEvent, record } from "./recording.ts";

const child = fileURLToPath(new URL("./database-child.ts", import.meta.url));

export async function databaseImages(
  images: number,
  seed: number,
  rounds = 150,
  seen: (events: DiskEvent[]) => DiskEvent[] = (events) => events,
): Promise<PowerLoss> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-power-database-"));
  try {
    const events = seen(await record(["--import", "tsx", child, folder, String(rounds)], folder));
    const chance = dice(seed);
    const faults: string[] = [];
    let promised = 0;
    const disk = recordedDisk(events);
    for (let n = 0; n < images; n += 1) {
      const count = Math.ceil((n * events.length) / images);
      const manner = chance.pick(manners);
      const acked = ackedIn(events, count);
      for (const through of acked.values()) promised += through;
      disk.forward(count);
      const found = await judge(disk.image(manner, chance), acked);
      faults.push(...found.map((what) => `image ${n}, ${manner} after ${count}: ${what}`));
    }
    return { images, events: events.length, promised, faults };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How far each board was acknowledged. */
function ackedIn(events: readonly DiskEvent[], count: number): Map<string, number> {
  const acked = new Map<string, number>();
  for (const one of events.slice(0, count)) {
    if (one.kind !== "said") continue;
    const [agent = "", through] = one.text.split(" ");
    acked.set(agent, Number(through));
  }
  return acked;
}

async function judge(image: Image, acked: ReadonlyMap<string, number>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-image-"));
  let store: Store | undefined;
  try {
    for (const [path, bytes] of image) {
      // The index of the log is memory that a power cut takes; it is made anew.
      if (path.endsWith("-shm")) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    store = await openStore({ file: join(folder, "vangxa.db") });
    return [...(await lost(store, acked)), ...(await unsound(store))];
  } catch (error) {
    return [`does not open: ${error}`];
  } finally {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function lost({ db }: Store, acked: ReadonlyMap<string, number>): Promise<string[]> {
  const rows = await db
    .selectFrom("receipt")
    .select((q) => ["agent", q.fn.countAll<number>().as("stored"), q.fn.max("sequence").as("last")])
    .groupBy("agent")
    .execute();
  return [...acked].flatMap(([agent, through]) => {
    const row = rows.find((one) => one.agent === agent);
    const whole = row !== undefined && row.stored === row.last && row.stored >= through;
    return whole
      ? []
      : [`${agent} was acknowledged up to ${through}, ${row?.stored ?? 0} are there`];
  });
}

async function unsound({ db }: Store): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const checks = {
    db,
    hash: sha256Of,
    hashBytes: sha256Of,
    base64Url: (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url"),
    verify: jwsVerifier(),
    rootKey: () => undefined,
  };
  const { faults } = await checkDatabase(checks, systemClock);
  const said = rows.map((row) => row.integrity_check).filter((text) => text !== "ok");
  return [...said, ...faults.map(faultSentence)];
}
