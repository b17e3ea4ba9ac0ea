import { useEffect, useState } from "preact/hooks";
import { eventKinds, type EventKind as Kind } from "../http/events.ts";

/** `reset`: whatever is shown may be old. */
export type EventKind = Kind | "reset";

export interface LiveEvent {
  readonly id: number;
  readonly at: number;
  readonly kind: EventKind;
  readonly place: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Link = "waiting" | "live" | "lost";

const AGAIN = 2_000;

const hearers = new Set<(event: LiveEvent) => void>();
const watchers = new Set<(link: Link) => void>();
let link: Link = "waiting";
let source: EventSource | undefined;
let lastId: string | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

function become(now: Link): void {
  if (link === now) return;
  link = now;
  for (const watch of watchers) watch(now);
}

function hear(event: MessageEvent<string>): void {
  lastId = event.lastEventId || lastId;
  const told = JSON.parse(event.data) as LiveEvent;
  for (const hearer of hearers) hearer(told);
}

/**
 * Listens until `stopLive`, from the event `known` on: what happens while a screen reads its first
 * data is told too. The browser repeats a cut stream by itself with its last id; a refused one it
 * gives up, so we ask again.
 */
export function startLive(known?: number): void {
  if (source) return;
  if (known !== undefined) lastId ??= String(known);
  const from = lastId === undefined ? "" : `?lastEventId=${lastId}`;
  const stream = new EventSource(`/api/events${from}`);
  source = stream;
  for (const kind of eventKinds) stream.addEventListener(kind, hear as EventListener);
  stream.addEventListener("hello", (event) => {
    const again = link === "lost";
    lastId = (event as MessageEvent).lastEventId || lastId;
    become("live");
    if (again) tellReset();
  });
  stream.addEventListener("reset", (event) => {
    lastId = (event as MessageEvent).lastEventId;
    tellReset();
  });
  stream.onerror = () => {
    become("lost");
    if (stream.readyState !== EventSource.CLOSED) return;
    source = undefined;
    clearTimeout(again);
    again = setTimeout(() => startLive(), AGAIN);
  };
}

/** Whatever is shown may be old: each screen reads its data anew. */
function tellReset(): void {
  const event: LiveEvent = { id: 0, at: 0, kind: "reset", place: "", body: {} };
  for (const hearer of hearers) hearer(event);
}

export function stopLive(): void {
  clearTimeout(again);
  source?.close();
  source = undefined;
  lastId = undefined;
  become("waiting");
}

window.addEventListener("offline", () => become("lost"));
// A stream that outlived the break says nothing about it: a new one tells what was missed.
window.addEventListener("online", () => {
  if (!source) return;
  source.close();
  source = undefined;
  startLive();
});

export function useLink(): Link {
  const [now, set] = useState(link);
  useEffect(() => {
    set(link);
    watchers.add(set);
    return () => void watchers.delete(set);
  }, []);
  return now;
}

export function onLive(hearer: (event: LiveEvent) => void): () => void {
  hearers.add(hearer);
  return () => void hearers.delete(hearer);
}
