import { describe, expect } from "vitest";
import { needing } from "../support/needs.ts";
import { meterCampaign, meterProfiles } from "./meter.ts";

// Hundreds of them: npm run faults -- meter
describe("on a real serial line that is disturbed, silent, late, pulled out and put back", () => {
  for (const profile of meterProfiles) {
    needing("socat")(
      `${profile}: a dead amplifier is never a yes, and the relay is open after each item`,
      async () => {
        const { alive, dead, leftOn } = await meterCampaign(profile, 8, 2);
        expect({ deadYes: dead.yes, leftOn }).toEqual({ deadYes: 0, leftOn: 0 });
        expect(alive.yes).toBeGreaterThan(0);
        expect(dead.no).toBeGreaterThan(0);
      },
      180_000,
    );
  }
});
