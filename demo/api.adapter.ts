import type { Api } from "./api.ts";

export class ApiError extends Error {
  readonly code: string;
  constructor(
    path: string,
    status: number,
    problem: { code?: string; title?: string; detail?: string; hint?: string },
  ) {
    const says = [problem.title, problem.detail, problem.hint].filter(Boolean).join(" ");
    super(`${path}: ${status} ${problem.code ?? ""} ${says}`);
    this.name = "ApiError";
    this.code = problem.code ?? String(status);
  }
}

const PATIENCE = 60_000;

export function connectApi(base: string, token?: string): Api {
  async function ask(
    method: string,
    path: string,
    accept: string,
    body?: unknown,
  ): Promise<Response> {
    const answer = await fetch(base + path, {
      method,
      headers: {
        accept,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) {
      const problem = (await answer.json().catch(() => ({}))) as Record<string, string>;
      throw new ApiError(`${method} ${path}`, answer.status, problem);
    }
    return answer;
  }
  const json = "application/json";
  return {
    base,
    as: (other) => connectApi(base, other),
    get: async <T>(path: string) => (await (await ask("GET", path, json)).json()) as T,
    text: async (path, accept) => (await ask("GET", path, accept)).text(),
    post: async <T>(path: string, body: unknown) =>
      (await (await ask("POST", path, json, body)).json()) as T,
    put: async <T>(path: string, body: unknown) =>
      (await (await ask("PUT", path, json, body)).json()) as T,
    remove: async <T>(path: string) => (await (await ask("DELETE", path, json)).json()) as T,
  };
}
