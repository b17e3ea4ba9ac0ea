import { MockBinding, type MockPort } from "@serialport/binding-mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seconds } from "../../../contract/time.ts";
import { createAmplifier } from "../../../edge-agent/amplifier/amplifier.service.ts";
import { openSerialRelay } from "../../../edge-agent/amplifier/relay.adapter.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const PATH = "/dev/robot";
beforeEach(() => MockBinding.createPort(PATH, { echo: false, record: true }));
afterEach(() => MockBinding.reset());

async function opened() {
  let line: MockPort | undefined;
  const binding = {
    list: MockBinding.list,
    open: async (options: { path: string; baudRate: number }) => {
      line = await MockBinding.open(options);
      return line;
    },
  };
  const relay = await openSerialRelay({ path: PATH, binding: binding as never });
  return { relay, said: () => (line as MockPort).recording.toString() };
}

test("it says what the board understands, and opens the relay when it goes", async () => {
  const { relay, said } = await opened();
  await relay.set(true);
  await relay.set(true);
  await relay.set(false);
  await relay.set(true);
  await relay.close();
  await relay.close();
  expect(said()).toBe("RELAY 1\nRELAY 1\nRELAY 0\nRELAY 1\nRELAY 0\n");
});

test("a port that is not there is refused at the start", async () => {
  await expect(
    openSerialRelay({ path: "/dev/none", binding: MockBinding as never }),
  ).rejects.toThrow();
});

test("with the amplifier on, the relay hears it each second; after the item it is opened", async () => {
  const time = new VirtualTime();
  const { relay, said } = await opened();
  let busy = true;
  const amplifier = createAmplifier({
    relay,
    clock: time,
    timers: time,
    isBusy: () => busy,
    report: async () => undefined,
  });
  amplifier.expect(time.monotonic());
  for (let n = 0; n < 4; n++) await time.advance(1_000);
  busy = false;
  amplifier.idle();
  for (let n = 0; n < 4; n++) await time.advance(1_000);
  await amplifier.stop();
  expect(said().match(/RELAY 1/g)?.length).toBeGreaterThanOrEqual(4);
  expect(said().endsWith("RELAY 0\n")).toBe(true);
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
