import { expect, test } from "vitest";
import { asTold } from "../../../edge-agent/outbox/simulated.ts";

test("a board without a loudspeaker says so with each start and end, and with nothing else", () => {
  const reports = ["boot", "armed", "started", "ended", "refused"].map(
    (kind) => ({ kind }) as never,
  );
  expect(reports.map((one) => asTold(one, true)).map((one) => "simulated" in one)).toEqual([
    false,
    false,
    true,
    true,
    false,
  ]);
  expect(reports.map((one) => asTold(one, undefined))).toEqual(reports);
});
