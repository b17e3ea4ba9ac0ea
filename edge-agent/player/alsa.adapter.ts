import { type ChildProcess, spawn } from "node:child_process";
import type { Reason } from "../../contract/reasons.ts";
import { type Pace, paceFrom } from "./paced.ts";
import type { Sink } from "./sink.ts";

/** What the device holds before it sounds, milliseconds. */
const BUFFER = 80;
const LEAD = 4_800;
/** Milliseconds within which the device has played what it was given. */
const PLAYED_OUT = 700;
/** Bytes waiting in front of aplay (1 s of sound) that mean that it takes none. */
const STALLED = 96_000;

export interface AlsaSettings {
  readonly device: string;
  /** The program; a test gives its own. */
  readonly program?: string;
  readonly args?: readonly string[];
}

/**
 * A sound card through `aplay`, started before the sound and fed at the pace of the steady clock. A device that does not consume
 * shows in the pipe, which fills up within three seconds.
 */
export function alsaSink(settings: AlsaSettings): Sink {
  let child: ChildProcess | undefined;
  let pace: Pace = paceFrom(0);
  let written = 0;
  let trouble: Reason | undefined;
  let noise = "";
  const started = new Set<ChildProcess>();
  process.once("exit", () => {
    for (const one of started) one.kill("SIGKILL");
  });

  function open(): ChildProcess {
    const args = settings.args ?? [
      "-q",
      "-t",
      "raw",
      "-f",
      "S16_LE",
      "-r",
      "48000",
      "-c",
      "1",
      `--buffer-time=${BUFFER * 1_000}`,
      "-D",
      settings.device,
      "-",
    ];
    const one = spawn(settings.program ?? "aplay", [...args], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    started.add(one);
    noise = "";
    one.stderr?.on("data", (text: Buffer) => {
      noise = (noise + text.toString()).slice(-500);
    });
    one.stdin?.on("error", () => undefined); // told by `exit`
    one.on("error", () => {
      if (one === child) trouble = "device-missing";
    });
    one.on("exit", () => {
      started.delete(one);
      if (one === child) trouble = reasonOf(noise);
    });
    return one;
  }

  return {
    preroll: 1_000,
    start(now) {
      trouble = undefined;
      written = 0;
      child = open();
      pace = paceFrom(now + BUFFER);
    },
    running: () => child !== undefined,
    room(now) {
      written += pace.missed(now, written); // the card played silence of its own
      return pace.room(now, written, LEAD);
    },
    written: () => written,
    write(chunk) {
      written += chunk.length;
      child?.stdin?.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if ((child?.stdin?.writableLength ?? 0) > STALLED) trouble ??= "device-stalled";
    },
    takeBack: () => new Int16Array(0),
    position: (now) => pace.position(now, written),
    frameAt: (steady) => pace.frameAt(steady),
    steadyAt: (frame) => pace.steadyAt(frame),
    trouble: () => trouble,
    note: () => undefined,
    stop() {
      const one = child;
      child = undefined;
      if (!one) return;
      one.stdin?.end();
      // aplay ends by itself once it has played out; one that hangs is ended.
      const hung = setTimeout(() => one.kill("SIGKILL"), PLAYED_OUT);
      one.once("exit", () => clearTimeout(hung));
    },
  };
}

function reasonOf(noise: string): Reason {
  if (/busy/i.test(noise)) return "device-busy";
  if (/no such|cannot find|unknown pcm|no soundcards/i.test(noise)) return "device-missing";
  return "device-stalled";
}
