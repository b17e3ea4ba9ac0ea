import fc from "fast-check";
import { expect, test } from "vitest";
import type { Duration } from "../../../contract/time.ts";
import {
  type Amplifier,
  type AmplifierEvent,
  COOLING,
  step,
} from "../../../edge-agent/amplifier/amplifier.ts";

const NOW = 10_000 as Duration;
const off: Amplifier = { at: "off" };
const warming: Amplifier = { at: "warming", since: NOW };
const on: Amplifier = { at: "on" };
const cooling: Amplifier = { at: "cooling", until: (NOW + COOLING) as Duration };
const past: Amplifier = { at: "cooling", until: NOW };

test.each([
  [off, "item-coming", warming, ["close-relay"]],
  [warming, "item-coming", warming, []],
  [on, "item-coming", on, []],
  [cooling, "item-coming", on, []],
  [off, "item-sounds", on, ["close-relay"]],
  [warming, "item-sounds", on, []],
  [on, "item-sounds", on, []],
  [cooling, "item-sounds", on, []],
  [off, "no-item", off, []],
  [warming, "no-item", cooling, []],
  [on, "no-item", cooling, []],
  [past, "no-item", past, []],
  [off, "tick", off, []],
  [on, "tick", on, []],
  [cooling, "tick", cooling, []],
  [past, "tick", off, ["open-relay"]],
  [off, "shut", off, []],
  [warming, "shut", off, ["open-relay"]],
  [on, "shut", off, ["open-relay"]],
  [cooling, "shut", off, ["open-relay"]],
] as const)("%j, then %s", (state, kind, after, effects) => {
  expect(step(state, { kind, now: NOW })).toEqual({ state: after, effects });
});

test("whatever happens, the relay is closed exactly while the machine is not off", () => {
  const kinds = ["item-coming", "item-sounds", "no-item", "tick", "shut"] as const;
  const someEvents = fc.array(fc.record({ kind: fc.constantFrom(...kinds), pass: fc.nat(3_000) }));
  fc.assert(
    fc.property(someEvents, (events) => {
      let state: Amplifier = off;
      let closed = false;
      let now = 0;
      for (const { kind, pass } of events) {
        now += pass;
        const next = step(state, { kind, now: now as Duration } satisfies AmplifierEvent);
        state = next.state;
        for (const effect of next.effects) {
          expect(effect === "close-relay").toBe(!closed);
          closed = effect === "close-relay";
        }
        expect(closed).toBe(state.at !== "off");
      }
    }),
  );
});
