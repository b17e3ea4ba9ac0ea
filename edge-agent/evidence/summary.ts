import type { Acoustic } from "./ear.ts";
import type { Listening } from "./listen.ts";

const WHOLE = 0.7;
const PART = 0.15;

/** One verdict for a message that was judged in windows; lags are counted from `expected` (seconds into each capture). */
export function summary(windows: readonly Listening[], expected: number): Acoustic {
  const live = sum(windows, (one) => one.liveBlocks);
  const coverage = live > 0 ? sum(windows, (one) => one.heardBlocks) / live : 0;
  const decided = windows.filter(({ verdict }) => verdict !== "undecided");
  const first = decided.find(({ lagSeconds }) => lagSeconds !== undefined);
  const lag = first?.lagSeconds === undefined ? 0 : first.lagSeconds - expected;
  const weakest = decided.reduce<Listening | undefined>(
    (least, one) => (least && least.score <= one.score ? least : one),
    undefined,
  );
  const suspicion = [...new Set(decided.flatMap((one) => one.suspicion ?? []))];
  return {
    verdict: verdictOf(decided, coverage),
    coverage: round(coverage, 1_000),
    score: round(weakest?.score ?? 0, 100),
    threshold: round(weakest?.threshold ?? 0, 100),
    lag: round(lag * 1_000, 8),
    recognised: Math.round(
      sum(windows, (one) => one.heardSeconds) * 1_000,
    ) as Acoustic["recognised"] & number,
    ...(suspicion.length > 0 ? { suspicion: suspicion.join(" ") } : {}),
  };
}

function verdictOf(decided: readonly Listening[], coverage: number): Acoustic["verdict"] {
  if (decided.length === 0) return "undecided";
  if (coverage >= WHOLE && decided.every(({ verdict }) => verdict === "heard")) return "heard";
  return coverage >= PART ? "partly" : "not-heard";
}

const sum = (windows: readonly Listening[], of: (one: Listening) => number): number =>
  windows.reduce((total, one) => total + of(one), 0);

const round = (value: number, steps: number): number => Math.round(value * steps) / steps;
