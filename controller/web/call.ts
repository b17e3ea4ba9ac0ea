import { t } from "./text.ts";

/** RFC 9457 as the controller sends it. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  /** What happened, and what to do, in the reader's language as far as the controller has it. */
  readonly title: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly errors?: readonly { readonly field: string; readonly vi: string }[];
}

export class CallError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.name = "CallError";
    this.problem = problem;
  }
}

/** Something that went wrong, as a problem: the controller's own, or that it cannot be reached. */
export function problemIn(error: unknown): Problem {
  if (error instanceof CallError) return error.problem;
  return {
    code: "unreachable",
    status: 0,
    title: t.error.unreachable,
    hint: t.error.unreachableHint,
  };
}

export interface CallOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** The same key twice is one order, however often a button is pressed or a network repeats. */
  readonly key?: string;
  readonly patience?: number;
}

let onLoggedOut: () => void = () => undefined;
export const whenLoggedOut = (run: () => void): void => {
  onLoggedOut = run;
};

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const { method = "GET", body, key, patience = 30_000 } = options;
  const form = body instanceof FormData;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const reply = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: stop.signal,
      headers: {
        accept: "application/json",
        ...(body === undefined || form ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    if (reply.status === 204) return undefined as T;
    const answer: unknown = await reply.json().catch(() => undefined);
    if (reply.ok) return answer as T;
    throw refusalIn(path, reply.status, answer);
  } finally {
    clearTimeout(timer);
  }
}

/** What a reply that is no success means, whatever its body is. */
export function refusalIn(path: string, status: number, answer: unknown): CallError {
  if (status === 401 && path !== "/api/session") onLoggedOut();
  const [title, hint] = [t.error.unreadable, t.error.tryAgain];
  return new CallError((answer ?? { code: "unreadable", status, title, hint }) as Problem);
}

/** All pages of a listing. */
export async function callAll<T>(path: string, limit = 1_000): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const mark = path.includes("?") ? "&" : "?";
    const more = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await call<{ items: T[]; next?: string | number }>(
      `${path}${mark}limit=${limit}${more}`,
    );
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = String(page.next);
  }
}
