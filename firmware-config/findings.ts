/** What a check of a machine found, for a person (`vi`, `todo`) and for a program (`code`, `figures`). */
export interface Finding {
  /** What was looked at: `node`, `data`, `sink`… */
  readonly check: string;
  /** `skipped`: it could not be looked at, which is no fault by itself. */
  readonly state: "good" | "bad" | "skipped";
  /** `ok`, or one word that never changes. */
  readonly code: string;
  readonly vi: string;
  /** What to do about it. */
  readonly todo?: string;
  readonly figures?: Readonly<Record<string, number | string>>;
}

type About = Pick<Finding, "todo" | "figures">;

export const good = (check: string, vi: string, figures?: About["figures"]): Finding => ({
  check,
  state: "good",
  code: "ok",
  vi,
  ...(figures ? { figures } : {}),
});

export const bad = (check: string, code: string, vi: string, about: About = {}): Finding => ({
  check,
  state: "bad",
  code,
  vi,
  ...about,
});

export const skipped = (check: string, code: string, vi: string): Finding => ({
  check,
  state: "skipped",
  code,
  vi,
});

export const isWell = (findings: readonly Finding[]): boolean =>
  findings.every(({ state }) => state !== "bad");

const MARKS = { good: "✓", bad: "✗", skipped: "–" } as const;

/** Lines for a person: the code only where somebody may have to name it. */
export function findingLines(findings: readonly Finding[]): string[] {
  const bads = findings.filter(({ state }) => state === "bad").length;
  return [
    ...findings.flatMap(({ check, state, code, vi, todo }) => [
      `${MARKS[state]} ${check}${state === "good" ? "" : ` [${code}]`}: ${vi}`,
      ...(todo ? [`    → ${todo}`] : []),
    ]),
    bads === 0 ? "Không thấy lỗi nào." : `${bads} lỗi.`,
  ];
}

/** One JSON object, for programs. */
export const findingsJson = (findings: readonly Finding[]): string =>
  JSON.stringify({ ok: isWell(findings), findings });
