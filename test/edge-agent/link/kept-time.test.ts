import { expect, test } from "vitest";
import { carried, readKept } from "../../../edge-agent/link/kept-time.ts";

const whole = { floor: 1, seen: 2, unconfirmed: 3, wrong: true, keepsTime: false };
const nothing = { floor: 0, seen: 0, unconfirmed: 0, wrong: false };

test("is read as it was written", () => expect(readKept(JSON.stringify(whole))).toEqual(whole));

test.each([undefined, "", "{", "17", '{"floor":-1}', JSON.stringify({ ...whole, seen: 9e15 })])(
  "what is torn or strange is nothing: %j",
  (text) => expect(readKept(text)).toEqual(nothing),
);

test("time is carried on by the machine that it was seen on, and by no other", () => {
  const machine = (boot: string, uptime: number) => ({ boot, uptime: uptime as never });
  const seen = { ...nothing, seen: 1_000, machine: machine("a", 50) } as never;
  expect(carried(seen, machine("a", 80))).toEqual({ at: 1_030, exact: true });
  for (const other of [undefined, machine("b", 80), machine("a", 40)])
    expect(carried(seen, other)).toEqual({ at: 1_000, exact: false });
  expect(carried(nothing as never, machine("a", 80))).toEqual({ at: 0, exact: false });
});
