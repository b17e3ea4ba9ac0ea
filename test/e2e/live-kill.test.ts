import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { expect } from "vitest";
import { needing } from "../support/needs.ts";
import { type Station, startStation, until, wait } from "../support/station.ts";

const require = createRequire(import.meta.url);
/** As much of a client's socket as is used here: the package comes with the server's. */
interface Socket {
  on(event: string, listen: (data: unknown) => void): void;
  once(event: string, listen: (data: unknown) => void): void;
  send(data: string | Uint8Array): void;
}
const { WebSocket } = createRequire(require.resolve("@fastify/websocket"))("ws") as {
  WebSocket: new (url: string, options: object) => Socket;
};

interface Kept {
  id: string;
  title: string;
  status: string;
  origin: string;
  seconds: number | null;
  sourceDocument: string | null;
}

needing("ffmpeg")(
  "kill -9 of the controller while somebody speaks: what was said until then is in the library after the next start, once",
  { timeout: 120_000 },
  async () => {
    const station = await startStation({ boards: 1 });
    try {
      await cutWhileSpeaking(station, 6);
      await station.startController();
      const kept = await until("the recording in the library", () => recordingOf(station));
      expect(kept).toMatchObject({ origin: "recording", status: "pending" });
      expect(kept.sourceDocument).toContain("bị cắt giữa chừng do máy chủ ngừng đột ngột");
      expect(kept.seconds ?? 0).toBeGreaterThan(5);
      // Once more, in the middle of whatever it does: nothing is made twice.
      process.kill(station.controller.pid, "SIGKILL");
      await wait(300);
      await station.startController();
      await wait(2_000);
      expect(await recordingOf(station)).toEqual(kept);
    } finally {
      await station.stop();
    }
  },
);

async function recordingOf({ admin }: Station): Promise<Kept | undefined> {
  const { items } = await admin.get<{ items: Kept[] }>("/api/messages");
  const kept = items.filter(({ title }) => title === "Họp thôn tối nay");
  expect(kept.length).toBeLessThan(2);
  return kept[0];
}

/** Sends so many seconds of sound as a browser would, a quarter of a second at a time, and kills the controller under it. */
async function cutWhileSpeaking(station: Station, seconds: number): Promise<void> {
  const { live } = await station.admin.post<{ live: { id: string } }>("/api/live", {
    title: "Họp thôn tối nay",
    theme: "thong-bao",
    level: "normal",
    where: { all: true },
    seconds: 60,
  });
  const { token } = await station.admin.post<{ token: string }>("/api/session", {
    username: "admin",
    password: station.password,
  });
  const socket = new WebSocket(`${station.http.replace("http", "ws")}/api/live/${live.id}/sound`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const said: { event: string }[] = [];
  socket.on("message", (data) => void said.push(JSON.parse(String(data))));
  socket.on("error", () => undefined);
  await new Promise((go) => socket.once("open", go));
  socket.send(JSON.stringify({ type: "audio/webm;codecs=opus" }));
  await until("the first word", () => said.find(({ event }) => event === "speaking"));
  for (const piece of webm(seconds)) {
    socket.send(piece);
    await wait(250);
  }
  process.kill(station.controller.pid, "SIGKILL");
  await new Promise((go) => socket.once("close", go));
}

/** Noise in the container of a browser's recorder, cut into quarters of a second. */
function webm(seconds: number): Buffer[] {
  const noise = `anoisesrc=d=${seconds}:c=pink:a=0.4:seed=7`;
  const sound = execFileSync("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", noise, "-c:a", "libopus", "-b:a", "32k"],
    ...["-f", "webm", "-live", "1", "-cluster_time_limit", "250", "pipe:1"],
  ]);
  const size = Math.ceil(sound.length / (seconds * 4));
  return Array.from({ length: seconds * 4 }, (_, i) => sound.subarray(i * size, (i + 1) * size));
}
