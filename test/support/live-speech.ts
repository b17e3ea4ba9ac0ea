// Somebody speaks into a real Chromium whose microphone is a file of short bursts; when each was captured is noted in the page, and
// when it sounded is read from the loudspeaker's recording.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { wavHeader } from "../../edge-agent/player/wav.ts";
import { noise } from "./audio.ts";
import { logIn, openBrowser, visit } from "./browser.ts";
import { sinkLines, wallOf } from "./sounds.ts";
import type { Station } from "./station.ts";
import { readWav } from "./wav.ts";

const BURST = 0.3;
const PERIOD = 2;
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Spoken {
  /** Wall clock milliseconds at which each burst was in the browser. */
  readonly captured: readonly number[];
  /** At which one began in the loudspeaker. */
  readonly sounded: readonly number[];
  /** Of each burst that was captured while boards listened. */
  readonly delays: readonly number[];
}

export function buildWeb(): void {
  const built = spawnSync(process.execPath, [join(root, "bin/build-web.mjs")], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** Speaks for so many seconds to the first cluster, as the administrator, through the page. */
export async function speakLive(station: Station, seconds: number): Promise<Spoken> {
  const microphone = join(station.dir, "microphone.wav");
  writeFileSync(microphone, burstsWav(20));
  const browser = await openBrowser(microphone);
  try {
    const { page, context } = await visit(browser, station.http, { width: 1_100 });
    await context.grantPermissions(["microphone"]);
    await page.evaluate(watchMicrophone);
    await logIn(page, "admin", station.password);
    await page.getByRole("link", { name: "Soạn tin" }).first().click();
    const place = page.getByRole("treeitem", { name: "Cụm 1" }).first();
    await place.waitFor();
    if ((await place.getAttribute("aria-checked")) !== "true") await place.click();
    await page.getByRole("button", { name: "Mở micro để nói trực tiếp" }).click();
    await page.getByLabel("Nội dung buổi nói").fill("Họp thôn tối nay");
    await page.getByRole("button", { name: "Bắt đầu nói" }).click();
    await page.getByText("Đang phát trực tiếp").waitFor();
    await page.waitForTimeout(seconds * 1_000);
    await page.getByRole("button", { name: "Kết thúc" }).click();
    await page.getByText("Buổi nói đã kết thúc").waitFor();
    return matched(await onsetsIn(page), soundedIn(station.boards[0]?.wavs[0] ?? ""));
  } finally {
    await browser.close();
  }
}

const onsetsIn = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { onsets: number[] }).onsets);

/** Inside the page: listens to the same stream as the page itself and notes when a burst begins. */
function watchMicrophone(): void {
  const onsets: number[] = [];
  Object.assign(window, { onsets });
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    const audio = new AudioContext();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 512;
    audio.createMediaStreamSource(stream).connect(analyser);
    const wave = new Float32Array(512);
    let quiet = 0;
    setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      const isLoud = wave.some((sample) => Math.abs(sample) > 0.02);
      if (isLoud && quiet > 60) onsets.push(Date.now());
      quiet = isLoud ? 0 : quiet + 1;
    }, 5);
    return stream;
  };
}

function burstsWav(seconds: number): Buffer {
  const pcm = new Int16Array(seconds * 48_000);
  for (let at = 0; at + BURST < seconds; at += PERIOD) {
    const burst = noise(BURST, 0.4, 40 + at);
    burst.forEach((sample, i) => {
      pcm[at * 48_000 + i] = Math.round(sample * 32_767);
    });
  }
  return Buffer.concat([wavHeader(pcm.length), Buffer.from(pcm.buffer)]);
}

function soundedIn(wav: string): number[] {
  const { samples } = readWav(wav);
  const lines = sinkLines(readFileSync(`${wav}.json`, "utf8"));
  const onsets: number[] = [];
  let quiet = 48_000;
  for (let i = 0; i < samples.length; i++) {
    const isLoud = Math.abs(samples[i] ?? 0) > 0.02;
    if (isLoud && quiet > 24_000) onsets.push(wallOf(lines, i / 48_000));
    quiet = isLoud ? 0 : quiet + 1;
  }
  return onsets;
}

/** Each burst that sounded and the newest one that had been captured before it: they are two seconds apart. */
function matched(captured: readonly number[], sounded: readonly number[]): Spoken {
  const delays = sounded.flatMap((at) => {
    const before = captured.findLast((one) => one <= at + 20);
    return before === undefined ? [] : [at - before];
  });
  return { captured, sounded, delays };
}
