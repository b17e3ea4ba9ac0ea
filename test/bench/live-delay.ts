// Somebody speaks into a real Chromium: how long until each burst sounds in the loudspeaker of a real board, all on one machine. Prints JSON.
import { buildWeb, speakLive } from "../support/live-speech.ts";
import { quantile } from "../support/spread.ts";
import { startStation } from "../support/station.ts";

const SECONDS = Number(process.argv[2] ?? 120);

buildWeb();
const station = await startStation({ boards: 1 });
try {
  const { delays, captured } = await speakLive(station, SECONDS);
  const [p50, p95, largest] = [0.5, 0.95, 1].map((share) => Math.round(quantile(delays, share)));
  const goal = { p95: 1_500 };
  process.stdout.write(
    `${JSON.stringify({ bench: "live-delay", unit: "ms", captured: captured.length, heard: delays.length, p50, p95, largest, goal })}\n`,
  );
} finally {
  await station.stop();
}
