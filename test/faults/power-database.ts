// The power goes while a controller stores receipts: each image of its database must open, be whole, hold every receipt that was
// acknowledged, and verify.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { systemClock } from "../../controller/clock.adapter.ts";
import { checkDatabase } from "../../controller/compose-verify.ts";
import { jwsVerifier } from "../../controller/link/jws.adapter.ts";
import { faultSentence } from "../../controller/playlog/fault.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import { cutPower, type PowerLoss, type Seen } from "./power.ts";
import type { DiskEvent } from "./recording.ts";

const child = fileURLToPath(new URL("./database-child.ts", import.meta.url));

export const databaseImages = (
  images: number,
  seed: number,
  rounds = 150,
  seen: Seen = (events) => events,
): Promise<PowerLoss> =>
  cutPower({
    images,
    seed,
    seen,
    run: (folder) => ["--import", "tsx", child, folder, String(rounds)],
    promisedIn: ackedIn,
    sizeOf: (acked) => [...acked.values()].reduce((sum, through) => sum + through, 0),
    // The index of the log is memory that a power cut takes; it is made anew.
    gone: (path) => path.endsWith("-shm"),
    judge,
  });

/** How far each board was acknowledged. */
function ackedIn(events: readonly DiskEvent[]): Map<string, number> {
  const acked = new Map<string, number>();
  for (const one of events) {
    if (one.kind !== "said") continue;
    const [agent = "", through] = one.text.split(" ");
    acked.set(agent, Number(through));
  }
  return acked;
}

async function judge(folder: string, acked: ReadonlyMap<string, number>): Promise<string[]> {
  const store = await openStore({ file: join(folder, "vangxa.db") });
  try {
    return [...(await lost(store, acked)), ...(await unsound(store))];
  } finally {
    await store.close();
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
