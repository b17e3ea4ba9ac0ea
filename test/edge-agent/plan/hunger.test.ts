import { expect, test } from "vitest";
import { days, hours, type Instant, later } from "../../../contract/time.ts";
import { isHungry } from "../../../edge-agent/plan/hunger.ts";

const now = 1_000_000_000 as Instant;
const plan = (scope: string, to: Instant) => ({ kind: "plan", scope, horizon: { to } }) as never;
const scopes = ["c-21024", "a-board"];

test("a place without a plan, or with one that soon says nothing more, is asked for again", () => {
  expect(isHungry(scopes, [], now)).toBe(true);
  expect(isHungry(scopes, [plan("c-21024", later(now, hours(23)))], now)).toBe(true);
  expect(isHungry(scopes, [plan("c-21024", later(now, days(2)))], now)).toBe(false);
});
