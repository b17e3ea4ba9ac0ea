import { beforeEach, expect, test } from "vitest";
import type { Report } from "../../../contract/receipt.ts";
import { createAmplifier } from "../../../edge-agent/amplifier/amplifier.service.ts";
import { watchPower } from "../../../edge-agent/evidence/watch.service.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

// A simulated amplifier behind a relay and a meter that misbehaves by levers.
let time: VirtualTime;
let reports: Report[];
let closed: boolean;
let alive: boolean;
let welded: boolean;
let meterFails: boolean;
let odd: number;
let busy: boolean;
let sounding: boolean;
beforeEach(() => {
  time = new VirtualTime();
  reports = [];
  [closed, alive, welded, meterFails, odd, busy, sounding] = [
    false,
    true,
    false,
    false,
    0,
    false,
    false,
  ];
});

function drawn(): number {
  if (!alive) return 0;
  if (!closed && !welded) return 0.5;
  return sounding ? 30 : 8;
}

function open() {
  const report = async (one: Report) => void reports.push(one);
  const amplifier = createAmplifier({
    relay: {
      warmUp: 300 as never,
      set: async (on) => {
        closed = on;
      },
      close: async () => undefined,
    },
    clock: time,
    timers: time,
    isBusy: () => busy,
    report,
  });
  const watch = watchPower({
    meter: {
      offWatts: 3,
      idleWatts: 8,
      riseWatts: 6,
      read: async () => {
        if (meterFails) throw new Error("timeout");
        const watts = drawn() + odd;
        return { volts: 230, amps: drawn() / 230, watts };
      },
    },
    clock: time,
    timers: time,
    state: () => amplifier.state().at,
    isBusy: () => busy,
    cut: amplifier.cut,
    report,
  });
  return { amplifier, watch };
}

async function played(seconds: number, audible = true) {
  const { amplifier, watch } = open();
  busy = true;
  const from = amplifier.expect(time.monotonic());
  await time.advance(from - time.monotonic());
  sounding = audible;
  amplifier.sounds();
  await time.advance(seconds * 1_000);
  [sounding, busy] = [false, false];
  amplifier.idle();
  const proof = watch.prove([{ from, to: time.monotonic() }], 0);
  await time.advance(4_000);
  watch.stop();
  await amplifier.stop();
  return proof;
}

test("relay on, warm-up, sound, off: the power in between proves it, with its figures", async () => {
  expect(await played(12)).toEqual({ verdict: "yes", watts: 30, idleWatts: 8 });
  expect(closed).toBe(false);
  expect(reports).toEqual([]);
});

test("a dead amplifier, or one without a signal, is a no", async () => {
  alive = false;
  expect(await played(12)).toMatchObject({ verdict: "no", watts: 0 });
  alive = true;
  expect(await played(12, false)).toMatchObject({ verdict: "no", watts: 8 });
});

test("a meter that fails, or whose figures cannot be, proves nothing", async () => {
  meterFails = true;
  expect(await played(12)).toBeUndefined();
  meterFails = false;
  odd = 100;
  expect(await played(12)).toBeUndefined();
  expect(reports).toContainEqual(expect.objectContaining({ alarm: "amplifier" }));
});

test("power with no item is told within ten seconds, once, and the relay is cut", async () => {
  const { watch } = open();
  await time.advance(20_000);
  expect(reports).toEqual([]);
  welded = true;
  closed = true;
  await time.advance(10_000);
  expect(reports).toEqual([
    { kind: "alarm", alarm: "idle-power", detail: "8.0 W with no item; the relay was opened" },
  ]);
  expect(closed).toBe(false);
  await time.advance(60_000);
  expect(reports).toHaveLength(1);
  welded = false;
  await time.advance(5_000);
  welded = true;
  await time.advance(10_000);
  expect(reports).toHaveLength(2);
  watch.stop();
});
