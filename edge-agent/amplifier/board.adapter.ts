import { readFile } from "node:fs/promises";
import type { SerialPortStream } from "@serialport/stream";
import { Check } from "typebox/value";
import type { Duration } from "../../contract/time.ts";
import { type Ask, BoardProfile, type Reading } from "../../firmware-config/board.ts";
import { boards } from "../../firmware-config/boards.ts";
import { answerIn, bytesOf } from "../../firmware-config/frame.ts";
import type { Meter } from "./meter.ts";
import { noRelay, type Relay } from "./relay.ts";

type Binding = ConstructorParameters<typeof SerialPortStream>[0]["binding"];

export interface SerialSettings {
  readonly path: string;
  readonly profile: BoardProfile;
  /** The driver; left out, the native one is loaded, which only boards with a serial line install. */
  readonly binding?: Binding;
}

export interface Board {
  readonly relay: Relay;
  readonly meter?: Meter;
}

/** How long an answer may take, milliseconds. */
const PATIENCE = 400;
const OPEN_TRIES = 3;

/** A built-in board by its name, or one that a JSON file describes; `undefined` where neither is there. */
export async function findProfile(name: string): Promise<BoardProfile | undefined> {
  const known = Object.hasOwn(boards, name) ? boards[name] : undefined;
  if (known || !name.endsWith(".json")) return known;
  try {
    const read: unknown = JSON.parse(await readFile(name, "utf8"));
    return Check(BoardProfile, read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Relay and meter behind one serial line, asked one after the other; a line that was unplugged is opened again. */
export async function openBoard({ path, profile, binding }: SerialSettings): Promise<Board> {
  const { SerialPortStream } = await import("@serialport/stream");
  const driver = binding ?? (await nativeBinding());
  let port: SerialPortStream | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  await opened();

  async function opened(): Promise<SerialPortStream> {
    if (port?.isOpen) return port;
    const fresh = new SerialPortStream({
      binding: driver,
      path,
      baudRate: profile.baudRate,
      autoOpen: false,
    });
    fresh.on("error", () => undefined); // each question tells its own
    await new Promise<void>((resolve, reject) =>
      fresh.open((error) => (error ? reject(error) : resolve())),
    );
    port = fresh;
    return fresh;
  }

  /** One question and its answer. */
  async function once(ask: Ask): Promise<Reading | undefined> {
    const line = await opened();
    while (line.read() !== null); // what came late belongs to an earlier question
    await said(line, bytesOf(ask));
    let heard = new Uint8Array(0);
    return await new Promise((resolve, reject) => {
      const over = setTimeout(() => finish(new Error("the board does not answer")), PATIENCE);
      const finish = (error: Error | undefined, reading?: Reading): void => {
        clearTimeout(over);
        line.off("data", take);
        line.pause();
        if (error) reject(error);
        else resolve(reading);
      };
      const take = (bytes: Uint8Array): void => {
        heard = Uint8Array.from([...heard, ...bytes].slice(-1_024));
        const answer = answerIn(ask, heard);
        if (answer.kind === "refused") finish(new Error("the board refused"));
        else if (answer.kind === "done") finish(undefined, answer.reading);
      };
      line.on("data", take);
      line.resume();
      take(new Uint8Array(0));
    });
  }

  function question(ask: Ask): Promise<Reading | undefined> {
    const answer = queue.then(() => once(ask));
    queue = answer.catch(() => undefined);
    return answer;
  }

  async function set(closed: boolean): Promise<void> {
    const { relay } = profile;
    if (!relay) return;
    if (closed) await question(relay.close);
    else await untilDone(OPEN_TRIES, () => question(relay.open));
  }

  const { relay, meter } = profile;
  return {
    relay: {
      ...noRelay,
      ...(relay ? { warmUp: relay.warmUp as Duration, set } : {}),
      async close() {
        if (relay) await set(false).catch(() => undefined);
        await queue;
        const line = port;
        if (line?.isOpen) await new Promise<void>((resolve) => line.close(() => resolve()));
      },
    },
    ...(meter
      ? {
          meter: {
            offWatts: meter.offWatts,
            idleWatts: meter.idleWatts,
            riseWatts: meter.riseWatts,
            async read() {
              const reading = await question(meter.ask);
              if (!reading) throw new Error("no figures in the answer");
              return reading;
            },
          },
        }
      : {}),
  };
}

/** An amplifier that stays on is worse than a question too many. */
async function untilDone(tries: number, run: () => Promise<unknown>): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      await run();
      return;
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

function said(port: SerialPortStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    port.write(bytes, (error) => {
      if (error) return reject(error);
      port.drain((failed) => (failed ? reject(failed) : resolve()));
    });
  });
}

async function nativeBinding(): Promise<Binding> {
  const { autoDetect } = await import("@serialport/bindings-cpp");
  return autoDetect() as unknown as Binding;
}
