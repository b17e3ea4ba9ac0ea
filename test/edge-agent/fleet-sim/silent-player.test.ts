import { expect, test } from "vitest";
import { silentPlayer } from "../../../edge-agent/fleet-sim/silent-player.ts";
import type { Piece, PlayerEvent, Run } from "../../../edge-agent/player/player.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const piece = (part: number, length: number, more: Partial<Piece> = {}): Piece =>
  ({ part, offset: 0, length, ...more }) as Piece;
const run = (id: number, at: number, ...pieces: Piece[]): Run =>
  ({ id, label: `o${id}`, pieces, gain: 0, at }) as unknown as Run;

function world() {
  const time = new VirtualTime();
  const player = silentPlayer(time as never);
  const told: PlayerEvent[] = [];
  player.onEvent((event) => void told.push(event));
  const brief = () =>
    told.map((event) =>
      event.kind === "progress"
        ? `progress ${event.frames.join("+")}`
        : `${event.run} ${event.kind === "ended" ? `${event.how} ${event.frames.join("+")}` : event.kind} at ${event.at}`,
    );
  return { time, player, told, brief };
}

test("a run begins at its moment, moves from piece to piece and ends when its time has passed", async () => {
  const { time, player, brief } = world();
  player.play(run(1, 1_000, piece(0, 2_000), piece(1, 4_000)));
  await time.advance(8_000);
  expect(brief()).toEqual([
    "1 started at 1000",
    "1 piece at 3000",
    "progress 96000+144000",
    "1 done 96000+192000 at 7000",
  ]);
});

test("runs follow one another in the order of their moments", async () => {
  const { time, player, brief } = world();
  player.play(run(2, 500, piece(0, 1_000)));
  player.play(run(1, 100, piece(0, 1_000)));
  await time.advance(3_000);
  expect(brief().filter((line) => line.includes("started"))).toEqual([
    "1 started at 100",
    "2 started at 1100",
  ]);
});

test("a stop ends what sounds with the frames so far, and forgets what waits", async () => {
  const { time, player, brief } = world();
  player.play(run(1, 0, piece(0, 10_000)));
  player.play(run(2, 20_000, piece(0, 1_000)));
  await time.advance(2_000);
  player.stop(1);
  player.stop(2);
  player.stop(3);
  await time.advance(30_000);
  expect(brief()).toEqual(["1 started at 0", "1 stopped 96000 at 2000", "2 stopped 0 at 2000"]);
});

test("nothing is claimed of a relay: all of its time was silence", async () => {
  const { time, player, told } = world();
  const stream = { sources: [] };
  player.play(run(1, 0, piece(0, 1_000), piece(1, 2_000, { stream })));
  await time.advance(4_000);
  expect(told.at(-1)).toMatchObject({
    kind: "ended",
    frames: [48_000, 96_000],
    spans: [undefined, [{ source: "silence", from: 0, frames: 96_000 }]],
  });
});

test("a closed player says nothing more and waits for nothing", async () => {
  const { time, player, brief } = world();
  player.play(run(1, 0, piece(0, 10_000)));
  player.play(run(2, 20_000, piece(0, 1_000)));
  await time.advance(1_000);
  await player.close();
  await player.close();
  await time.advance(60_000);
  expect(brief()).toEqual(["1 started at 0"]);
  expect(time.waiting()).toEqual([]);
});
