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
import { filenameOf, messageOf, type Spool, type Spooled, sourceOf } from "./spool.ts";

export interface LiveDeps {
  readonly timers: Timers;
  readonly log: Log;
  readonly newId: (prefix: string) => string;
  readonly newKey: () => StreamKey;
  readonly encoder: OpenLiveEncoder;
  readonly schedule: Pick<Schedule, "placeLive" | "stateOf" | "cancel">;
  readonly messages: Pick<Messages, "create">;
  readonly spool: Spool;
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
  /** Puts into the library what an earlier run could not; goes on behind. */
  start(): void;
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
const UNWRITTEN = "a live speech is not recorded to its end";
const UNREAD = "what an earlier run recorded cannot be read";

export function createLive(deps: LiveDeps): Live {
  const sessions = new Map<string, Session>();
  const { log, spool } = deps;
  let recovery = Promise.resolve();
  let isStopped = false;

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
    if (!encoder) return undefined;
    if (session.state !== "waiting") {
      encoder.kill();
      return undefined;
    }
    return begin(session, encoder, mime, speaker);
  }

  function begin(session: Session, encoder: LiveEncoder, mime: string, speaker: Speaker): Speech {
    const { id } = session;
    const { title, theme } = session.ask;
    const tape = spool.begin({ id, by: session.by, title, theme, mime });
    let bytes = 0;
    session.encoder = encoder;
    session.state = "speaking";
    session.cancel();
    session.cancel = deps.timers.after(seconds(session.ask.seconds), "live limit", end);
    session.work = send(session, encoder).then(async () => {
      speaker.tell({ event: "over" });
      speaker.close();
      // What went wrong on disk cost the rest of the recording, not what it has.
      await tape.close().catch((error) => log.error({ live: id, error: String(error) }, UNWRITTEN));
      const spooled = await spool.one(id);
      session.message = spooled ? await kept(spooled) : null;
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
        tape.write(some);
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
      log.warn({ live: session.id, error: String(error) }, "a live stream broke off");
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
  async function keep({ head, isWhole, bytes, read }: Spooled): Promise<string | null> {
    const { id, by, title, theme } = head;
    if (bytes === 0) {
      await spool.drop(id);
      return null;
    }
    const sourceDocument = sourceOf(head, isWhole);
    const made = await deps.messages.create(
      by,
      { title, theme, language: "vie", sourceDocument },
      { file: read(), filename: filenameOf(head), live: { id: messageOf(head) } },
    );
    // What holds no sound will not hold one tomorrow; anything else may be mended by then.
    if (made.ok || made.code === "not-audio") await spool.drop(id);
    if (!made.ok) log.warn({ live: id, code: made.code }, "a live speech was not kept");
    return made.ok ? made.value.id : null;
  }

  async function kept(spooled: Spooled): Promise<string | null> {
    try {
      return await keep(spooled);
    } catch (error) {
      log.error({ live: spooled.head.id, error: String(error) }, "a live speech waits for a start");
      return null;
    }
  }

  async function recover(): Promise<void> {
    for (const spooled of await spool.left()) {
      if (isStopped) return;
      const message = await kept(spooled);
      log.info({ live: spooled.head.id, message }, "a live speech of an earlier run");
    }
  }

  return {
    start() {
      recovery = recover().catch((error) => log.error({ error: String(error) }, UNREAD));
    },
    create,
    view,
    speak,
    join(id, listener) {
      const session = sessions.get(id);
      return session && session.state !== "over" ? session.stream.join(listener) : undefined;
    },
    async stop() {
      isStopped = true;
      for (const session of sessions.values()) {
        session.encoder?.end();
        session.cancel();
        session.stream.end();
      }
      const works = [...sessions.values()].map(({ work }) => work.catch(() => undefined));
      await Promise.all([...works, recovery]);
      for (const session of sessions.values()) session.cancel();
    },
  };
}

const viewOf = (
  { id, state, ask, broadcast, stream, message }: Session,
  order: string,
): LiveView => ({
  ...{ id, state, order, broadcast, message },
  seconds: ask.seconds,
  listeners: stream.listeners(),
});
