import { createHash } from "node:crypto";
import { existsSync, readdirSync, statfsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, type TestContext, test } from "vitest";
import type { Sha256 } from "../../contract/ids.ts";
import { boardRoom } from "../../edge-agent/agent.ts";
import { ballastIn } from "../../edge-agent/ballast.adapter.ts";
import { openAudioStore } from "../../edge-agent/cache/download.adapter.ts";
import { openFiles } from "../../edge-agent/files.adapter.ts";
import { nodeHttp } from "../../edge-agent/link/http.adapter.ts";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import { type SmallDisk, smallDisk } from "../support/small-disk.ts";

let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.remove();
  disk = undefined;
});

/** A disk of two megabytes with three old sounds on it, of which one is needed. */
async function board(context: TestContext) {
  disk = smallDisk(2_048);
  if (!disk) return context.skip("needs the right to mount a file system");
  const folder = disk.path;
  const audio = await openAudioStore(join(folder, "audio"), nodeHttp);
  const sounds = ["oldest", "older", "needed"].map((name, age) => {
    const bytes = Buffer.alloc(150_000, name);
    const sha256 = createHash("sha256").update(bytes).digest("hex") as Sha256;
    writeFileSync(audio.pathOf(sha256), bytes);
    utimesSync(audio.pathOf(sha256), 1_000 + age, 1_000 + age);
    return sha256;
  });
  const ballast = ballastIn(folder);
  await ballast.load();
  const room = boardRoom({ ballast, audio });
  const told: string[] = [];
  const gone: string[] = [];
  room.listen({
    needed: () => new Set([sounds[2] as string]),
    gone: (sha256) => void gone.push(sha256),
    full: (detail) => void told.push(detail),
  });
  const open = () =>
    openJournal({
      folder: join(folder, "journal"),
      segment: 100_000,
      onFull: async () => {
        if (!(await room.make())) throw new Error("full");
      },
    });
  return { folder, room, told, gone, sounds, open, journal: await open() };
}

function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, "filler"), Buffer.alloc(bavail * bsize, 1));
}

test("the reserve goes first, then the oldest sound, and every promised receipt stays", async (context) => {
  const { folder, told, gone, sounds, open, journal } = await board(context);
  expect(existsSync(join(folder, "ballast"))).toBe(true);
  fill(folder);
  let kept = 0;
  const events: string[] = [];
  for (;;) {
    const before = gone.length;
    const hadBallast = existsSync(join(folder, "ballast"));
    try {
      await journal.append(JSON.stringify({ n: kept, pad: "x".repeat(900) }));
      kept += 1;
    } catch {
      break;
    }
    if (hadBallast && !existsSync(join(folder, "ballast"))) events.push("reserve");
    for (const sha256 of gone.slice(before)) events.push(sha256);
  }
  await journal.close();
  expect(events).toEqual(["reserve", ...sounds]);
  expect(told).toEqual(["the reserve was given up"]);
  const after = await open();
  expect(after.lines().map(({ json }) => JSON.parse(json).n)).toEqual(
    Array.from({ length: kept }, (_, n) => n),
  );
  expect(after.lost).toBe(0);
  expect(kept).toBeGreaterThan(500);
  await after.close();
});

test("a cancel is stored on a full disk, and the reserve comes back when old sounds can go", async (context) => {
  const { folder, room, told, gone, sounds, journal } = await board(context);
  fill(folder);
  const files = openFiles(folder, room.make);
  await files.write("documents/c-1.urgent.jws", "x".repeat(9_000));
  expect(await files.read("documents/c-1.urgent.jws")).toHaveLength(9_000);
  expect(told).toHaveLength(1);
  await room.refill();
  expect(gone).toEqual(sounds.slice(0, 2));
  expect(readdirSync(join(folder, "audio"))).toEqual([sounds[2]]);
  await journal.close();
});
