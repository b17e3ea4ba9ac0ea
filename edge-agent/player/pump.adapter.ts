import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Reason } from "../../contract/reasons.ts";
import { steadyMilliseconds } from "../clock.adapter.ts";
import { type StreamPace, streamSource } from "../stream/stream-source.adapter.ts";
import type { Decoded } from "./decode.adapter.ts";
import { linear } from "./mix.ts";
import type { Spans } from "./player.ts";
import { CHUNK, createPump, type Mark, type PumpEvent, type PumpRun } from "./pump.ts";
import type { Sink } from "./sink.ts";
import type { Source } from "./source.ts";

/** What the program tells the sound thread. `at` is in steady milliseconds; `port` brings decoded sound, without it: silence. */
export type PumpOrder =
  | {
      readonly kind: "play";
      readonly id: number;
      readonly at: number;
      readonly gain: number;
      readonly label: string;
      readonly pieces: readonly {
        readonly frames: number;
        readonly port?: MessagePort;
        /** The port brings a stream; the sink may hold so many frames of it. */
        readonly pace?: StreamPace;
      }[];
    }
  | { readonly kind: "stop"; readonly id: number }
  | { readonly kind: "close" };

/** `steady`: when the ear heard it. */
export type PumpReport =
  | (PumpEvent & { readonly steady: number })
  | {
      readonly kind: "progress";
      readonly run: number;
      readonly frames: readonly number[];
      readonly spans?: Spans;
    };

/** How long the sink stays open after the last sound, so that a row of items needs no new start. */
const LINGER = 1_500;
const PROGRESS_EVERY = 5_000;
const STEP = 5;
/** 10 ms: as far as silence is written while a sound that is due is not decoded yet. */
const NEAR = 480;
/** 5 ms: what is so near to the ear is not touched any more. */
const GUARD = 240;

export interface PumpThread {
  readonly orders: MessagePort;
  readonly sink: Sink;
  /** The program adds one and notifies whenever it sends an order. */
  readonly bell: Int32Array;
  /** Asks the decoder to begin with a piece. */
  readonly report: (report: PumpReport) => void;
}

/** Feeds one sink in real time. Sleeps in the event loop while nothing is due, and on the bell while sound flows. */
export function runPump({ orders, sink, bell, report }: PumpThread): void {
  const pump = createPump();
  const marks: Mark[] = [];
  const labels = new Map<number, string>();
  const chunk = new Int16Array(CHUNK);
  let looping = false;
  let closing = false;
  let quietSince = 0;
  let progressAt = 0;
  let alarm: NodeJS.Timeout | undefined;

  orders.on("message", (order: PumpOrder) => {
    obey(order);
    void loop();
  });

  function obey(order: PumpOrder): void {
    if (order.kind === "play") {
      labels.set(order.id, order.label);
      if (pump.sounding() === undefined) takeBackSilence();
      pump.add(runOf(order));
    } else if (order.kind === "stop") stop(order.id);
    else closing = true;
  }

  /** Silence that was written ahead makes room for what shall sound now. */
  function takeBackSilence(): void {
    if (sink.running()) sink.takeBack(steadyMilliseconds(), untilLastMark(steadyMilliseconds()));
  }

  /** Frames that must stay: those that are too near, and those before which something is yet to be told. */
  const untilLastMark = (now: number): number =>
    Math.max(GUARD, (marks.at(-1)?.frame ?? 0) - sink.position(now));

  /** What was written ahead is taken back and faded, so that a cut is heard at once however much that was. */
  function stop(id: number): void {
    if (!sink.running()) {
      keep(pump.stop(id, 0));
      return;
    }
    const now = steadyMilliseconds();
    tell(sink.position(now));
    if (unheard(id, now) || cut(id, now)) return;
    keep(pump.stop(id, sink.written()));
  }

  /** A run whose first frame lies ahead of the ear is taken back whole. */
  function unheard(id: number, now: number): boolean {
    const at = marks.findIndex(({ event }) => event.kind === "started" && event.run === id);
    const from = marks[at]?.frame ?? 0;
    const near = sink.position(now) + GUARD;
    if (at < 0 || from <= near || marks.slice(at).some(({ event }) => event.run !== id))
      return false;
    if (sink.takeBack(now, from - sink.position(now)).length === 0) return false;
    const over = marks.splice(at).find(({ event }) => event.kind === "ended")?.event;
    if (over?.kind !== "ended") keep(pump.abandon(id, from));
    else {
      const frames = over.frames.map(() => 0);
      keep([{ frame: from, event: { kind: "ended", run: id, how: "stopped", frames } }]);
    }
    return true;
  }

  function cut(id: number, now: number): boolean {
    if (pump.sounding()?.run !== id) return false;
    const tail = sink.takeBack(now, untilLastMark(now));
    const faded = pump.cut(id, tail, sink.written());
    sink.write(faded.keep > 0 ? tail.subarray(0, faded.keep) : tail);
    keep(faded.marks);
    return faded.keep > 0;
  }

  function keep(more: readonly Mark[]): void {
    for (const mark of more) {
      if (mark.event.kind === "started") sink.note(mark.frame, labels.get(mark.event.run) ?? "");
      marks.push(mark);
    }
    if (!sink.running()) tell(Number.POSITIVE_INFINITY);
  }

  /** Reports what the ear has reached. */
  function tell(position: number): void {
    while (marks[0] && marks[0].frame <= position) {
      const { frame, event } = marks.shift() as Mark;
      if (event.kind === "ended") labels.delete(event.run);
      report({ ...event, steady: sink.running() ? sink.steadyAt(frame) : steadyMilliseconds() });
    }
  }

  /** Starts or stops the sink; false when nothing is to do for now. */
  function flowing(now: number): boolean {
    const next = pump.nextAt();
    const soon = next !== undefined && next - now <= sink.preroll;
    const busy = pump.sounding() !== undefined || soon || marks.length > 0;
    if (busy) quietSince = now;
    if (!sink.running() && (busy || soon)) sink.start(now);
    else if (sink.running() && now - quietSince > LINGER) sink.stop();
    return sink.running();
  }

  function step(now: number): void {
    for (let room = sink.room(now); room >= CHUNK; room -= CHUNK) {
      const frame = sink.written();
      if (frame - sink.position(now) > (pump.waiting() ? NEAR : pump.lead())) break;
      keep(pump.fill(chunk, frame, sink.frameAt));
      sink.write(chunk);
    }
    tell(sink.position(now));
    const trouble = sink.trouble();
    if (trouble) breakOff(trouble);
    const sounding = pump.sounding();
    if (sounding && now - progressAt >= PROGRESS_EVERY) {
      if (progressAt > 0) report({ kind: "progress", ...sounding });
      progressAt = now;
    }
  }

  function breakOff(trouble: Reason): void {
    tell(Number.POSITIVE_INFINITY);
    keep(pump.fail(trouble, sink.written()));
    tell(Number.POSITIVE_INFINITY);
    sink.stop();
  }

  async function loop(): Promise<void> {
    if (looping) return;
    looping = true;
    clearTimeout(alarm);
    while (!closing && flowing(steadyMilliseconds())) {
      const rung = Atomics.load(bell, 0);
      for (let m = receiveMessageOnPort(orders); m; m = receiveMessageOnPort(orders))
        obey(m.message);
      step(steadyMilliseconds());
      // One turn of the event loop for the sink's own events, then sleep until the next chunk or an order.
      await new Promise(setImmediate);
      Atomics.wait(bell, 0, rung, STEP);
    }
    looping = false;
    if (closing) finish();
    else sleepUntilDue();
  }

  function sleepUntilDue(): void {
    const next = pump.nextAt();
    if (next === undefined) return;
    alarm = setTimeout(() => void loop(), Math.max(0, next - sink.preroll - steadyMilliseconds()));
  }

  function finish(): void {
    sink.stop();
    orders.close();
  }
}

function runOf(order: Extract<PumpOrder, { kind: "play" }>): PumpRun {
  return {
    id: order.id,
    at: order.at,
    gain: linear(order.gain),
    pieces: order.pieces.map(({ frames, port, pace }) => ({
      frames,
      source: sourceOf(port, pace),
    })),
  };
}

function sourceOf(port: MessagePort | undefined, pace: StreamPace | undefined): Source {
  if (!port) return silence;
  return pace ? streamSource(port, pace) : portSource(port);
}

const silence: Source = {
  warm: () => undefined,
  pull: (_into, _at, most) => most,
  state: () => "open",
  close: () => undefined,
};

/** Sound that another thread decodes: read without waiting. */
function portSource(port: MessagePort): Source {
  const ready: Int16Array[] = [];
  let used = 0; // frames of ready[0] already taken
  let state: "open" | "ended" | Reason = "open";
  const read = () => {
    for (let m = receiveMessageOnPort(port); m; m = receiveMessageOnPort(port)) {
      const said = m.message as Decoded;
      if ("samples" in said) ready.push(said.samples);
      else state = said.end;
    }
  };
  return {
    warm: () => port.postMessage({ taken: 0 }),
    pull(into, at, most) {
      if (ready.length < 2) read();
      let done = 0;
      for (let first = ready[0]; first && done < most; first = ready[0]) {
        const n = Math.min(most - done, first.length - used);
        into.set(first.subarray(used, used + n), at + done);
        done += n;
        used += n;
        if (used < first.length) break;
        port.postMessage({ taken: first.length });
        ready.shift();
        used = 0;
        if (ready.length === 0) read();
      }
      return done;
    },
    state: () => (ready.length > 0 ? "open" : state),
    close: () => port.close(),
  };
}
