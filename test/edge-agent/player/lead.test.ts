import { expect, test } from "vitest";
import { adaptiveLead } from "../../../edge-agent/player/lead.ts";

const MS = 48;

test("a calm board is fed 40 ms ahead, so a cut is heard soon", () => {
  const lead = adaptiveLead();
  lead.well(1_000_000_000);
  expect(lead.frames()).toBe(40 * MS);
});

test("a board that stutters is fed further ahead, up to 300 ms, and back again after a calm while", () => {
  const lead = adaptiveLead();
  lead.late(10);
  expect(lead.frames()).toBe(80 * MS);
  lead.late(200 * MS);
  expect(lead.frames()).toBe(300 * MS);
  lead.late(1);
  expect(lead.frames()).toBe(300 * MS);
  lead.well(29_999 * MS);
  expect(lead.frames()).toBe(300 * MS);
  lead.well(MS);
  expect(lead.frames()).toBe(150 * MS);
});
