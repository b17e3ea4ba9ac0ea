// Twenty items on whole seconds: how far the sound in the recording is from the second that was ordered, by the board's clock. A real
// controller and board; the ear finds each start in the loudspeaker's recording. Prints JSON.
import { existsSync, readFileSync } from "node:fs";
import { quantile } from "../support/spread.ts";
import { type Board, startStation, until, wait } from "../support/station.ts";

const ITEMS = Number(process.argv[2] ?? 20);
const FRAMES = 48; // a millisecond

interface Run {
  readonly frame: number;
  readonly at: number;
}

/** Wall time of a place in the recording: each stretch says at which frame it began and when. */
function wallOf(runs: readonly Run[], frame: number): number {
  const run = runs.findLast((one) => one.frame <= frame) ?? { frame: 0, at: 0 };
  return run.at + (frame - run.frame) / FRAMES;
}

const station = await startStation({ boards: 1 });
try {
  const board = station.boards[0] as Board;
  const clips = [];
  for (let n = 0; n < ITEMS; n++) clips.push(await station.clip(30 + n, 1));
  const gap = Math.ceil(Math.max(...clips.map(({ seconds }) => seconds))) + 2;
  const first = Math.ceil(Date.now() / 1_000) + 8;
  const planned = Array.from({ length: ITEMS }, (_, n) => (first + n * gap) * 1_000);
  let last = "";
  for (const [n, at] of planned.entries()) {
    const made = await station.admin.post<{ id: string }>("/api/broadcasts", {
      messageIds: [clips[n]?.id],
      level: "normal",
      where: { all: true },
      when: { at: new Date(at).toISOString() },
    });
    last = made.id;
  }
  await wait((planned.at(-1) ?? 0) - Date.now() + gap * 1_000);
  await station.outcome(last);
  const wav = board.wavs.at(-1) ?? "";
  const runs = readFileSync(`${wav}.json`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Run & { kind: string })
    .filter(({ kind }) => kind === "run");
  await until("the recording", () => existsSync(wav) || undefined);
  const heard = [...(await station.hear()).values()].flat(2).filter(({ offset }) => offset < 0.1);
  const starts = heard.map(({ at, offset }) => wallOf(runs, (at - offset) * FRAMES * 1_000));
  const errors = planned.flatMap((at) => {
    const near = starts.map((start) => start - at).filter((by) => Math.abs(by) < 1_000);
    return near.length > 0 ? [near[0] as number] : [];
  });
  const sizes = errors.map(Math.abs);
  const at = (share: number): number => quantile(sizes, share, 0.01);
  process.stdout.write(
    `${JSON.stringify({
      bench: "starts",
      items: ITEMS,
      heard: errors.length,
      errorMs: { p50: at(0.5), p95: at(0.95), max: at(1) },
      meanMs: Math.round((errors.reduce((sum, by) => sum + by, 0) / errors.length) * 100) / 100,
    })}\n`,
  );
} finally {
  await station.stop();
}
