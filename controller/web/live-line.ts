import type { Static } from "typebox";
import type { LiveMade, LiveView } from "../live/live-api.ts";
import { call } from "./call.ts";

export type Stage = "asking" | "approval" | "speaking" | "over" | "broken" | "refused";

export interface Wanted {
  readonly title: string;
  readonly level: "normal" | "emergency";
  readonly clusters: readonly string[];
  readonly seconds: number;
}

export interface Line {
  stop(): void;
}

/** What this browser can record that the controller takes; the shortest pieces that it hands out, milliseconds. */
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const PIECE = 100;
const THEMES = { normal: "thong-bao", emergency: "khan-cap" } as const;

/** Opens the microphone, orders the speech, waits until it may sound, and sends it. */
export async function openLine(wanted: Wanted, tell: (stage: Stage) => void): Promise<Line> {
  tell("asking");
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: { echoCancellation: false, autoGainControl: true } })
    .catch(() => undefined);
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!stream || !kind) {
    tell("refused");
    return { stop: () => undefined };
  }
  const line = { stopped: false, end: () => undefined as void };
  const hangUp = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  const { clusters, ...rest } = wanted;
  const made = await call<Static<typeof LiveMade>>("/api/live", {
    method: "POST",
    body: { ...rest, theme: THEMES[wanted.level], where: { clusters } },
  }).catch((error: unknown) => {
    hangUp();
    throw error;
  });
  void speakOnce(made.live, stream, kind, line, tell).finally(hangUp);
  return {
    stop() {
      line.stopped = true;
      line.end();
    },
  };
}

async function speakOnce(
  first: LiveView,
  stream: MediaStream,
  kind: string,
  line: { stopped: boolean; end: () => void },
  tell: (stage: Stage) => void,
): Promise<void> {
  let now = first;
  while (now.order === "proposed" && !line.stopped) {
    tell("approval");
    await new Promise((go) => setTimeout(go, 1_000));
    now = await call<LiveView>(`/api/live/${now.id}`);
  }
  if (line.stopped || now.order !== "active") return tell("over");
  await send(now.id, stream, kind, line, tell);
}

function send(
  id: string,
  stream: MediaStream,
  kind: string,
  line: { end: () => void },
  tell: (stage: Stage) => void,
): Promise<void> {
  const address = new URL(`/api/live/${id}/sound`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32_000 });
  recorder.ondataavailable = ({ data }) => {
    if (socket.readyState === WebSocket.OPEN && data.size > 0) socket.send(data);
  };
  recorder.onstop = () => socket.readyState === WebSocket.OPEN && socket.send("stop");
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  line.end = stop;
  return new Promise((resolve) => {
    let ended = false;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: kind }));
      recorder.start(PIECE);
    };
    socket.onmessage = ({ data }) => {
      const { event } = JSON.parse(String(data)) as { event: "speaking" | "over" };
      ended = event === "over";
      tell(event);
    };
    socket.onclose = () => {
      stop();
      if (!ended) tell("broken");
      resolve();
    };
  });
}
