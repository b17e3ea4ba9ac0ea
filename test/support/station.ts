// A whole station of real processes on this machine: a controller with its embedded broker, boards with virtual loudspeakers, and
// people who log in. What it started it stops, by process id.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeAgent } from "../../bin/bundle.ts";
import { connectApi } from "../../demo/api.adapter.ts";
import type { Api } from "../../demo/api.ts";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import type { Heard } from "./ear.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START = 60_000;
export const wait = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

/** Polls until `ask` gives something other than undefined. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  patience = 30_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${patience / 1_000} s for: ${what}`);
    await wait(50);
  }
}

export interface Pair {
  cluster: string;
  state: string;
  outcome: string | null;
  reason: string | null;
  rung: string;
  startedAt: string | null;
  seconds: number;
  /** Of relays and live sound: seconds of each source. */
  sources: { source: string; seconds: number }[];
  /** What another occurrence took from it. */
  cut: { by: string; seconds: number } | null;
}
export interface Detail {
  id: string;
  state: string;
  notYetStopped: number;
  occurrences: { id: string; notBefore: string; notAfter: string; clusters: Pair[] }[];
}

export interface Board {
  readonly cluster: string;
  readonly data: string;
  child: Child;
  /** One recording a start: what this loudspeaker was given since. */
  wavs: string[];
}

export interface Station {
  readonly dir: string;
  readonly http: string;
  readonly mqtt: string;
  readonly admin: Api;
  readonly approver: Api;
  readonly boards: readonly Board[];
  readonly password: string;
  controller: Child;
  startController(env?: NodeJS.ProcessEnv): Promise<void>;
  startBoard(board: Board): Promise<void>;
  /** An approved message made of seeded noise: the ear knows it from every other. */
  clip(seed: number, seconds: number): Promise<{ id: string; sha256: string; seconds: number }>;
  detail(id: string): Promise<Detail>;
  outcome(id: string, patience?: number): Promise<Detail>;
  hear(): Promise<Map<string, Heard[][]>>;
  stop(): Promise<void>;
}

export interface Wish {
  readonly boards: number;
  readonly controllerArgs?: readonly string[];
  readonly regulation?: unknown;
  /** Other programs in place of the product's, as a command line for Node; they live in a time of their own. */
  readonly programs?: { readonly controller: readonly string[]; readonly agent: readonly string[] };
  /** Where a board finds the controller, by the controller's own address. */
  readonly wayTo?: (http: string) => string;
  /** More for the command line of a board, by its loudspeaker's file and its cluster. */
  readonly boardArgs?: (wav: string, cluster: string) => readonly string[];
  /** More for the environment of every board. */
  readonly boardEnv?: NodeJS.ProcessEnv;
}

export async function startStation(wish: Wish): Promise<Station> {
  const dir = await mkdtemp(join(tmpdir(), "vangxa-e2e-"));
  const password = randomBytes(12).toString("base64url");
  const agentFile = await writeAgent(join(dir, "agent"));
  let [http, mqtt] = ["127.0.0.1:0", "127.0.0.1:0"];
  const boards: Board[] = [];
  let controller: Child | undefined;

  async function startController(env: NodeJS.ProcessEnv = {}): Promise<void> {
    const args = [
      ...(wish.programs?.controller ?? [join(root, "bin/vangxa.mjs"), "controller"]),
      "--data",
      join(dir, "controller"),
      "--http",
      http,
      "--mqtt",
      mqtt,
      "--json",
      ...(wish.controllerArgs ?? []),
    ];
    controller = startChild("controller", args, {
      ...process.env,
      VANGXA_ADMIN_PASSWORD: password,
      ...env,
    });
    station.controller = controller;
    const ready = await controller.waitFor((said) => said["event"] === "ready", START);
    http = String(ready["http"]).replace(/^http:\/\//, "");
    mqtt = String(ready["mqtt"]).replace(/^mqtt:\/\//, "");
  }

  async function startBoard(board: Board, claim?: string): Promise<void> {
    const wav = join(dir, `${board.cluster}-${board.wavs.length + 1}.wav`);
    board.wavs.push(wav);
    const args = [
      ...(wish.programs?.agent ?? [agentFile]),
      "--data",
      board.data,
      "--controller",
      wish.wayTo?.(`http://${http}`) ?? `http://${http}`,
      "--sink",
      `virtual:${wav}`,
      "--json",
      ...(claim === undefined ? [] : ["--claim", claim]),
      ...(wish.boardArgs?.(wav, board.cluster) ?? []),
    ];
    board.child = startChild(board.cluster, args, { ...process.env, ...wish.boardEnv });
    await board.child.waitFor(
      (said) => said["event"] === (claim === undefined ? "ready" : "enrolled"),
      START,
    );
  }

  const station = { dir, password, boards, startController, startBoard } as unknown as Station;
  await startController();
  const anyone = connectApi(`http://${http}`);
  const { token } = await anyone.post<{ token: string }>("/api/session", {
    username: "admin",
    password,
  });
  const admin = anyone.as(token);
  await admin.post("/api/people", {
    username: "duyet",
    name: "Người duyệt",
    password,
    roles: [{ role: "approver", place: "centre" }],
  });
  const second = await anyone.post<{ token: string }>("/api/session", {
    username: "duyet",
    password,
  });
  const approver = anyone.as(second.token);
  await admin.post("/api/provinces", { code: "51", name: "Quảng Ngãi" });
  await admin.post("/api/communes", { code: "21024", province: "51", name: "Xã thử" });
  // Tests run at any hour: no quiet hours unless the story is about them.
  const open = { number: "thử", sessions: [], quiet: [], caps: {} };
  await admin.put("/api/communes/21024/regulation", wish.regulation ?? open);
  for (let n = 1; n <= wish.boards; n += 1) {
    await admin.post("/api/hamlets", {
      id: `thon-${n}`,
      name: `Thôn ${n}`,
      commune: "21024",
      households: 100 * n,
      people: 400 * n,
      languages: ["vie"],
    });
    await admin.post("/api/clusters", {
      id: `cum-${n}`,
      name: `Cụm ${n}`,
      commune: "21024",
      hamlets: [{ hamlet: `thon-${n}`, share: 1 }],
    });
    const { code } = await admin.post<{ code: string }>(`/api/clusters/cum-${n}/claim`, {});
    const board: Board = {
      cluster: `cum-${n}`,
      data: join(dir, `cum-${n}`),
      child: undefined as never,
      wavs: [],
    };
    boards.push(board);
    await startBoard(board, code);
  }

  async function clip(seed: number, seconds: number) {
    const form = new FormData();
    form.set("title", `Tiếng thử ${seed}`);
    form.set("theme", "chuyen-doi-so");
    form.set("language", "vie");
    form.set(
      "file",
      new Blob([new Uint8Array(noiseWav(seed, seconds))], { type: "audio/wav" }),
      `thu-${seed}.wav`,
    );
    const answer = await fetch(`http://${http}/api/messages`, {
      method: "POST",
      body: form,
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
    const made = (await answer.json()) as { id: string };
    const message = await until("the clip's audio", async () => {
      const now = await admin.get<{ id: string; sha256: string | null; seconds: number | null }>(
        `/api/messages/${made.id}`,
      );
      return now.sha256 === null
        ? undefined
        : { id: now.id, sha256: now.sha256, seconds: now.seconds ?? 0 };
    });
    await approver.post(`/api/messages/${made.id}/approve`, {});
    return message;
  }

  const detail = (id: string) => admin.get<Detail>(`/api/broadcasts/${id}`);
  const outcome = (id: string, patience = 60_000) =>
    until(
      `outcomes of ${id}`,
      async () => {
        const now = await detail(id);
        const pairs = now.occurrences.flatMap((one) => one.clusters);
        return pairs.length > 0 && pairs.every((pair) => pair.outcome !== null) ? now : undefined;
      },
      patience,
    );

  async function hear(): Promise<Map<string, Heard[][]>> {
    const wavs = boards.flatMap((board) => board.wavs).filter((wav) => existsSync(wav));
    const ear = [
      join(root, "node_modules/tsx/dist/cli.mjs"),
      join(root, "test/support/ear-process.ts"),
      join(dir, "controller/audio"),
      ...wavs,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, ear, {
      maxBuffer: 64 * 1_024 * 1_024,
      timeout: 120_000,
    });
    const heard = JSON.parse(stdout) as Record<string, Heard[]>;
    return new Map(
      boards.map((board) => [board.cluster, board.wavs.map((wav) => heard[wav] ?? [])]),
    );
  }

  async function stop(): Promise<void> {
    await Promise.all(boards.map((board) => board.child?.stop()));
    await controller?.stop();
    await rm(dir, { recursive: true, force: true });
  }
  return Object.assign(station, {
    admin,
    approver,
    http: `http://${http}`,
    mqtt: `mqtt://${mqtt}`,
    clip,
    detail,
    outcome,
    hear,
    stop,
  });
}

/** Pink-ish seeded noise as a 16-bit 48 kHz WAV. */
export function noiseWav(seed: number, seconds: number): Buffer {
  const frames = Math.round(seconds * 48_000);
  const out = Buffer.alloc(44 + frames * 2);
  out.write("RIFF", 0);
  out.writeUInt32LE(36 + frames * 2, 4);
  out.write("WAVEfmt ", 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(48_000, 24);
  out.writeUInt32LE(96_000, 28);
  out.writeUInt16LE(2, 32);
  out.writeUInt16LE(16, 34);
  out.write("data", 36);
  out.writeUInt32LE(frames * 2, 40);
  let [state, low, lower] = [seed * 7_919 + 1, 0, 0];
  for (let i = 0; i < frames; i += 1) {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    const white = state / 2 ** 31 - 1;
    low += 0.25 * (white - low);
    lower += 0.04 * (low - lower);
    out.writeInt16LE(Math.round((low - lower) * 16_000), 44 + i * 2);
  }
  return out;
}
