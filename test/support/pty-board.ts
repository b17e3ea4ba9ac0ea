import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BoardProfile } from "../../firmware-config/board.ts";
import { bytesOf, sealed } from "../../firmware-config/frame.ts";
import type { Dice } from "./dice.ts";
import { programPath } from "./needs.ts";

/** How the line treats the next answers; `late` comes after the asker's patience, among the answer of the next question. */
export type LineMood = "well" | "noise" | "before" | "torn" | "silent" | "wrong-crc" | "late";

const LATE = 450;

/**
 * A relay and a meter on the far end of a real pseudo-terminal (socat): the native serial driver opens `path`. It answers in the
 * profile's own language and misbehaves by levers.
 */
export class PtyBoard {
  readonly path: string;
  readonly #profile: BoardProfile;
  readonly #chance: Dice;
  mood: LineMood = "well";
  closed = false;
  /** What the amplifier draws now. */
  watts = (): number => 0;
  #folder = mkdtempSync(join(tmpdir(), "pty-"));
  #socat: ChildProcess | undefined;

  constructor(profile: BoardProfile, chance: Dice) {
    this.#profile = profile;
    this.#chance = chance;
    this.path = join(this.#folder, "line");
  }

  async plug(): Promise<void> {
    if (this.#socat) return;
    const one = spawn(programPath("socat") ?? "socat", [
      `PTY,raw,echo=0,link=${this.path}`,
      "STDIO",
    ]);
    this.#socat = one;
    one.stdin.on("error", () => undefined);
    one.stdout.on("data", (bytes: Buffer) => this.#take(bytes));
    for (let left = 500; !existsSync(this.path) && left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The line hangs up, as a pulled USB adapter does; its file is gone too. */
  async unplug(): Promise<void> {
    const one = this.#socat;
    this.#socat = undefined;
    if (!one || one.exitCode !== null) return;
    const gone = new Promise((resolve) => one.once("exit", resolve));
    one.kill("SIGTERM");
    await gone;
    rmSync(this.path, { force: true });
  }

  async close(): Promise<void> {
    await this.unplug();
    rmSync(this.#folder, { recursive: true });
  }

  #take(bytes: Buffer): void {
    // Two lines of text may come in one piece; a frame of Modbus waits for its answer.
    const isText = this.#profile.meter?.ask.kind === "line";
    const asked = isText ? (bytes.toString().match(/[^\n]*\n/g) ?? []) : [bytes];
    for (const one of asked) {
      const answer = this.#answerTo(Buffer.from(one));
      if (answer.length > 0) this.#say(answer);
    }
  }

  #answerTo(bytes: Buffer): Uint8Array {
    const { relay, meter } = this.#profile;
    const asks = (ask: Parameters<typeof bytesOf>[0]) => bytes.equals(bytesOf(ask));
    for (const [on, ask] of relay
      ? ([
          [true, relay.close],
          [false, relay.open],
        ] as const)
      : []) {
      if (!asks(ask)) continue;
      this.closed = on;
      return ask.kind === "coil" ? bytesOf(ask) : new Uint8Array(0);
    }
    if (!meter || !asks(meter.ask)) return new Uint8Array(0);
    const watts = Math.max(0, this.watts());
    if (meter.ask.kind === "line") {
      return new TextEncoder().encode(
        `POWER 230.2 ${(watts / 0.95 / 230.2).toFixed(3)} ${watts.toFixed(1)}\n`,
      );
    }
    const milliamps = Math.round(watts / 0.95 / 0.2302);
    const words = [
      2_302,
      milliamps & 0xff_ff,
      milliamps >> 16,
      Math.round(watts * 10),
      0,
      0,
      0,
      500,
      95,
      0,
    ];
    const unit = bytes[0] as number;
    return sealed([unit, 4, 20, ...words.flatMap((word) => [word >> 8, word & 0xff])]);
  }

  #say(answer: Uint8Array): void {
    const line = this.#socat?.stdin;
    if (this.mood === "silent") return;
    if (this.mood === "late") setTimeout(() => line?.write(answer), LATE);
    else line?.write(spoilt(answer, this.mood, this.#chance));
  }
}

function spoilt(answer: Uint8Array, mood: LineMood, chance: Dice): Uint8Array {
  const said = Uint8Array.from(answer);
  const any = () => chance.whole(0, 255);
  if (mood === "torn") return said.subarray(0, chance.whole(1, said.length - 1));
  if (mood === "before") {
    const rubbish = Array.from({ length: chance.whole(1, 40) }, any);
    return Uint8Array.from([...rubbish, 0x0a, ...said]);
  }
  if (mood === "noise") {
    for (let n = chance.whole(1, 3); n > 0; n--) said[chance.whole(0, said.length - 1)] = any();
  }
  if (mood === "wrong-crc") {
    const at = said.length - 1 - chance.whole(0, 1);
    said[at] = (said[at] as number) ^ (1 << chance.whole(0, 7));
  }
  return said;
}
