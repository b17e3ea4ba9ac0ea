import { sql } from "kysely";
import { readStarter } from "../../audio-library/seed/starter.adapter.ts";
import type { PasswordPort } from "../../controller/access/access.service.ts";
import { nodeSecrets } from "../../controller/access/secrets.adapter.ts";
import { composeLibrary, type LibrarySide } from "../../controller/compose-library.ts";
import {
  composePeople,
  type Foundation,
  type PeopleSide,
} from "../../controller/compose-people.ts";
import { readSheet } from "../../controller/fleet/sheet.adapter.ts";
import { openMetrics } from "../../controller/http/metrics.adapter.ts";
import { createServer, type Server } from "../../controller/http/server.service.ts";
import { systemRoutes } from "../../controller/http/system.routes.ts";
import { base64 } from "../../controller/ids.adapter.ts";
import { breathe } from "../../controller/report/drawing-thread.adapter.ts";
import { drawnHere } from "../../controller/report/drawn-here.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import { zip } from "../../controller/zip.adapter.ts";
import { paperLibrary } from "./paper-library.ts";
import { type PeopleTime, peopleTime } from "./people-time.ts";

/** Real hashing is slow on purpose and has its own test. */
const quickPasswords: PasswordPort = {
  hash: async (password) => `quick ${sha256Of(password)}`,
  verify: async (hash, password) => hash === `quick ${sha256Of(password)}`,
};

export const ADMIN_PASSWORD = "mat khau quan tri";
export const PASSWORD = "con ga trong gay sang";

export interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: T;
  readonly raw: Buffer;
}

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type; the assertions look at it
export type Wire = any;

/** Somebody who asks over HTTP. */
export interface Asker {
  readonly token: string | undefined;
  ask<T = Wire>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply<T>>;
  get<T = Wire>(path: string, headers?: Record<string, string>): Promise<Reply<T>>;
  post<T = Wire>(path: string, body?: unknown): Promise<Reply<T>>;
}

export interface PeopleWorld {
  readonly store: Store;
  readonly server: Server;
  readonly side: PeopleSide;
  readonly shelf: LibrarySide;
  readonly time: PeopleTime;
  readonly library: ReturnType<typeof paperLibrary>;
  readonly changed: string[][];
  readonly logged: { level: string; fields: object; text: string }[];
  /** What `/healthz` finds. */
  healthy: boolean;
  readonly nobody: Asker;
  readonly admin: Asker;
  /** Logs in, or makes a person with these roles and logs in. */
  login(username: string, password: string): Promise<Asker>;
  person(username: string, ...roles: [role: string, place: string][]): Promise<Asker>;
  /** Everything in the database as text: equal before and after = nothing was changed. */
  snapshot(): Promise<string>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly file?: string;
  readonly perMinute?: number;
  readonly metricsToken?: string;
  readonly publicUrl?: string;
}

export async function peopleWorld(options: WorldOptions = {}): Promise<PeopleWorld> {
  const store = await openStore({ file: options.file ?? ":memory:" });
  const { time, library, logged, base } = foundation(store);
  const changed: string[][] = [];
  let healthy = true;
  const side = await composePeople(base, async (communes) => void changed.push([...communes]));
  const shelf = composeLibrary(base, side, options.publicUrl);
  const server = await createServer(
    {
      ...base,
      version: "test",
      actorOf: side.actorOf,
      trustProxy: [],
      perMinute: options.perMinute ?? 100_000,
    },
    [
      ...side.plugs,
      ...shelf.plugs,
      (app) =>
        app.register(systemRoutes, {
          version: "test",
          metrics: base.metrics,
          healthy: async () => ({ database: healthy }),
          metricsToken: options.metricsToken,
          same: nodeSecrets.same,
        }),
    ],
  );
  await side.start(ADMIN_PASSWORD);
  const asker = askers(server);
  const people = await firstPeople(asker);
  return {
    get healthy() {
      return healthy;
    },
    set healthy(now) {
      healthy = now;
    },
    store,
    server,
    side,
    shelf,
    time,
    library,
    changed,
    logged,
    ...people,
    snapshot: () => snapshot(store),
    close: async () => {
      side.stop();
      await server.app.close();
      await shelf.stop();
      await store.close();
    },
  };
}

/** What a controller is built on, with time that stands, a library of paper and a log that is kept. */
export function foundation(store: Store) {
  const time = peopleTime();
  const library = paperLibrary();
  const logged: { level: string; fields: object; text: string }[] = [];
  const note = (level: string) => (fields: object, text: string) =>
    void logged.push({ level, fields, text });
  let ids = 0;
  const base: Foundation = {
    db: store.db,
    clock: time,
    timers: time,
    log: { error: note("error"), warn: note("warn"), info: note("info"), debug: note("debug") },
    metrics: openMetrics(),
    secrets: nodeSecrets,
    passwords: quickPasswords,
    hash: sha256Of,
    newId: (prefix) => `${prefix}-${String(++ids).padStart(6, "0")}`,
    base64,
    readSheet,
    audio: library.audio,
    files: library.store,
    readStarter,
    // A thread takes a second to start: its own test draws there, the others here.
    drawers: { ...drawnHere.report, log: { ...drawnHere.log, breathe } },
    zip,
  };
  return { time, library, logged, base };
}

/** Nobody, the first administrator, and how to make and log in others. */
export async function firstPeople(asker: (token: string | undefined) => Asker) {
  const nobody = asker(undefined);
  const login = async (username: string, password: string): Promise<Asker> => {
    const reply = await nobody.post("/api/session", { username, password });
    if (reply.status !== 200)
      throw new Error(`no log-in for ${username}: ${JSON.stringify(reply.body)}`);
    return asker(reply.body.token);
  };
  const admin = await login("admin", ADMIN_PASSWORD);
  const person = async (username: string, ...held: [role: string, place: string][]) => {
    const roles = held.map(([role, place]) => ({ role, place }));
    await must(admin.post("/api/people", { username, name: username, password: PASSWORD, roles }));
    return login(username, PASSWORD);
  };
  return { nobody, admin, login, person };
}

/** Asks without a socket, as if from this address. */
export const askers =
  ({ app }: Server, remoteAddress = "127.0.0.1") =>
  (token: string | undefined): Asker => {
    const ask: Asker["ask"] = async (method, path, body, headers = {}) => {
      const reply = await app.inject({
        method: method as "GET",
        url: path,
        remoteAddress,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const type = String(reply.headers["content-type"] ?? "");
      const parsed =
        /[/+]json/.test(type) && reply.body !== "" ? JSON.parse(reply.body) : undefined;
      return {
        status: reply.statusCode,
        headers: reply.headers,
        body: parsed,
        raw: reply.rawPayload,
      };
    };
    return {
      token,
      ask,
      get: (path, headers) => ask("GET", path, undefined, headers),
      post: (path, body) => ask("POST", path, body ?? {}),
    };
  };

/** Every table but when somebody was last seen, which a refused request may move. */
export async function snapshot({ db }: Store): Promise<string> {
  const names = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`.execute(
    db,
  );
  const all: Record<string, unknown> = {};
  for (const { name } of names.rows) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db);
    all[name] = rows.map((row) => ({ ...row, seen_at: undefined }));
  }
  return JSON.stringify(all);
}

/** Two communes of one province and one of another, each with a hamlet and a cluster. */
export async function somePlaces({ admin }: Pick<PeopleWorld, "admin">): Promise<void> {
  for (const [code, province, name] of [
    ["21024", "51", "Xã Trà Sơn"],
    ["21025", "51", "Xã Đồng Ếch"],
    ["26001", "75", "Xã Phú Lâm"],
  ]) {
    await must(admin.post("/api/communes", { code, province, name }));
    const hamlet = {
      id: `h-${code}`,
      commune: code,
      name: `Thôn Đông ${code}`,
      households: 100,
      people: 400,
    };
    await must(admin.post("/api/hamlets", hamlet));
    await must(
      admin.post("/api/clusters", {
        id: `k-${code}`,
        commune: code,
        name: `Cụm ${code}`,
        hamlets: [`h-${code}`],
      }),
    );
  }
}

export async function must<T>(asked: Promise<Reply<T>>): Promise<T> {
  const reply = await asked;
  if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body;
}
