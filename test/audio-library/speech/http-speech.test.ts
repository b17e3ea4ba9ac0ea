import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ffmpegCodec } from "../../../audio-library/render/ffmpeg.adapter.ts";
import { toInt16 } from "../../../audio-library/render/pcm.ts";
import {
  failureFrom,
  type HttpService,
  isHttpService,
  shapes,
} from "../../../audio-library/speech/http-shapes.ts";
import {
  type HttpSpeechSettings,
  httpSpeech,
  keyFromFile,
} from "../../../audio-library/speech/http-speech.adapter.ts";
import type { Speaking } from "../../../audio-library/speech/speech.ts";
import { milliseconds, seconds } from "../../../contract/time.ts";
import { babble } from "../../support/audio.ts";
import { needing } from "../../support/needs.ts";
import { GOOD_KEY, type Mood, type SpeechCloud, speechCloud } from "../../support/speech-cloud.ts";

let cloud: SpeechCloud;
beforeAll(async () => {
  cloud = await speechCloud();
});
afterEach(() => {
  cloud.mood = "well";
  cloud.asked.length = 0;
});
afterAll(() => cloud.close());

const searchPath = process.env["PATH"] ?? "";
const codec = ffmpegCodec({ searchPath, launcher: "/nowhere" }, { PATH: searchPath });
test.each([
  ["Quota exceeded for today", "quota"],
  ["invalid token", "key-refused"],
  ["internal error", "engine-failed"],
])("a service that says %s failed by %s", (detail, code) => {
  expect(failureFrom(detail)).toEqual({ kind: "failure", code, detail });
});

const services = Object.keys(shapes) as HttpService[];
const account = { key: GOOD_KEY, tokenId: "id", tokenKey: "key" };
const text =
  `Kính thưa bà con & cô bác, ${"sáng mai họp dân tại nhà văn hóa thôn ".repeat(4)}`.trim();

const engine = (service: HttpService, more: Partial<HttpSpeechSettings> = {}) =>
  httpSpeech(
    {
      service,
      account,
      base: cloud.base,
      patience: seconds(15),
      askEvery: milliseconds(10),
      askFor: milliseconds(400),
      ...more,
    },
    codec,
  );

async function say(
  service: HttpService,
  more: Partial<HttpSpeechSettings> = {},
): Promise<Speaking> {
  const speech = engine(service, more);
  const [voice] = await speech.voices();
  return speech.speak({ text, voice: voice?.id ?? "", rate: 1 });
}

async function failing(mood: Mood, service: HttpService, more: Partial<HttpSpeechSettings> = {}) {
  cloud.mood = mood;
  const spoken = await say(service, more);
  return spoken.ok ? "spoken" : spoken.code;
}

describe.each(services)("%s", (service) => {
  test("speaks, in the shape that it asks for", async () => {
    const spoken = await say(service);
    if (!spoken.ok) throw new Error(spoken.why);
    expect(spoken.sampleRate).toBe(24_000);
    expect(spoken.pcm.length / spoken.sampleRate).toBeGreaterThan(text.length / 20);
    const sent = cloud.asked[0];
    expect(sent?.path).toBe(
      shapes[service].request({ text: "", voice: "", rate: 1 }, account).path,
    );
    const { answers } = shapes[service].about;
    expect(cloud.asked.length > 1).toBe(answers === "later");
  });

  test("names its voices, and refuses others", async () => {
    const speech = engine(service);
    expect((await speech.voices()).length).toBeGreaterThan(1);
    const spoken = await speech.speak({ text, voice: "nobody", rate: 1 });
    expect(spoken).toMatchObject({ ok: false, code: "no-voice" });
    expect(cloud.asked).toEqual([]);
  });

  test("tells a wrong key, and never shows it", async () => {
    const spoken = await say(service, { account: { ...account, key: "wr0ng-key" } });
    expect(spoken).toMatchObject({ ok: false, code: "key-refused" });
    expect(JSON.stringify(spoken)).not.toMatch(/wr0ng-key|s3cret-key/);
  });

  test("tells every way of failing apart", async () => {
    expect(await failing("quota", service)).toBe("quota");
    expect(await failing("broken", service)).toBe("engine-failed");
    expect(await failing("hang-up", service)).toBe("engine-failed");
    expect(await failing("garbage", service)).toBe("engine-failed");
    expect(await failing("redirect", service)).toBe("engine-failed");
    expect(await failing("not-json", service)).toBe("engine-failed");
    expect(await failing("cut-short", service)).toBe("cut-short");
    expect(await failing("slow", service, { patience: milliseconds(200) })).toBe("timed-out");
    if (service !== "azure") expect(await failing("quota-in-words", service)).toBe("quota");
  });

  test("refuses a text that its service would not take", async () => {
    const [voice] = await engine(service).voices();
    const long = "dài ".repeat(2_000);
    const spoken = await engine(service).speak({ text: long, voice: voice?.id ?? "", rate: 1 });
    expect(spoken).toMatchObject({ ok: false, code: "too-long" });
    expect(cloud.asked).toEqual([]);
  });

  test("stops when it is told to", async () => {
    cloud.mood = "slow";
    const stop = new AbortController();
    const [voice] = await engine(service).voices();
    const order = { text, voice: voice?.id ?? "", rate: 1, signal: stop.signal };
    const speaking = engine(service).speak(order);
    setTimeout(() => stop.abort(), 50);
    expect(await speaking).toMatchObject({ ok: false, code: "aborted" });
  });

  test("without its keys it says so before anything is sent", async () => {
    const probe = await engine(service, { account: { key: "" } }).probe();
    expect(probe).toMatchObject({ ok: false, why: expect.stringContaining(shapes[service].name) });
    expect(await engine(service).probe()).toMatchObject({ ok: true });
  });
});

describe("a service that answers later", () => {
  const later = services.filter((service) => shapes[service].about.answers === "later");

  test.each(later)("%s: is asked only for so long", async (service) => {
    expect(await failing("never-ready", service)).toBe("timed-out");
    expect(cloud.asked.length).toBeGreaterThan(3);
  });

  test.each(later)("%s: cannot send us to a machine of our own network", async (service) => {
    expect(await failing("strange-address", service)).toBe("engine-failed");
    expect(cloud.asked).toHaveLength(1);
  });

  test.each(later)("%s: does not get the key again with the second question", async (service) => {
    await say(service);
    for (const { headers } of cloud.asked.slice(1))
      expect(JSON.stringify(headers)).not.toContain(GOOD_KEY);
  });

  test("waiting ends when the caller gives up", async () => {
    cloud.mood = "never-ready";
    const stop = new AbortController();
    const speech = engine("fpt", { askFor: seconds(60) });
    const speaking = speech.speak({ text, voice: "banmai", rate: 1, signal: stop.signal });
    setTimeout(() => stop.abort(), 150);
    expect(await speaking).toMatchObject({ ok: false, code: "aborted" });
  });
});

needing("ffmpeg")("a service that gives MP3 instead of WAV is understood", async () => {
  const sound = async function* (): AsyncGenerator<Int16Array> {
    yield toInt16(babble(12));
  };
  const mp3 = await codec.encode(sound(), { encoding: "mp3", hertz: 48_000 });
  if (!mp3.ok) throw new Error(mp3.log);
  cloud.mp3 = mp3.value;
  cloud.mood = "mp3";
  const spoken = await say("viettel");
  if (!spoken.ok) throw new Error(spoken.why);
  expect(spoken.pcm.length / spoken.sampleRate).toBeCloseTo(12, 0);
});

test("speed is put in each service's own measure", () => {
  const order = { text: "x", voice: "v", rate: 1.5 };
  expect(shapes.fpt.request(order, account).headers).toMatchObject({ speed: "2" });
  expect(JSON.parse(shapes.viettel.request(order, account).body)).toMatchObject({ speed: 1.2 });
  expect(shapes.zalo.request(order, account).body).toContain("speed=1.2");
  expect(JSON.parse(shapes.vnpt.request(order, account).body)).toMatchObject({ speed: 1.5 });
  const google = JSON.parse(shapes.google.request(order, account).body);
  expect(google).toMatchObject({ audioConfig: { speakingRate: 1.5 } });
  expect(shapes.azure.request(order, account).body).toContain('rate="+50%"');
  expect(shapes.azure.request({ ...order, rate: 0.8 }, account).body).toContain('rate="-20%"');
});

test("text cannot break out of the markup that Azure is sent", () => {
  const order = { text: `</voice><audio src="http://x"/>&`, voice: `a"b`, rate: 1 };
  expect(shapes.azure.request(order, account).body).not.toMatch(/<audio|<\/voice><audio|a"b/);
});

test("Azure needs its region, unless another address is set", async () => {
  const { base: _, ...rest } = { base: "", service: "azure" as const, account };
  expect(await httpSpeech(rest, codec).probe()).toMatchObject({ ok: false });
  expect(await httpSpeech({ ...rest, region: "southeastasia" }, codec).probe()).toMatchObject({
    ok: true,
  });
});

test("only known services have a shape", () => {
  expect(isHttpService("fpt")).toBe(true);
  expect(isHttpService("toString")).toBe(false);
});

test("a key file that others may read is not used", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-key-"));
  const path = join(folder, "key");
  await writeFile(path, "abc\n", { mode: 0o600 });
  expect(await keyFromFile(path)).toBe("abc");
  await chmod(path, 0o640);
  await expect(keyFromFile(path)).rejects.toThrow("chmod 600");
  await rm(folder, { recursive: true });
});
