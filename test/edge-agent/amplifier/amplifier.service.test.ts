import { expect, test } from "vitest";
import { seconds } from "../../../contract/time.ts";
import { createAmplifier } from "../../../edge-agent/amplifier/amplifier.service.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

test("with the amplifier on, the relay hears it each second; after the item it is opened", async () => {
  const time = new VirtualTime();
  const said: boolean[] = [];
  const relay = {
    warmUp: seconds(0.3),
    set: async (closed: boolean) => void said.push(closed),
    close: async () => undefined,
  };
  let busy = true;
  const amplifier = createAmplifier({
    relay,
    clock: time,
    timers: time,
    isBusy: () => busy,
    report: async () => undefined,
  });
  amplifier.expect(time.monotonic());
  await time.advance(4_000);
  busy = false;
  amplifier.idle();
  await time.advance(4_000);
  expect(said.filter(Boolean).length).toBeGreaterThanOrEqual(4);
  expect(said.at(-1)).toBe(false);
  amplifier.cut();
  await time.advance(1_000);
  expect(said.slice(-2)).toEqual([false, false]);
  await amplifier.stop();
});

test("an opening that did not reach the relay is said again until it does", async () => {
  const time = new VirtualTime();
  const said: boolean[] = [];
  let works = true;
  const relay = {
    warmUp: seconds(0),
    set: async (closed: boolean) => {
      said.push(closed);
      if (!works) throw new Error("no line");
    },
    close: async () => undefined,
  };
  const amplifier = createAmplifier({
    relay,
    clock: time,
    timers: time,
    isBusy: () => false,
    report: async () => undefined,
  });
  amplifier.sounds();
  works = false;
  await time.advance(6_000);
  expect(said.filter((closed) => !closed).length).toBeGreaterThanOrEqual(3);
  works = true;
  await time.advance(1_000);
  const then = said.length;
  await time.advance(5_000);
  expect(said).toHaveLength(then);
  amplifier.cut();
  await amplifier.stop();
});

test("an item that was forgotten cannot keep the amplifier on", async () => {
  const time = new VirtualTime();
  const relay = { warmUp: seconds(0), set: async () => undefined, close: async () => undefined };
  const amplifier = createAmplifier({
    relay,
    clock: time,
    timers: time,
    isBusy: () => false,
    report: async () => undefined,
  });
  amplifier.sounds();
  await time.advance(5_000);
  expect(amplifier.state()).toEqual({ at: "off" });
  await amplifier.stop();
  await amplifier.stop();
});

test("a broken line is an alarm, told once until it works again", async () => {
  const time = new VirtualTime();
  let works = false;
  const reports: unknown[] = [];
  const relay = {
    warmUp: seconds(0),
    set: async () => {
      if (!works) throw new Error("no line");
    },
    close: async () => undefined,
  };
  const amplifier = createAmplifier({
    relay,
    clock: time,
    timers: time,
    isBusy: () => true,
    report: async (report) => void reports.push(report),
  });
  amplifier.sounds();
  await time.advance(5_000);
  expect(reports).toEqual([{ kind: "alarm", alarm: "amplifier", detail: "Error: no line" }]);
  works = true;
  await time.advance(2_000);
  works = false;
  await time.advance(2_000);
  expect(reports).toHaveLength(2);
  await amplifier.stop();
});
