import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { jwsVerifier, signWith } from "../../controller/link/jws.adapter.ts";

/**
 * Receipts a second that the least program stores: one signature check a batch of fifty, one prepared statement, one commit
 * (synchronous=FULL) for five hundred rows; no broker, no chain, no outcome, no other client.
 */
export async function receiptFloor(count: number): Promise<number> {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const sign = await signWith({ kid: "floor", x: x as string, d: d as string });
  const jws: string[] = [];
  for (let first = 1; first <= count; first += 50) {
    const receipts = Array.from({ length: 50 }, (_, n) => ({
      sequence: first + n,
      at: 1_790_000_000_000 + n,
      monotonic: (first + n) * 31_000,
      clock: { source: "ntp", offset: 0, uncertainty: 5 },
      kind: "started",
      occurrence: `occ-floor-${first + n}`,
      planned: 1_790_000_000_000,
      start: 1_790_000_000_000,
      repeat: false,
      resumed: false,
    }));
    const bytes = new TextEncoder().encode(JSON.stringify({ agent: "floor", receipts }));
    jws.push(await sign.sign("vangxa-receipts+jws", bytes));
  }
  const folder = mkdtempSync(join(tmpdir(), "vangxa-floor-"));
  const db = new Database(join(folder, "floor.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(
    "create table r (agent text, sequence integer, body text, primary key (agent, sequence))",
  );
  const insert = db.prepare("insert into r values (?, ?, ?) on conflict do nothing");
  const write = db.transaction((rows: readonly unknown[][]) => {
    for (const row of rows) insert.run(...row);
  });
  const verify = jwsVerifier();
  let rows: unknown[][] = [];
  const began = performance.now();
  for (const one of jws) {
    const read = await verify.verify(one, "vangxa-receipts+jws", () => x as string);
    if (!read.ok) throw new Error("bad signature");
    const batch = JSON.parse(new TextDecoder().decode(read.payload));
    for (const receipt of batch.receipts)
      rows.push([batch.agent, receipt.sequence, JSON.stringify(receipt)]);
    if (rows.length < 500) continue;
    write(rows);
    rows = [];
  }
  write(rows);
  const took = performance.now() - began;
  db.close();
  rmSync(folder, { recursive: true });
  return Math.round((count / took) * 1_000);
}
