import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectApi } from "../../demo/api.adapter.ts";
import type { Api } from "../../demo/api.ts";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const vangxa = join(root, "bin/vangxa.mjs");
export const ADMIN = "mat khau quan tri vien";
export const PASSWORD = "con ga trong gay sang";
// A bound, not a promise: a busy machine takes long to start a program.
const START = 100_000;

/** A real controller with one real board, a commune, and a person of each kind, as a stranger would set it up. */
export interface WebStation {
  readonly base: string;
  readonly admin: Api;
  /** Where the loudspeaker's samples and the controller's library lie. */
  readonly dir: string;
  readonly board: Child;
  readonly controller: Child;
  /** Logged in over HTTP as one of the people, or as the administrator. */
  by(username: string): Promise<Api>;
  /** Puts a message there that `duyet` has approved. */
  approved(title: string, theme: string, text: string): Promise<string>;
  /** An order of `duyet` for the cluster with a board, at this ISO instant. */
  planned(message: string, at: string): Promise<void>;
  stop(): Promise<void>;
}

/** `env`: more for both programs, a time zone for one. `hears`: the board's microphone hears its own loudspeaker. */
export async function startWebStation(
  env: NodeJS.ProcessEnv = {},
  { hears = false }: { readonly hears?: boolean } = {},
): Promise<WebStation> {
  buildWeb();
  const data = await mkdtemp(join(tmpdir(), "vangxa-web-station-"));
  const children: Child[] = [];
  const stop = async () => {
    for (const child of children.reverse()) await child.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { child, base } = await startController(join(data, "c"), env);
    children.push(child);
    const api = connectApi(base);
    const { token } = await api.post<{ token: string }>("/api/session", {
      username: "admin",
      password: ADMIN,
    });
    const admin = api.as(token);
    await seed(admin);
    const { code } = await admin.post<{ code: string }>("/api/clusters/cum-1/claim", {});
    const board = startBoard({ dir: data, base, code, hears }, env);
    children.push(board);
    await board.waitFor((said) => said["event"] === "enrolled", START);
    return {
      base,
      admin,
      dir: data,
      board,
      controller: child,
      by: (username) => logged(api, username),
      approved: (...words) => approved(api, admin, ...words),
      planned: async (message, at) => {
        const by = await asApprover(api);
        const where = { clusters: ["cum-1"] };
        await by.post("/api/broadcasts", {
          messageIds: [message],
          level: "normal",
          where,
          when: { at },
        });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export function buildWeb(): void {
  const built = spawnSync(process.execPath, [join(root, "bin/build-web.mjs")], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** A controller that knows nobody but its administrator; `dir` is new. With a large database the first start counts it
 * before it is ready. */
export async function startController(
  dir: string,
  env: NodeJS.ProcessEnv = {},
  patience = START,
): Promise<{ child: Child; base: string }> {
  const [http, mqtt] = [
    ["--http", "127.0.0.1:0"],
    ["--mqtt", "127.0.0.1:0"],
  ] as const;
  const child = startChild(
    "controller",
    [vangxa, "controller", "--data", dir, ...http, ...mqtt, "--json"],
    { ...process.env, VANGXA_ADMIN_PASSWORD: ADMIN, ...env },
  );
  const ready = await child.waitFor((said) => said["event"] === "ready", patience);
  return { child, base: String(ready["http"]) };
}

interface BoardWish {
  readonly dir: string;
  readonly base: string;
  /** Left out for one that is enrolled already. */
  readonly code?: string;
  readonly hears?: boolean;
}

/** A board whose loudspeaker is `a.wav` of the folder. */
export function startBoard(wish: BoardWish, env: NodeJS.ProcessEnv = {}): Child {
  const wav = join(wish.dir, "a.wav");
  return startChild(
    "board",
    [
      vangxa,
      "agent",
      "--data",
      join(wish.dir, "a"),
      "--controller",
      wish.base,
      ...(wish.code ? ["--claim", wish.code] : []),
      "--sink",
      `virtual:${wav}`,
      ...(wish.hears ? ["--listen", `file:${wav}`] : []),
      "--json",
    ],
    { ...process.env, ...env },
  );
}

async function approved(
  api: Api,
  admin: Api,
  title: string,
  theme: string,
  text: string,
): Promise<string> {
  const place = "c-21024";
  const message = await admin.post<{ id: string }>("/api/messages", {
    title,
    theme,
    language: "vie",
    text,
    place,
  });
  for (let tries = 0; tries < 100; tries += 1) {
    const { sha256 } = await admin.get<{ sha256: string | null }>(`/api/messages/${message.id}`);
    if (sha256 !== null) break;
    await new Promise((go) => setTimeout(go, 200));
  }
  await (await asApprover(api)).post(`/api/messages/${message.id}/approve`, {});
  return message.id;
}

const asApprover = (api: Api): Promise<Api> => logged(api, "duyet");

async function logged(api: Api, username: string): Promise<Api> {
  const login = { username, password: username === "admin" ? ADMIN : PASSWORD };
  return api.as((await api.post<{ token: string }>("/api/session", login)).token);
}

async function seed(admin: Api): Promise<void> {
  await admin.post("/api/provinces", { code: "51", name: "Tỉnh Quảng Ngãi" });
  await admin.post("/api/communes", { code: "21024", province: "51", name: "Xã Trà Sơn" });
  await admin.put("/api/communes/21024/regulation", {
    number: "12/QĐ-UBND",
    sessions: [],
    quiet: [],
    caps: {},
  });
  const hamlets = [
    ["thon-dong", "Thôn Đông", 431],
    ["thon-dong-ech", "Thôn Đồng Ếch", 208],
  ] as const;
  for (const [id, name, households] of hamlets) {
    await admin.post("/api/hamlets", {
      id,
      name,
      households,
      people: households * 4,
      commune: "21024",
    });
  }
  await admin.post("/api/clusters", {
    id: "cum-1",
    name: "Cụm loa Nhà văn hoá Đông",
    commune: "21024",
    latitude: 15.2031,
    longitude: 108.4502,
    hamlets: ["thon-dong"],
  });
  await admin.post("/api/clusters", {
    id: "cum-2",
    name: "Cụm loa Đồng Ếch",
    commune: "21024",
    latitude: 15.2112,
    longitude: 108.4617,
    hamlets: ["thon-dong-ech"],
  });
  const people = [
    ["soan", "Nguyễn Thị Soạn", ["editor"]],
    ["duyet", "Trần Văn Duyệt", ["approver", "editor"]],
    ["kiemtra", "Lê Kiểm Tra", ["auditor"]],
  ] as const;
  for (const [username, name, held] of people) {
    const roles = held.map((role) => ({ role, place: "c-21024" }));
    await admin.post("/api/people", { username, name, password: PASSWORD, roles });
  }
}
