import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import type { Sha256 } from "../../contract/ids.ts";
import { bad, type Finding, good } from "../../firmware-config/findings.ts";
import { steadyMilliseconds } from "../clock.adapter.ts";
import { calibrate } from "../evidence/calibrate.ts";
import type { EarChoice } from "../evidence/ear.ts";
import { openMicrophone } from "../evidence/microphone.adapter.ts";
import { RATE } from "../evidence/prepare.ts";
import { resample } from "../evidence/resample.ts";
import { openFiles } from "../files.adapter.ts";
import { type Decoded, decodeFile } from "../player/decode.adapter.ts";
import { FRAMES_PER_SECOND } from "../player/player.ts";
import { CALIBRATION, type Calibration } from "./calibration.ts";

const CAPTURE = 10;
const MOST_MESSAGES = 40;
/** Seconds of each message: enough windows, and little memory. */
const LONGEST = 120;

/** Listens to the street, scores it against messages of the cache that did not sound, keeps the thresholds. */
export async function calibrateHere(
  data: string,
  where: EarChoice,
  minutes: number,
): Promise<Finding> {
  const messages = await cached(join(data, "audio"));
  const captures = await street(where, minutes);
  const tails = calibrate(captures, messages);
  const figures = { minutes, captures: captures.length, messages: messages.length };
  if (tails.length === 0)
    return bad("calibration", "too-few-pairs", "Chưa đủ âm để đặt ngưỡng riêng cho micro.", {
      todo: "Nghe lâu hơn (--calibrate 5 trở lên), để thiết bị tải khoảng mười bản tin trước.",
      figures,
    });
  const kept: Calibration = {
    at: Date.now(),
    minutes,
    messages: messages.length,
    tails: [...tails],
  };
  await openFiles(data).write(CALIBRATION, JSON.stringify(kept));
  return good("calibration", "Đã đặt ngưỡng riêng; có hiệu lực từ lần khởi động sau.", {
    ...figures,
    thresholds: tails.map(({ liveBlocks, at }) => `${liveBlocks}:${at.toFixed(2)}`).join(" "),
  });
}

/** Stretches of ten seconds in which the microphone delivered sound. */
async function street(where: EarChoice, minutes: number): Promise<Float32Array[]> {
  const microphone = openMicrophone(where);
  try {
    const from = steadyMilliseconds();
    await wait(minutes * 60_000 + 500);
    return Array.from({ length: Math.floor((minutes * 60) / CAPTURE) }, (_, n) =>
      microphone.between(from + n * CAPTURE * 1_000, from + (n + 1) * CAPTURE * 1_000),
    ).filter((capture) => capture.some((sample) => sample !== 0));
  } finally {
    microphone.close();
  }
}

async function cached(folder: string): Promise<Float32Array[]> {
  const names = await readdir(folder).catch(() => []);
  const found: Float32Array[] = [];
  for (const name of names.filter((one) => /^[0-9a-f]{64}/.test(one)).slice(0, MOST_MESSAGES)) {
    const sound = await decoded(join(folder, name), name.slice(0, 64) as Sha256);
    if (sound.length >= CAPTURE * RATE) found.push(sound);
  }
  return found;
}

async function decoded(path: string, sha256: Sha256): Promise<Float32Array> {
  const { port1, port2 } = new MessageChannel();
  const parts: Float32Array[] = [];
  let left = LONGEST * FRAMES_PER_SECOND;
  port1.on("message", (chunk: Decoded) => {
    if ("end" in chunk) return port1.close();
    parts.push(Float32Array.from(chunk.samples, (sample) => sample / 32_768));
    left -= chunk.samples.length;
    if (left > 0) port1.postMessage({ taken: chunk.samples.length });
    else port1.close();
  });
  await decodeFile({ path, sha256, skip: 0, port: port2 });
  await wait(0); // what was sent last is on its way
  port1.close();
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return resample(whole, FRAMES_PER_SECOND, RATE);
}
