import { describe, expect, test } from "vitest";
import { decide, newDesk, type Signs } from "../../../edge-agent/stream/desk.ts";

const signs = (more: Partial<Signs>): Signs => ({
  now: 0,
  queued: 0,
  prebuffer: 100,
  connected: true,
  silent: false,
  back: false,
  hasFallback: true,
  ...more,
});
const playing = { on: "source", filling: false, drySince: undefined } as const;
const standing = { ...newDesk, on: "fallback" } as const;

describe("on the source", () => {
  test("some sound is collected before it is heard", () => {
    expect(decide(newDesk, signs({ queued: 50 }), false)).toMatchObject({ filling: true });
    expect(decide(newDesk, signs({ queued: 100 }), false)).toEqual(playing);
  });

  test("what is left of a source that died is heard at once", () => {
    expect(decide(newDesk, signs({ queued: 5, connected: false }), true)).toEqual(playing);
  });

  test("a gap is waited for, then the fallback is heard", () => {
    const dry = decide(playing, signs({ now: 1_000 }), true);
    expect(dry).toEqual({ on: "source", filling: true, drySince: 1_000 });
    expect(decide(dry, signs({ now: 1_600 }), true).on).toBe("source");
    expect(decide(dry, signs({ now: 1_700 }), true)).toEqual(standing);
  });

  test("a source that is gone is not waited for, one that never came a little longer", () => {
    expect(decide(playing, signs({ connected: false }), true).on).toBe("fallback");
    const dry = decide(newDesk, signs({ connected: false }), false);
    expect(dry.on).toBe("source");
    expect(decide(dry, signs({ now: 1_499, connected: false }), false).on).toBe("source");
    expect(decide(dry, signs({ now: 1_500, connected: false }), false).on).toBe("fallback");
  });

  test("silence is no sound, unless nothing stands in for it", () => {
    const silent = signs({ queued: 500, silent: true });
    expect(decide(playing, silent, true)).toEqual(standing);
    expect(decide(playing, { ...silent, hasFallback: false }, true)).toEqual(playing);
    expect(decide(playing, signs({ now: 9_000, hasFallback: false }), true).on).toBe("source");
  });
});

test("on the fallback, the source is heard again when it has brought enough sound and some of it waits", () => {
  expect(decide(standing, signs({ queued: 500 }), true)).toEqual(standing);
  expect(decide(standing, signs({ queued: 5, back: true }), true)).toEqual(standing);
  expect(decide(standing, signs({ queued: 500, back: true }), true)).toEqual(playing);
});
