import fc from "fast-check";
import { expect, test } from "vitest";
import { hours, instant, later, minutes, seconds } from "../../../contract/time.ts";
import {
  CHECK_WINDOW,
  CHECKS,
  isGoodPassword,
  isLive,
  newLogin,
  type Tries,
  tryOnce,
} from "../../../controller/access/sessions.ts";

const start = instant(1_790_000_000_000);

test("a log-in ends after half an hour without use and after twelve hours whatever happens", () => {
  const login = newLogin(start);
  expect(isLive(login, later(start, minutes(29)))).toBe(true);
  expect(isLive(login, later(start, minutes(30)))).toBe(false);
  const used = { ...login, seen_at: later(start, hours(11.9)) };
  expect(isLive(used, later(start, hours(11.95)))).toBe(true);
  expect(isLive(used, later(start, hours(12)))).toBe(false);
  expect(isLive(login, later(start, seconds(-1)))).toBe(false);
});

test("no quarter of an hour has more than ten checks, however the tries come", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 80 }), (waits) => {
      let now = start;
      let tries: Tries | undefined;
      const checked: number[] = [];
      for (const wait of waits) {
        now = instant(now + wait);
        const next = tryOnce(tries, now);
        if (!next.ok) {
          expect(next.wait).toBeGreaterThan(0);
          expect(tryOnce(tries, later(now, next.wait)).ok).toBe(true);
          continue;
        }
        tries = next.tries;
        checked.push(now);
      }
      for (const at of checked) {
        const inWindow = checked.filter((other) => other > at - CHECK_WINDOW && other <= at);
        expect(inWindow.length).toBeLessThanOrEqual(CHECKS);
      }
    }),
  );
});

test.for([
  ["con ga trong gay sang", "lan", true],
  ["ngắn quá", "lan", false],
  ["123456789012", "lan", false],
  ["aaaaaaaaaaaaaaaa", "lan", false],
  ["MatKhau123456", "lan", false],
  ["nguyenvanlan 1985", "nguyenvanlan", false],
  ["x".repeat(300), "lan", false],
] as const)("%s as the password of %s: %s", ([password, username, good]) => {
  expect(isGoodPassword(password, username)).toBe(good);
});
