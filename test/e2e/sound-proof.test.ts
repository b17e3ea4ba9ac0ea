import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noiseWav, type Pair, type Station, startStation, wait } from "../support/station.ts";

// A board that hears its own loudspeaker proves the sound; one whose microphone hears something else does not.
const folder = mkdtempSync(join(tmpdir(), "vangxa-street-"));
const street = join(folder, "street.wav");
let station: Station;
beforeAll(async () => {
  const head = noiseWav(1, 0);
  head.writeUInt32LE(0x7f_ff_ff_00, 40);
  writeFileSync(street, head);
  station = await startStation({
    boards: 2,
    boardArgs: (wav, cluster) => ["--listen", `file:${cluster === "cum-1" ? wav : street}`],
  });
}, 120_000);
afterAll(async () => {
  await station?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Another sound, written as it comes, until it is told to stop. */
function otherSound(): () => Promise<void> {
  const samples = noiseWav(77, 60).subarray(44);
  const began = Date.now();
  let [written, over] = [0, false];
  const writing = (async () => {
    while (!over) {
      const due = Math.min(samples.length, Math.floor((Date.now() - began) * 48) * 2);
      await appendFile(street, samples.subarray(written, due));
      written = due;
      await wait(50);
    }
  })();
  return async () => {
    over = true;
    await writing;
  };
}

interface Row {
  readonly cluster: string;
  readonly rung: string;
  readonly evidence: { readonly evidence?: { readonly acoustic?: Record<string, unknown> } };
}

test("the microphone's verdict travels in the receipt to the play log and to the reach", async () => {
  const clip = await station.clip(21, 14);
  const silence = otherSound();
  const order = {
    messageIds: [clip.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  };
  const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", order);
  const detail = await station.outcome(id);
  await silence();
  const pairs = detail.occurrences.flatMap((one) => one.clusters) as Pair[];
  expect(pairs.map(({ cluster, outcome, rung }) => [cluster, outcome, rung]).sort()).toEqual([
    ["cum-1", "played", "acoustic"],
    ["cum-2", "played", "completed"],
  ]);
  const { items } = await station.admin.get<{ items: Row[] }>("/api/play-log?newest=true");
  const heardBy = (cluster: string) =>
    items.find((row) => row.cluster === cluster)?.evidence.evidence?.acoustic;
  expect(heardBy("cum-1")).toMatchObject({ verdict: "heard", microphone: "file" });
  expect(heardBy("cum-1")?.["coverage"]).toBeGreaterThan(0.9);
  expect(heardBy("cum-1")?.["recognised"]).toBeGreaterThan(12_000);
  expect(Math.abs(Number(heardBy("cum-1")?.["lag"]))).toBeLessThan(1_500);
  expect(heardBy("cum-2")).toMatchObject({ verdict: "not-heard", recognised: 0 });
  const reach = await station.admin.get<{ households: { reached: number; of: number } }>(
    "/api/reach?rung=acoustic",
  );
  expect(reach.households).toMatchObject({ reached: 100, of: 300 });
}, 90_000);
