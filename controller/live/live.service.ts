import {
  type LiveEncoder,
  microphoneOf,
  type OpenLiveEncoder,
} from "../../audio-library/streams/live-stream.ts";
import { type Cancel, minutes, seconds, type Timers } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Log } from "../log.ts";
import type { Messages } from "../message/message.service.ts";
import { done, type Result, refuse } from "../problems.ts";
import { ordererOf } from "../schedule/orderer.ts";
import type { Schedule } from "../schedule/schedule.service.ts";
import type { BroadcastView } from "../schedule/schedule-api.ts";
import { type Listener, type LiveStream, liveStream, type StreamKey } from "./live.ts";
import type { LiveAsk, LiveView } from "./live-api.ts";

export interface LiveDeps {
  readonly timers: Timers;
  readonly log: Log;
  readonly newId: (prefix: string) => string;
  readonly newKey: () => StreamKey;
  readonly encoder: OpenLiveEncoder;
  readonly schedule: Pick<Schedule, "placeLive" | "stateOf" | "cancel">;
  readonly messages: Pick<Messages, "create">;
}

/** The socket of the person who speaks. */
export interface Speaker {
  tell(what: object): void;
  /** Stops reading until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface Live {
  create(by: Actor, ask: LiveAsk): Promise<Result<{ live: LiveView; broadcast: BroadcastView }>>;
  view(by: Actor, id: string): Promise<Result<LiveView>>;
  /** A board listens; `undefined` = there is no such stream, or it is over. */
  join(id: string, listener: Listener): (() => void) | undefined;
  /** Somebody begins to speak. The answer takes the sound; `undefined` = not (yet) allowed. */
  speak(by: Actor, id: string, mime: string, speaker: Speaker): Promise<Speech | undefined>;
  stop(): Promise<void>;
}

export interface Speech {
  push(bytes: Uint8Array): void;
  end(): void;
}

interface Session {
  readonly id: string;
  readonly by: Actor;
  readonly ask: LiveAsk;
  readonly broadcast: string;
  readonly stream: LiveStream;
  state: LiveView["state"];
  message: string | null;
  encoder?: LiveEncoder;
  cancel: Cancel;
  work: Promise<void>;
}

const MOST_SESSIONS = 20;
/** Somebody who does not begin within this time has gone away; a second person may have to approve meanwhile. */
const BEGIN_WITHIN = minutes(15);
/** How long its recording can still be asked for. */
const KEPT = minutes(30);
/** Half an hour at 64 kbit/s and some more. */
const MOST_BYTES = 24_000_000;
const RESTS_ABOVE = 131_072;
const LOOK_AGAIN = seconds(0.1);

export function createLive(deps: LiveDeps): Live {
  const sessions = new Map<string, Session>();

  async function create(by: Actor, ask: LiveAsk): ReturnType<Live["create"]> {
    if (sessions.size >= MOST_SESSIONS) return refuse("live-busy");
    const id = deps.newId("live");
    const key = deps.newKey();
    const { theme: _theme, seconds: length, ...order } = ask;
    const live = { source: `/live/${id}`, key: key.x, seconds: length };
    const placed = await deps.schedule.placeLive(ordererOf(by), {
      ...order,
      when: { now: true },
      live,
    });
    if (!placed.ok) return placed;
    if (placed.value.state === "offered") {
      await deps.schedule.cancel(ordererOf(by), placed.value.id);
      return refuse("live-offered");
    }
    const session: Session = {
      ...{ id, by, ask, broadcast: placed.value.id, stream: liveStream(key) },
      ...{ state: "waiting", message: null, work: Promise.resolve() },
      cancel: deps.timers.after(BEGIN_WITHIN, "live begins", () => over(session)),
    };
    sessions.set(id, session);
    return done({ live: viewOf(session, placed.value.state), broadcast: placed.value });
  }

  async function view(by: Actor, id: string): Promise<Result<LiveView>> {
    const session = sessions.get(id);
    if (session?.by.id !== by.id) return refuse("live-unknown");
    return done(viewOf(session, (await deps.schedule.stateOf(session.broadcast)) ?? "cancelled"));
  }

  async function speak(
    by: Actor,
    id: string,
    mime: string,
    speaker: Speaker,
  ): Promise<Speech | undefined> {
    const session = sessions.get(id);
    const demuxer = microphoneOf(mime);
    if (session?.by.id !== by.id || session.state !== "waiting" || !demuxer) return undefined;
    if ((await deps.schedule.stateOf(session.broadcast)) !== "active") return undefined;
    const encoder = await deps.encoder(demuxer);
    if (!encoder || session.state !== "waiting") return undefined;
    return begin(session, encoder, mime, speaker);
  }

  function begin(session: Session, encoder: LiveEncoder, mime: string, speaker: Speaker): Speech {
    const heard: Uint8Array[] = [];
    let bytes = 0;
    session.encoder = encoder;
    session.state = "speaking";
    session.cancel();
    session.cancel = deps.timers.after(seconds(session.ask.seconds), "live limit", end);
    session.work = send(session, encoder).then(async () => {
      speaker.tell({ event: "over" });
      speaker.close();
      await keep(session, heard, mime);
    });

    function end(): void {
      session.cancel();
      encoder.end();
      // A program that hangs on the rest is not waited for.
      session.cancel = deps.timers.after(seconds(5), "live ends", encoder.kill);
    }

    function rest(waiting: number): void {
      if (waiting <= RESTS_ABOVE) return;
      speaker.pause();
      deps.timers.after(LOOK_AGAIN, "live rests", () => {
        speaker.resume();
        rest(encoder.push(new Uint8Array(0)));
      });
    }

    speaker.tell({ event: "speaking", seconds: session.ask.seconds });
    return {
      push(some) {
        bytes += some.length;
        if (bytes > MOST_BYTES) return end();
        heard.push(some);
        rest(encoder.push(some));
      },
      end,
    };
  }

  /** Passes on what is said until there is no more. */
  async function send(session: Session, { out }: LiveEncoder): Promise<void> {
    try {
      for await (const bytes of out) session.stream.push(bytes);
    } catch (error) {
      deps.log.warn({ live: session.id, error: String(error) }, "a live stream broke off");
    }
    over(session);
  }

  function over(session: Session): void {
    session.cancel();
    session.state = "over";
    session.stream.end();
    session.cancel = deps.timers.after(
      KEPT,
      "live forgotten",
      () => void sessions.delete(session.id),
    );
  }

  /** What was said goes into the library like any upload: levelled, and approved by somebody else before it airs again. */
  async function keep(
    { by, ask, id }: Session,
    heard: readonly Uint8Array[],
    mime: string,
  ): Promise<void> {
    if (heard.length === 0) return;
    const about = { title: ask.title, theme: ask.theme, language: "vie" };
    const sourceDocument = `Ghi lại buổi nói trực tiếp của ${by.name}`.slice(0, 300);
    const filename = `${id}.${mime.includes("mp4") ? "m4a" : mime.includes("ogg") ? "ogg" : "webm"}`;
    const made = await deps.messages.create(
      by,
      { ...about, sourceDocument },
      { file: again(heard), filename },
    );
    const session = sessions.get(id);
    if (made.ok && session) session.message = made.value.id;
    if (!made.ok) deps.log.warn({ live: id, code: made.code }, "a live speech was not kept");
  }

  return {
    create,
    view,
    speak,
    join(id, listener) {
      const session = sessions.get(id);
      return session && session.state !== "over" ? session.stream.join(listener) : undefined;
    },
    async stop() {
      for (const session of sessions.values()) {
        session.encoder?.end();
        session.cancel();
        session.stream.end();
      }
      await Promise.all([...sessions.values()].map(({ work }) => work.catch(() => undefined)));
      for (const session of sessions.values()) session.cancel();
    },
  };
}

async function* again(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const viewOf = (
  { id, state, ask, broadcast, stream, message }: Session,
  order: string,
): LiveView => ({
  ...{ id, state, order, broadcast, message },
  seconds: ask.seconds,
  listeners: stream.listeners(),
});
