import { expect, test } from "vitest";
import { quietOf, USUAL_SILENCE } from "../../../edge-agent/stream/quiet.ts";

const tone = (ms: number, amplitude: number) => new Int16Array(ms * 48).fill(amplitude);

test("a source is silent after the time of its rule, and a pause is not silence", () => {
  const quiet = quietOf(USUAL_SILENCE);
  quiet.hear(tone(1_000, 5_000));
  quiet.hear(tone(2_400, 3));
  expect(quiet.isSilent()).toBe(false);
  quiet.hear(tone(150, 3));
  expect([quiet.isSilent(), quiet.isBack()]).toEqual([true, false]);
});

test("it is back after a second of sound, pauses taken off; a click is no sound", () => {
  const quiet = quietOf({ below: -40, after: 1_000 as never });
  quiet.hear(tone(1_200, 0));
  quiet.hear(tone(100, 9_000));
  expect([quiet.isSilent(), quiet.isBack()]).toEqual([false, false]);
  quiet.hear(tone(800, 9_000));
  quiet.hear(tone(200, 0));
  expect(quiet.isBack()).toBe(false);
  quiet.hear(tone(300, 9_000));
  expect(quiet.isBack()).toBe(true);
  quiet.reset();
  expect(quiet.isBack()).toBe(false);
});
