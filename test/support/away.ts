// Days without a network, in real processes: a real controller and real boards over real MQTT, HTTP, disks and sound. Time leaps from
// one item to the next; each item sounds at its real pace into the loudspeaker's recording, and the ear judges that recording.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectApi } from "../../demo/api.adapter.ts";
import type { Heard } from "./ear.ts";
import { logRows, storedReceipts } from "./ledger.ts";
import { close, listen } from "./listening.ts";
import { type Board, type Detail, type Station, startStation, until, wait } from "./station.ts";

export interface AwayFigures {
  readonly days: number;
  readonly boards: number;
  readonly due: number;
  /** Starts that the ear heard, and those of them within a quarter of a second of their time. */
  readonly heard: number;
  readonly onTime: number;
  readonly worstMs: number;
  /** Log rows `unreported` that the controller had written before the network came back. */
  readonly unreported: number;
  /** Once the network was back. */
  readonly played: number;
  readonly endReceipts: number;
  readonly receiptsTwice: number;
  readonly receiptsMissing: number;
  readonly logVerifies: boolean;
}

const HALF_DAY = 43_200_000;
const PUNCTUAL = 250;
const SECONDS = 3;
/** Seconds into the item: the ear may miss its first frames. */
const BEGINNING = 0.5;

/** A way that can be cut: a TCP proxy on a port of its own. */
async function way() {
  const sockets = new Set<Socket>();
  let [up, target] = [true, 0];
  const server = createServer((near) => {
    if (!up) return void near.destroy();
    const far = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await listen(server);
  return {
    port: (server.address() as { port: number }).port,
    to: (url: string) => {
      target = Number(new URL(url).port);
    },
    set: (isUp: boolean) => {
      up = isUp;
      if (!up) for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await close(server);
    },
  };
}

/** How far the station's time is ahead of the real one, and since when. */
function leaper(file: string) {
  const leaps = [{ from: 0, ahead: 0 }];
  const ahead = () => leaps.at(-1)?.ahead ?? 0;
  const now = () => Date.now() + ahead();
  function put(more: number): void {
    leaps.push({ from: Date.now(), ahead: ahead() + more });
    // Whole at any moment: a program may look in the middle of the write.
    writeFileSync(`${file}.new`, String(ahead()));
    renameSync(`${file}.new`, file);
  }
  writeFileSync(file, "0");
  return {
    now,
    to: (at: number) => put(Math.max(0, Math.round(at - now()))),
    /** Station time of a real moment. */
    at: (real: number) => real + (leaps.findLast(({ from }) => from <= real)?.ahead ?? 0),
    reach: (at: number) => wait(Math.max(0, at - now())),
  };
}
type Leaper = ReturnType<typeof leaper>;

export async function away(days: number, boards = 1): Promise<AwayFigures> {
  const dir = mkdtempSync(join(tmpdir(), "vangxa-away-"));
  const file = join(dir, "leap");
  const time = leaper(file);
  const [http, mqtt] = [await way(), await way()];
  process.env["VANGXA_TEST_LEAP"] = file;
  const program = (name: string) => [
    "--import",
    "tsx",
    fileURLToPath(new URL(name, import.meta.url)),
  ];
  let station: Station | undefined;
  try {
    station = await startStation({
      boards,
      controllerArgs: ["--grace", "60"],
      programs: {
        controller: program("leaping-controller.ts"),
        agent: program("leaping-agent.ts"),
      },
      wayTo: (url) => {
        http.to(url);
        return `http://127.0.0.1:${http.port}`;
      },
    });
    mqtt.to(station.mqtt);
    for (const board of station.boards) await leadThrough(station, board, mqtt.port);
    const { orders, due } = await plan(station, time, days);
    for (const one of [http, mqtt]) one.set(false);
    for (const at of due) {
      time.to(at - 8_000);
      await time.reach(at + SECONDS * 1_000 + 2_000);
    }
    time.to(time.now() + HALF_DAY);
    const unreported = await silence(station, due.length * boards);
    for (const one of [http, mqtt]) one.set(true);
    const details = await outcomes(station, orders);
    return { days, boards, unreported, ...(await figures(station, time, due, details)) };
  } finally {
    await station?.stop();
    await Promise.all([http.stop(), mqtt.stop()]);
    delete process.env["VANGXA_TEST_LEAP"];
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The enrolment names the broker itself; from its second start the board goes by the way that can be cut. */
async function leadThrough(station: Station, board: Board, port: number): Promise<void> {
  await board.child.stop();
  const identity = join(board.data, "identity.json");
  const held = JSON.parse(readFileSync(identity, "utf8"));
  held.mqtt.url = `mqtt://127.0.0.1:${port}`;
  writeFileSync(identity, JSON.stringify(held));
  await station.startBoard(board);
}

/** Two items a day, half a day apart, the first soon; returns when every board has all of them. */
async function plan(station: Station, time: Leaper, days: number) {
  const [one, other] = [await station.clip(61, SECONDS), await station.clip(62, SECONDS)];
  const first = Math.ceil(time.now() / 1_000) * 1_000 + 45_000;
  const orders: string[] = [];
  for (const [start, message] of [
    [first, one.id],
    [first + HALF_DAY, other.id],
  ] as const) {
    const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", {
      messageIds: [message],
      level: "normal",
      where: { all: true },
      when: { start: new Date(start).toISOString(), rrule: `FREQ=DAILY;COUNT=${days}` },
    });
    orders.push(id);
  }
  for (const id of orders) {
    await until(`every airing of ${id} armed`, async () => {
      const pairs = (await station.detail(id)).occurrences.flatMap(({ clusters }) => clusters);
      return pairs.every(({ state }) => state === "armed") ? true : undefined;
    });
  }
  const due = Array.from({ length: 2 * days }, (_, n) => first + n * HALF_DAY);
  return { orders, due };
}

/** Rows that say that nothing was heard: all that were due, or what there is after half a minute. */
async function silence(station: Station, due: number): Promise<number> {
  const rows = () => logRows(station).filter((row) => row.outcome === "unreported").length;
  const all = until("silence in the log", () => (rows() >= due ? true : undefined));
  return all.then(rows, rows);
}

/** Log-ins have run out meanwhile. */
async function outcomes(station: Station, orders: readonly string[]): Promise<Detail[]> {
  const anyone = connectApi(station.http);
  const who = { username: "admin", password: station.password };
  const { token } = await anyone.post<{ token: string }>("/api/session", who);
  const admin = anyone.as(token);
  return Promise.all(
    orders.map((id) =>
      until(
        `the backlog of ${id}`,
        async () => {
          const now = await admin.get<Detail>(`/api/broadcasts/${id}`);
          const pairs = now.occurrences.flatMap(({ clusters }) => clusters);
          const settled = pairs.every(({ outcome }) => outcome && outcome !== "unreported");
          return settled ? now : undefined;
        },
        120_000,
      ),
    ),
  );
}

/** Station time at which each stretch of this recording began. */
function startsIn(wav: string, heard: readonly Heard[], time: Leaper): number[] {
  const runs = readFileSync(`${wav}.json`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string; frame: number; at: number })
    .filter(({ kind }) => kind === "run");
  // A busy machine may tear a sound: what goes on inside the item is no second start.
  const begun = heard.filter(({ offset }) => offset < BEGINNING);
  return begun.map(({ at, offset }) => {
    const frame = (at - offset) * 48_000;
    // The ear places a start to a tenth of a millisecond: a little before a run begins is still that run.
    const run = runs.findLast((one) => one.frame <= frame + 480) ?? { frame: 0, at: 0 };
    return time.at(run.at + (frame - run.frame) / 48);
  });
}

async function figures(
  station: Station,
  time: Leaper,
  due: readonly number[],
  details: readonly Detail[],
) {
  const heard = await station.hear();
  const starts = station.boards.flatMap((board) =>
    board.wavs.flatMap((wav, n) => {
      const all = heard.get(board.cluster)?.[n] ?? [];
      return all.length > 0 ? startsIn(wav, all, time) : [];
    }),
  );
  const errors = starts.map((at) => Math.min(...due.map((one) => Math.abs(at - one))));
  const pairs = details.flatMap((one) => one.occurrences).flatMap(({ clusters }) => clusters);
  const ids = new Set(details.flatMap((one) => one.occurrences.map(({ id }) => id)));
  const stored = storedReceipts(station);
  const all = stored.flatMap(({ sequences }) => sequences.length);
  const anyone = connectApi(station.http);
  const who = { username: "admin", password: station.password };
  const { token } = await anyone.post<{ token: string }>("/api/session", who);
  const { ok } = await anyone.as(token).get<{ ok: boolean }>("/api/play-log/verify");
  return {
    due: due.length * station.boards.length,
    heard: starts.length,
    onTime: errors.filter((by) => by <= PUNCTUAL).length,
    worstMs: Math.round(Math.max(0, ...errors)),
    played: pairs.filter(({ outcome }) => outcome === "played").length,
    endReceipts: logRows(station).filter(
      (row) => row.outcome === "played" && ids.has(row.occurrence),
    ).length,
    receiptsTwice: stored.reduce(
      (sum, { sequences }) => sum + sequences.length - new Set(sequences).size,
      0,
    ),
    receiptsMissing: stored.reduce(
      (sum, { sequences }) => sum + Math.max(0, ...sequences) - new Set(sequences).size,
      0,
    ),
    logVerifies: ok && all.length > 0,
  };
}
