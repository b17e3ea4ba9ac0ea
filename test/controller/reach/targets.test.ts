import { expect, test } from "vitest";
import { targetFor } from "../../../controller/reach/targets.ts";

const target = (due: string, place = "centre", share = 0.7) => ({
  ...{ metric: "households" as const, share, due, place, source: "x" },
});
const scopes = ["c-21024", "p-51", "centre"];

test("the place's own first, then the next that falls due, and one that is over only at last", () => {
  const all = [target("2025-12-31"), target("2027-12-31"), target("2030-12-31")];
  expect(targetFor(all, "households", scopes, "2026-06-01")?.due).toBe("2027-12-31");
  expect(targetFor(all, "households", scopes, "2031-01-01")?.due).toBe("2030-12-31");
  expect(targetFor(all.toReversed(), "households", scopes, "2026-06-01")?.due).toBe("2027-12-31");
  const own = [...all, target("2029-12-31", "p-51"), target("2028-12-31", "p-75")];
  expect(targetFor(own, "households", scopes, "2026-06-01")?.place).toBe("p-51");
  expect(targetFor(own, "people", scopes, "2026-06-01")).toBeUndefined();
});
