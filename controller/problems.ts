import { accessProblems } from "./access/problems.ts";
import { alertProblems } from "./alert/problems.ts";
import { fleetProblems } from "./fleet/problems.ts";
import { httpProblems } from "./http/problems.ts";
import { liveProblems } from "./live/problems.ts";
import { messageProblems } from "./message/problems.ts";
import type { ProblemText } from "./problem-text.ts";
import { reachProblems } from "./reach/problems.ts";
import { reportProblems } from "./report/problems.ts";
import { calendarProblems } from "./schedule/calendar-problems.ts";
import { scheduleProblems } from "./schedule/problems.ts";

/** Every refusal that a person can meet, whichever concept it comes from. */
export const problems = {
  ...httpProblems,
  ...accessProblems,
  ...fleetProblems,
  ...messageProblems,
  ...liveProblems,
  ...alertProblems,
  ...scheduleProblems,
  ...calendarProblems,
  ...reachProblems,
  ...reportProblems,
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof problems;

/** One field that is wrong: `field` is a path such as `where.communes.0`, `vi` what is wrong and how to put it right. */
export interface FieldError {
  readonly field: string;
  readonly vi: string;
}

export interface Refusal {
  readonly ok: false;
  readonly code: ProblemCode;
  /** What was special about this case, in Vietnamese. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
}

/** An expected refusal is a value; whatever is thrown is a bug or a broken disk, wire or program. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export const done = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (
  code: ProblemCode,
  more: { readonly detail?: string; readonly errors?: readonly FieldError[] } = {},
): Refusal => ({ ok: false, code, ...more });

/** RFC 9457, with `code`, `hint` and `errors` as its extensions. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly hint: string;
  readonly titleEn: string;
  readonly errors?: readonly FieldError[];
  /** The id of the request, as in the log. */
  readonly instance?: string;
}

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

export function problemOf(refusal: Omit<Refusal, "ok">, request?: string): ProblemDocument {
  const text: ProblemText = problems[refusal.code];
  return {
    type: `urn:vangxa:problem:${refusal.code}`,
    title: text.vi,
    status: text.status,
    code: refusal.code,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    hint: text.hint,
    titleEn: text.en,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
    ...(request === undefined ? {} : { instance: `urn:vangxa:request:${request}` }),
  };
}
