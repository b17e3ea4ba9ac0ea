// What a board costs and how soon it sounds: resident memory idle and playing, and the time from an order to the first frame at the
// loudspeaker, for an order of its own and for an emergency that cuts in. Real processes, loopback, virtual loudspeaker. Prints JSON.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { spread } from "../support/spread.ts";
import { type Board, type Station, startStation, until, wait } from "../support/station.ts";

const ROUNDS = Number(process.argv[2] ?? 20);

const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

/** Wall times at which items began, as the recording says. */
function begun(board: Board): { at: number; item: string }[] {
  const file = `${board.wavs.at(-1)}.json`;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { kind: string; at: number; item: string })
    .filter((line) => line.kind === "item");
}

async function lateness(
  station: Station,
  board: Board,
  body: object,
  rounds: number,
): Promise<number[]> {
  const out: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const asked = Date.now();
    const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", body);
    const line = await until("the first frame", () =>
      begun(board).find((one) => one.item.startsWith(id)),
    );
    out.push(line.at - asked);
    await station.outcome(id);
    await wait(300 + Math.random() * 400);
  }
  return out;
}

/** What Node alone costs, in the same run. */
async function bareNodeMegabytes(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await wait(1_000);
  const megabytes = resident(child.pid ?? 0);
  child.kill();
  return Math.round(megabytes);
}

const bareNode = await bareNodeMegabytes();
const station = await startStation({ boards: 1 });
try {
  const board = station.boards[0] as Board;
  await wait(5_000);
  const idle = resident(board.child.pid);
  const short = await station.clip(1, 1);
  const long = await station.clip(2, Math.min(280, 30 + 3 * ROUNDS));
  const order = (id: string, level: string) => ({
    messageIds: [id],
    level,
    where: { all: true },
    when: { now: true },
  });
  // The first play downloads and decodes: from then on the board is prepared.
  await lateness(station, board, order(short.id, "normal"), 1);
  const normal = await lateness(station, board, order(short.id, "normal"), ROUNDS);
  const under = await station.admin.post<{ id: string }>(
    "/api/broadcasts",
    order(long.id, "normal"),
  );
  await until("the long item", () => begun(board).find((one) => one.item.startsWith(under.id)));
  await wait(2_000);
  const playing = resident(board.child.pid);
  const emergency = await lateness(station, board, order(short.id, "emergency"), ROUNDS);
  process.stdout.write(
    `${JSON.stringify({
      bench: "board",
      megabytes: { idle: Math.round(idle), playing: Math.round(playing), bareNode },
      orderToFirstFrameMs: spread(normal),
      emergencyToFirstFrameMs: spread(emergency),
    })}\n`,
  );
} finally {
  await station.stop();
}
