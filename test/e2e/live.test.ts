import { expect } from "vitest";
import { buildWeb, speakLive } from "../support/live-speech.ts";
import { needing } from "../support/needs.ts";
import { quantile } from "../support/spread.ts";
import { startStation, until } from "../support/station.ts";

needing("chromium", "ffmpeg")(
  "what is said into a browser sounds in the village, is proven, and is kept",
  { timeout: 180_000 },
  async () => {
    buildWeb();
    const station = await startStation({ boards: 1 });
    try {
      const { delays, captured } = await speakLive(station, 16);
      expect(captured.length).toBeGreaterThan(5);
      expect(delays.length).toBeGreaterThan(captured.length / 2);
      // The figure is made by test/bench/live-delay.ts on a quiet machine.
      expect(quantile(delays, 0.5)).toBeLessThan(2_000);
      const { items } = await station.admin.get<{ items: { id: string; title: string }[] }>(
        "/api/broadcasts",
      );
      const order = items.find(({ title }) => title === "Họp thôn tối nay");
      const { occurrences } = await station.outcome(order?.id ?? "");
      const [pair] = occurrences.flatMap(({ clusters }) => clusters);
      expect(pair).toMatchObject({ outcome: "played", rung: "completed" });
      expect(pair?.seconds).toBeGreaterThan(10);
      const kept = await until("the recording in the library", async () => {
        const { items: all } = await station.admin.get<{
          items: { title: string; status: string; origin: string; sourceDocument: string | null }[];
        }>("/api/messages");
        return all.find(({ title }) => title === "Họp thôn tối nay");
      });
      expect(kept).toMatchObject({ origin: "recording", status: "pending" });
      expect(kept.sourceDocument).toContain("nói trực tiếp");
    } finally {
      await station.stop();
    }
  },
);
