import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Heard, starts } from "../support/ear.ts";
import { type Board, type Station, startStation, until, wait } from "../support/station.ts";

// Trust ends at the signature: a broken disk, a changed store or a late document must not sound.
let station: Station;
let board: Board;
beforeAll(async () => {
  station = await startStation({ boards: 1, controllerArgs: ["--grace", "2"] });
  board = station.boards[0] as Board;
}, 120_000);
afterAll(() => station?.stop());

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}
/** Changes one byte in the middle of an audio file. */
function alter(folder: string, sha256: string): void {
  const found = [...files(folder)].filter((path) => path.includes(sha256));
  expect(found).not.toEqual([]);
  for (const path of found) {
    const bytes = readFileSync(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x40;
    writeFileSync(path, bytes);
  }
}
const order = (id: string, when: object, more: object = {}) => ({
  messageIds: [id],
  level: "normal",
  where: { all: true },
  when,
  ...more,
});
const place = async (body: object) =>
  (await station.admin.post<{ id: string }>("/api/broadcasts", body)).id;
const inSeconds = (n: number) => new Date(Date.now() + n * 1_000).toISOString();
const all = async (): Promise<Heard[]> => [...(await station.hear()).values()].flat(2);

describe("what must not sound", () => {
  test("audio that was altered in the controller's store", async () => {
    const clip = await station.clip(21, 4);
    alter(join(station.dir, "controller/audio/sha256"), clip.sha256);
    const id = await place(order(clip.id, { now: true }, { notAfter: inSeconds(9) }));
    const detail = await station.outcome(id);
    expect(detail.occurrences[0]?.clusters[0]?.outcome).not.toBe("played");
    alter(join(station.dir, "controller/audio/sha256"), clip.sha256);
    expect(starts(await all(), clip.sha256)).toBe(0);
  }, 90_000);

  test("audio that was altered on the board after it was armed", async () => {
    const clip = await station.clip(22, 4);
    const id = await place(order(clip.id, { at: inSeconds(8) }));
    await until("armed", async () => {
      const pair = (await station.detail(id)).occurrences[0]?.clusters[0];
      return pair?.state === "armed" ? true : undefined;
    });
    alter(join(board.data, "audio"), clip.sha256);
    const detail = await station.outcome(id);
    expect(detail.occurrences[0]?.clusters[0]?.outcome).not.toBe("played");
    expect(starts(await all(), clip.sha256)).toBe(0);
  }, 90_000);

  test("what was cancelled while the board was off, and what expired meanwhile", async () => {
    const [gone, late, next] = [
      await station.clip(23, 3),
      await station.clip(24, 3),
      await station.clip(25, 3),
    ];
    const cancelled = await place(order(gone.id, { at: inSeconds(12) }));
    const expired = await place(order(late.id, { at: inSeconds(5) }, { notAfter: inSeconds(9) }));
    await until(
      "both armed",
      async () => {
        const states = await Promise.all(
          [cancelled, expired].map(
            async (id) => (await station.detail(id)).occurrences[0]?.clusters[0]?.state,
          ),
        );
        return states.every((state) => state === "armed") ? true : undefined;
      },
      5_000,
    );
    await board.child.stop();
    await station.admin.remove(`/api/broadcasts/${cancelled}`);
    expect((await station.detail(cancelled)).notYetStopped).toBe(1);
    await wait(9_000);
    await station.startBoard(board);
    // Something that does sound shows that the board was able to.
    const after = await place(order(next.id, { now: true }));
    expect((await station.outcome(after)).occurrences[0]?.clusters[0]?.outcome).toBe("played");
    await wait(3_000);
    const heard = await all();
    expect([gone, late, next].map((clip) => starts(heard, clip.sha256))).toEqual([0, 0, 1]);
    expect((await station.outcome(expired)).occurrences[0]?.clusters[0]?.outcome).toMatch(
      /expired|unreported/,
    );
  }, 120_000);
});
