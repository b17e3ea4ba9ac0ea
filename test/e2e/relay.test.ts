import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { type Icecast, startIcecast } from "../support/icecast.ts";
import { needing } from "../support/needs.ts";
import { heardOf, secondsOfItem } from "../support/relay-story.ts";
import { noiseWav } from "../support/sounds.ts";
import { type Pair, type Station, startStation, until, wait } from "../support/station.ts";

const icecastTest = needing("icecast2", "ffmpeg");
const LENGTH = 28;
let station: Station;
let icecast: Icecast | undefined;
beforeAll(async () => {
  station = await startStation({ boards: 1 });
}, 120_000);
afterAll(async () => {
  await station?.stop();
  await icecast?.stop();
});

const pairOf = async (id: string): Promise<Pair | undefined> =>
  (await station.detail(id)).occurrences[0]?.clusters[0];
const inState = (id: string, state: string) =>
  until(`${id} is ${state}`, async () => ((await pairOf(id))?.state === state ? true : undefined));

const emergency = {
  orderGiver: "Chủ tịch UBND xã",
  orderNumber: "02/LKC",
  hazard: "lũ quét",
  area: "toàn xã",
};

icecastTest(
  "a relay that loses its source, gets it back, is cut by a warning and rejoined is told second by second",
  { timeout: 120_000 },
  async () => {
    const studio = noiseWav(90, 61);
    const file = join(station.dir, "studio.wav");
    writeFileSync(file, studio);
    icecast = await startIcecast();
    const feeder = await icecast.feed("xa", file, "opus");
    const [stand, warning] = [await station.clip(62, 5), await station.clip(63, 3)];
    const airing = { where: { all: true }, when: { now: true } };
    const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", {
      ...airing,
      title: "Tiếp sóng đài tỉnh",
      level: "normal",
      parts: [{ kind: "relay", sources: [icecast.url("xa")], seconds: LENGTH, fallback: stand.id }],
    });
    await inState(id, "playing");
    await wait(5_000);
    await feeder.kill();
    const killed = Date.now();
    await wait(5_000);
    await icecast.feed("xa", file, "opus");
    const back = Date.now();
    await wait(6_000);
    const above = await station.admin.post<{ id: string }>("/api/broadcasts", {
      ...airing,
      messageIds: [warning.id],
      level: "emergency",
      emergency,
    });
    const told = (await station.outcome(id, 60_000)).occurrences[0]?.clusters[0];
    const [warner] = (await station.outcome(above.id)).occurrences;
    const warned = warner?.clusters[0];

    const { items } = await station.admin.get<{ items: { broadcast: string }[] }>(
      "/api/play-log?newest=true",
    );

    const heard = await heardOf(station, { studio, stand: stand.sha256, warning: warning.sha256 });
    const of = (item: string) => heard.filter((one) => one.item === item);
    const stood = of("stand").find(({ wall }) => wall > killed);
    expect((stood?.wall ?? Number.NaN) - killed).toBeLessThan(3_000);
    const cut = of("warning")[0];
    const between = of("studio").find(({ wall }) => wall > back && wall < (cut?.wall ?? 0));
    expect((between?.wall ?? Number.NaN) - back).toBeLessThan(6_000);
    expect(warned).toMatchObject({ outcome: "played" });
    const last = of("warning").at(-1);
    const rejoined = of("studio").filter(
      ({ wall }) => wall > (last?.wall ?? Number.NaN) + 1_000 * (last?.length ?? 0) - 100,
    );
    expect(secondsOfItem(rejoined, "studio")).toBeGreaterThan(3);
    // Rejoined where the station is by then, not where it was cut.
    const [before, after] = [between, rejoined[0]];
    const stationMoved = (after?.offset ?? 0) - (before?.offset ?? 0);
    expect(
      Math.abs(stationMoved - ((after?.wall ?? 0) - (before?.wall ?? 0)) / 1_000),
    ).toBeLessThan(6);

    // The seconds that the warning took are not made up for: less than the whole relay was heard.
    expect(told).toMatchObject({ outcome: "partial", reason: "preempted", rung: "started" });
    expect(told?.cut?.by).toBe(warner?.id);
    expect(Math.abs((told?.cut?.seconds ?? 0) - secondsOfItem(heard, "warning"))).toBeLessThan(2);
    const seconds = Object.fromEntries(
      (told?.sources ?? []).map((one) => [one.source, one.seconds]),
    );
    expect(Math.abs((seconds["source-1"] ?? 0) - secondsOfItem(heard, "studio"))).toBeLessThan(2);
    expect(Math.abs((seconds["fallback"] ?? 0) - secondsOfItem(heard, "stand"))).toBeLessThan(2);
    expect(seconds["fallback"]).toBeGreaterThan(2);
    // Every second of what was ordered is told: whose it was, or who took it.
    const all = [...(told?.sources ?? []), told?.cut ?? { seconds: 0 }];
    expect(Math.abs(all.reduce((sum, one) => sum + one.seconds, 0) - LENGTH)).toBeLessThan(0.5);
    const row = items.find((one) => one.broadcast === id);
    expect(row).toMatchObject({ sources: told?.sources, cut: told?.cut, reason: "preempted" });
  },
);
