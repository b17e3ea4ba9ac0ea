import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Sha256 } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Report } from "../../contract/receipt.ts";
import { dayNumber } from "../../contract/station-time.ts";
import {
  type Cancel,
  type Duration,
  type Instant,
  milliseconds,
  minutes,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import { backoff } from "../link/backoff.ts";
import type { AudioStore } from "./store.ts";
import { readUsed, usedOn } from "./used.ts";
import { audioOfOccurrence, evict, mayFetch, nextFetchHours, type Want, wants } from "./want.ts";

/** Never filled by audio: room for the journal and for documents. */
const SPARE = 32 * 1_024 * 1_024;

export interface CacheDeps {
  readonly store: AudioStore;
  readonly timers: Timers;
  readonly now: () => Instant;
  readonly chance: () => number;
  /** Bases in the order in which they are asked: the controller, then those of the configuration. */
  readonly bases: () => readonly string[];
  readonly occurrences: () => readonly Occurrence[];
  readonly isArmed: (occurrence: Occurrence) => boolean;
  /** What the SIM allows, as the signed configuration says. */
  readonly dataPlan: () => Pick<AgentConfig, "bytesPerDay" | "fetchHours">;
  /** What was downloaded on this station day, which a restart must not forget. */
  readonly counter: {
    readonly read: () => Promise<string | undefined>;
    readonly write: (text: string) => Promise<void>;
  };
  readonly report: (report: Report) => Promise<void>;
  readonly onArmed: () => void;
}

export interface Cache {
  start(): Promise<void>;
  /** Documents changed: fetch what is missing, arm what is whole. */
  look(): void;
  has(occurrence: Occurrence): boolean;
  /** Audio that some order still needs. */
  needed(): ReadonlySet<string>;
  /** It was given up because the disk is full. */
  gone(sha256: Sha256): void;
  /** Why an occurrence is not whole yet, if a cause is known. */
  trouble(occurrence: Occurrence): "wrong-hash" | "disk-full" | undefined;
  dataUsed(): number;
  stop(): Promise<void>;
}

export function createCache(deps: CacheDeps): Cache {
  const present = new Set<string>();
  const troubles = new Map<string, "wrong-hash" | "disk-full">();
  const abort = new AbortController();
  let waits = backoff(deps.chance, seconds(1), minutes(5));
  let cancel: Cancel = () => undefined;
  let working: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let used = { day: 0, bytes: 0 };
  let fullTold = false;

  const has = (occurrence: Occurrence): boolean =>
    audioOfOccurrence(occurrence).every(({ sha256 }) => present.has(sha256));

  async function arm(): Promise<void> {
    const whole = deps
      .occurrences()
      .filter((one) => has(one) && !deps.isArmed(one) && one.notAfter > deps.now());
    const told = Promise.all(whole.map(({ id }) => deps.report({ kind: "armed", occurrence: id })));
    // The player need not wait until the disk has the receipt.
    if (whole.length > 0) deps.onArmed();
    await told;
  }

  const missing = (): Want[] =>
    wants(deps.occurrences(), deps.now()).filter(({ sha256 }) => !present.has(sha256));
  /** What of it may be fetched now. */
  const due = (): Want[] => {
    const { fetchHours } = deps.dataPlan();
    return missing().filter((want) => mayFetch(want, fetchHours, deps.now()));
  };

  /** One pass over what is missing, soonest first; returns whether something still is. */
  async function pass(): Promise<boolean> {
    await arm();
    const tried = new Set<string>();
    for (;;) {
      // Asked anew after each file: an emergency that came meanwhile goes first.
      const want = due().find(({ sha256 }) => !tried.has(sha256));
      if (!want || stopped) break;
      tried.add(want.sha256);
      if (await fetchOne(want)) await arm();
    }
    return due().length > 0;
  }

  async function fetchOne(want: Want): Promise<boolean> {
    if (overBudget(want) || !(await makeRoom(want.bytes))) return false;
    for (const base of deps.bases()) {
      const fetched = await deps.store.fetch(base, want.sha256, want.bytes, abort.signal);
      count(fetched.received);
      if (fetched.ok) {
        present.add(want.sha256);
        troubles.delete(want.sha256);
        waits = backoff(deps.chance, seconds(1), minutes(5));
        return true;
      }
      if (fetched.code === "wrong-hash") troubles.set(want.sha256, "wrong-hash");
      if (fetched.code === "disk-full") await full(want.sha256);
      if (stopped) return false;
    }
    return false;
  }

  function count(bytes: number): void {
    used = usedOn(dayNumber(deps.now()), used, bytes);
    // A full or broken disk shows at the audio itself; only the budget would begin anew.
    if (bytes > 0) deps.counter.write(JSON.stringify(used)).catch(() => undefined);
  }

  /** An emergency passes the budget: its own `neededAt` is zero. */
  function overBudget({ bytes, neededAt }: Want): boolean {
    const most = deps.dataPlan().bytesPerDay;
    if (most === undefined || neededAt === 0) return false;
    count(0);
    return used.bytes + bytes > most;
  }

  const needed = (): Set<string> =>
    new Set(wants(deps.occurrences(), deps.now()).map(({ sha256 }) => sha256));

  async function makeRoom(bytes: number): Promise<boolean> {
    const free = await deps.store.free();
    if (free >= bytes + SPARE) return true;
    for (const sha256 of evict(await deps.store.list(), needed(), free, bytes + SPARE)) {
      await deps.store.remove(sha256);
      present.delete(sha256);
    }
    const enough = (await deps.store.free()) >= bytes + SPARE;
    if (!enough) await full();
    return enough;
  }

  async function full(sha256?: Sha256): Promise<void> {
    if (sha256) troubles.set(sha256, "disk-full");
    if (fullTold) return;
    fullTold = true;
    await deps.report({ kind: "alarm", alarm: "disk-full", detail: "no room for audio" });
  }

  async function work(): Promise<void> {
    do {
      again = false;
      const left = await pass();
      if (left && !again && !stopped) retryLater();
      else if (!again && !stopped) fetchAtNight();
    } while (again && !stopped);
  }

  function retryLater(): void {
    cancel = deps.timers.after(waits.next().value as Duration, "audio again", look);
  }

  /** Everything that is left waits for the hours in which data is cheap. */
  function fetchAtNight(): void {
    const { fetchHours } = deps.dataPlan();
    if (!fetchHours || missing().length === 0) return;
    const wait = milliseconds(nextFetchHours(fetchHours, deps.now()) - deps.now());
    cancel = deps.timers.after(wait, "audio at night", look);
  }

  function look(): void {
    cancel();
    again = true;
    if (stopped || working !== undefined) return;
    working = workThenRest();
  }

  async function workThenRest(): Promise<void> {
    try {
      await work();
    } catch {
      // The disk of the journal or of the audio failed. A broken journal ends the program by itself; else it is tried again.
      if (!stopped) retryLater();
    }
    working = undefined;
    if (again && !stopped) look();
  }

  return {
    async start() {
      for (const { sha256 } of await deps.store.list()) present.add(sha256);
      used = readUsed(await deps.counter.read());
      look();
    },
    look,
    has,
    needed,
    gone: (sha256) => void present.delete(sha256),
    trouble: (occurrence) =>
      audioOfOccurrence(occurrence)
        .map(({ sha256 }) => troubles.get(sha256))
        .find((one) => one !== undefined),
    dataUsed: () => used.bytes,
    async stop() {
      stopped = true;
      cancel();
      abort.abort();
      await working;
    },
  };
}
