import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import { milliseconds, seconds } from "../../../contract/time.ts";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import { threadEar } from "../../../edge-agent/evidence/ear.adapter.ts";
import type { PlayerEvent } from "../../../edge-agent/player/player.ts";
import { threadPlayer } from "../../../edge-agent/player/threads.adapter.ts";
import { needing } from "../../support/needs.ts";
import { until } from "../../support/small-centre.ts";
import { soundLoop } from "../../support/sound-loop.ts";
import { keepSound, noiseWav } from "../../support/sounds.ts";

// Through a real sound server: aplay on one side, arecord on the other, both as on a board.
const LENGTH = 12;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loop-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const pathOf = (name: string) => join(folder, name);
const keep = (bytes: Uint8Array): Sha256 => keepSound(folder, bytes);

needing("pulseaudio", "aplay", "arecord")(
  "what the sound card played its microphone proves, and no other message",
  async () => {
    const [mine, other] = [keep(noiseWav(LENGTH, 1)), keep(noiseWav(LENGTH, 2))];
    const loop = await soundLoop(folder);
    const ear = threadEar({ where: { kind: "alsa", device: "pulse" }, pathOf });
    const events: PlayerEvent[] = [];
    const player = threadPlayer({
      sink: { kind: "alsa", device: "pulse" },
      pathOf,
      onCrash: (error) => {
        throw error;
      },
    });
    try {
      player.onEvent((event) => void events.push(event));
      player.play({
        id: 1,
        label: "o",
        gain: 0,
        at: milliseconds(systemClock.monotonic() + 3_000),
        pieces: [{ part: 0, offset: milliseconds(0), length: seconds(LENGTH), sha256: mine }],
      });
      const find = (kind: PlayerEvent["kind"]) => events.find((event) => event.kind === kind);
      await until("it ended", () => find("ended") !== undefined, 60_000);
      const [started, ended] = [find("started"), find("ended")];
      if (started?.kind !== "started") throw new Error("it never began");
      expect(ended).toMatchObject({ how: "done" });
      const sounding = {
        offset: milliseconds(0),
        frames: LENGTH * 48_000,
        at: started.at,
        shared: [],
      };
      expect(await ear.recognise([{ ...sounding, sha256: mine }])).toMatchObject({
        verdict: "heard",
        microphone: "alsa",
      });
      expect((await ear.recognise([{ ...sounding, sha256: other }]))?.verdict).not.toBe("heard");
    } finally {
      await player.close();
      await ear.close();
      await loop.stop();
    }
  },
  120_000,
);
