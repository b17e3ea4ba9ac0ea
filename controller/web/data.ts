import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { call, type Problem, problemIn } from "./call.ts";
import { type EventKind, onLive } from "./live.ts";

export interface Data<T> {
  readonly value: T | undefined;
  readonly problem: Problem | undefined;
  /** When the value was read; older than the problem where a later reading failed. */
  readonly at: number | undefined;
  /** Whether the value comes from the last visit because the station cannot be reached. */
  readonly kept: boolean;
  reload(): Promise<void>;
}

export interface DataOptions<T> {
  /** Events after which the data is read again. */
  readonly live?: readonly EventKind[];
  /** Keeps the last value in the browser under this name, to show it with its age while offline. */
  readonly keep?: string;
  readonly load?: (path: string) => Promise<T>;
  /** Milliseconds after which it is read anyway. */
  readonly every?: number;
}

// Receipts of many clusters arrive together: one reading answers them all.
const SETTLE = 250;

/** What a path of the API says now, and again whenever something about it happens. No path, no question. */
export function useData<T>(path: string | undefined, options: DataOptions<T> = {}): Data<T> {
  const { live, keep, load = call, every } = options;
  const [state, set] = useState<Omit<Data<T>, "reload">>({
    value: undefined,
    problem: undefined,
    at: undefined,
    kept: false,
  });
  const turn = useRef(0);
  // Of this path, while the screen is open.
  const life = useRef<object | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the loader of a screen never changes
  const reload = useCallback(async () => {
    if (path === undefined) return;
    turn.current += 1;
    const mine = turn.current;
    const mineLife = life.current;
    try {
      const value = await load(path);
      if (mine !== turn.current) return;
      const at = Date.now();
      set({ value: value as T, problem: undefined, at, kept: false });
      if (!keep) return;
      whenPainted(() => {
        // Whoever has logged out meanwhile leaves nothing; a reading that began meanwhile may still fail.
        if (mineLife !== undefined && mineLife === life.current) remember(keep, path, value, at);
      });
    } catch (error) {
      if (mine !== turn.current) return;
      const problem = problemIn(error);
      const old = keep && problem.status === 0 ? recall<T>(keep, path) : undefined;
      set((now) =>
        now.value === undefined && old
          ? { value: old.value, problem, at: old.at, kept: true }
          : { ...now, problem },
      );
    }
  }, [path]);
  useEffect(() => {
    life.current = {};
    set((now) => ({ ...now, value: undefined, problem: undefined }));
    void reload();
    return () => {
      life.current = undefined;
      turn.current += 1;
    };
  }, [reload]);
  useEffect(() => {
    if (every === undefined) return undefined;
    const timer = setInterval(() => void reload(), every);
    return () => clearInterval(timer);
  }, [reload, every]);
  const wanted = live?.join(" ");
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onLive((event) => {
      if (event.kind !== "reset" && !wanted.split(" ").includes(event.kind)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, SETTLE);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [reload, wanted]);
  return { ...state, reload };
}

/** Writing a province's list takes as long as drawing it, so it is drawn first; a hidden page is never drawn. */
function whenPainted(write: () => void): void {
  if (document.hidden) write();
  else requestAnimationFrame(() => setTimeout(write));
}

function remember(name: string, path: string, value: unknown, at: number): void {
  try {
    localStorage.setItem(`vangxa.${name}`, JSON.stringify({ path, value, at }));
  } catch {
    // A full or forbidden storage only means that nothing is shown while offline.
  }
}

function recall<T>(name: string, path: string): { value: T; at: number } | undefined {
  const text = localStorage.getItem(`vangxa.${name}`);
  if (text === null) return undefined;
  const found = JSON.parse(text) as { path: string; value: T; at: number };
  return found.path.split("?")[0] === path.split("?")[0] ? found : undefined;
}

/** Forgets what earlier visits left: the next person at this computer may not see it. */
export function forgetKept(): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("vangxa.") && !name.startsWith("vangxa.set."))
      localStorage.removeItem(name);
  }
}

/** The time, once a second or slower, for countdowns. */
export function useNow(every = 1_000): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
