import type { StaffApi } from "./claims.ts";

const PATIENCE = 60_000;

export interface StaffLogin {
  readonly token: string | undefined;
  readonly username: string;
  readonly password: string | undefined;
}

/** A person's way into the controller: by a token, else by logging in. */
export async function staffApi(base: string, login: StaffLogin): Promise<StaffApi> {
  async function ask<T>(path: string, token: string | undefined, body?: unknown): Promise<T> {
    const answer = await fetch(base + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return (await answer.json()) as T;
    const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    const what = [said["title"], said["detail"]].filter((one) => typeof one === "string").join(" ");
    throw new Error(`Bộ điều khiển từ chối ${path}: ${answer.status} ${what}`.trim());
  }
  const { username, password } = login;
  const token =
    login.token ??
    (await ask<{ token: string }>("/api/session", undefined, { username, password })).token;
  return {
    get: (path) => ask(path, token),
    post: (path, body) => ask(path, token, body),
  };
}
