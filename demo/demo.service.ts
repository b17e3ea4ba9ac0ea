import type { Api } from "./api.adapter.ts";
import type { Child } from "./children.adapter.ts";
import { clusters, commune, hamlets, province } from "./commune.ts";
import { bar, type Seen, textOf } from "./progress.ts";

export interface DemoDeps {
  readonly dataDir: string;
  /** The text to be spoken and where it comes from, for the screen. */
  readonly text: { readonly body: string; readonly from: string };
  /** Lines for people. */
  readonly say: (line: string) => void;
  /** Redraws these lines in place where the terminal can; else prints what changed. */
  readonly draw: (lines: readonly string[]) => void;
  readonly monotonic: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly startController: () => Promise<{ child: Child; http: string; password: string }>;
  readonly startAgent: (
    cluster: string,
    controller: string,
    claim: string,
    wav: string,
  ) => Promise<Child>;
  readonly connect: (base: string) => Api;
  readonly newPassword: () => string;
}

export interface DemoResult {
  readonly ok: boolean;
  readonly dataDir: string;
  readonly http: string;
  readonly message: { id: string; sha256: string; seconds: number; lufs: number };
  readonly clusters: readonly {
    cluster: string;
    outcome: string | null;
    seconds: number;
    wav: string;
    startedAt: string | null;
  }[];
  readonly reach: {
    households: number;
    of: number;
    hamlets: number;
    ofHamlets: number;
    rung: string;
  };
  readonly timings: Readonly<Record<string, number>>;
}

export interface Running {
  readonly result: DemoResult;
  readonly login: { username: string; password: string };
  stop(): Promise<void>;
}

interface Message {
  id: string;
  sha256: string | null;
  seconds: number | null;
  lufs: number | null;
  spoken: string | null;
  status: string;
}
interface Pair {
  cluster: string;
  state: string;
  outcome: string | null;
  startedAt: string | null;
  seconds: number;
}
interface Broadcast {
  id: string;
  occurrences: { clusters: Pair[] }[];
}
interface ReachFigure {
  households: { reached: number; of: number };
  hamlets: { reached: number; of: number };
  rung: string;
  line: string;
}

/** The longest that a broadcast of this length may take before the demo calls it failed. */
const patienceFor = (seconds: number): number => (seconds + 60) * 1_000;

export async function runDemo(deps: DemoDeps): Promise<Running> {
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(
      children.filter((child) => child.name !== "controller").map((child) => child.stop()),
    );
    await Promise.all(children.map((child) => child.stop()));
  };
  try {
    return await story(deps, children, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function story(
  deps: DemoDeps,
  children: Child[],
  stop: () => Promise<void>,
): Promise<Running> {
  const watch = stopwatch(deps.monotonic);
  deps.say("1/6 Khởi động bộ điều khiển và máy chủ MQTT nhúng…");
  const { child, http, password } = await deps.startController();
  children.push(child);
  watch.lap("controller");
  const { author, approver, login } = await people(deps, http, password);
  deps.say("2/6 Tạo xã mẫu: 3 thôn, 3 cụm loa; một thôn chưa có cụm loa…");
  await places(author);
  deps.say("3/6 Ghi danh 3 thiết bị, mỗi thiết bị là một tiến trình riêng…");
  const wavs = await boards(deps, author, http, children);
  watch.lap("agents");
  deps.say(`4/6 Tạo giọng đọc (${deps.text.from})…`);
  const message = await speak(deps, author, approver);
  watch.lap("speech");
  deps.say(`    Sẽ đọc là: ${(message.spoken ?? "").slice(0, 160)}…`);
  deps.say("5/6 Phát ngay tới cả ba cụm loa…");
  const broadcast = await author.post<Broadcast>("/api/broadcasts", {
    messageIds: [message.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  });
  const pairs = await follow(deps, author, broadcast.id, message.seconds ?? 0, watch);
  watch.lap("broadcast");
  deps.say("6/6 Sổ phát và tiếp cận");
  const reach = await figures(deps, author);
  const result: DemoResult = {
    ok: pairs.length === clusters.length && pairs.every((pair) => pair.outcome === "played"),
    dataDir: deps.dataDir,
    http,
    message: {
      id: message.id,
      sha256: message.sha256 ?? "",
      seconds: message.seconds ?? 0,
      lufs: message.lufs ?? 0,
    },
    clusters: pairs.map((pair) => ({
      cluster: pair.cluster,
      outcome: pair.outcome,
      seconds: pair.seconds,
      wav: wavs.get(pair.cluster) ?? "",
      startedAt: pair.startedAt,
    })),
    reach: {
      households: reach.households.reached,
      of: reach.households.of,
      hamlets: reach.hamlets.reached,
      ofHamlets: reach.hamlets.of,
      rung: reach.rung,
    },
    timings: watch.all(),
  };
  return { result, login, stop };
}

/** An author and another person who approves: nobody approves their own message. */
async function people(deps: DemoDeps, http: string, password: string) {
  const api = deps.connect(http);
  const session = await api.post<{ token: string }>("/api/session", {
    username: "admin",
    password,
  });
  const author = api.as(session.token);
  const second = deps.newPassword();
  await author.post("/api/people", {
    username: "duyet",
    name: "Người duyệt (mẫu)",
    password: second,
    roles: [{ role: "approver", place: "centre" }],
  });
  const other = await api.post<{ token: string }>("/api/session", {
    username: "duyet",
    password: second,
  });
  return { author, approver: api.as(other.token), login: { username: "admin", password } };
}

async function places(api: Api): Promise<void> {
  await api.post("/api/provinces", province);
  await api.post("/api/communes", commune);
  // The loudspeakers are files: the demo must play at three in the morning too.
  await api.put(`/api/communes/${commune.code}/regulation`, {
    number: "mẫu",
    sessions: [],
    quiet: [],
    caps: {},
  });
  for (const hamlet of hamlets)
    await api.post("/api/hamlets", { ...hamlet, commune: commune.code, languages: ["vie"] });
  for (const { hamlet, ...cluster } of clusters) {
    await api.post("/api/clusters", {
      ...cluster,
      commune: commune.code,
      hamlets: [{ hamlet, share: 1 }],
    });
  }
}

async function boards(
  deps: DemoDeps,
  api: Api,
  http: string,
  children: Child[],
): Promise<Map<string, string>> {
  const wavs = new Map<string, string>();
  for (const { id } of clusters) {
    const { code } = await api.post<{ code: string }>(`/api/clusters/${id}/claim`, {});
    const wav = `${deps.dataDir}/${id}.wav`;
    children.push(await deps.startAgent(id, http, code, wav));
    wavs.set(id, wav);
  }
  return wavs;
}

async function speak(deps: DemoDeps, author: Api, approver: Api): Promise<Message> {
  const made = await author.post<Message>("/api/messages", {
    title: "Nghị quyết 57: bản tin mẫu",
    theme: "chuyen-doi-so",
    language: "vie",
    text: deps.text.body,
  });
  let message = made;
  while (message.sha256 === null) {
    await deps.wait(100);
    message = await author.get<Message>(`/api/messages/${made.id}`);
  }
  await approver.post(`/api/messages/${made.id}/approve`, {});
  return { ...message, status: "approved" };
}

async function follow(
  deps: DemoDeps,
  api: Api,
  id: string,
  seconds: number,
  watch: Stopwatch,
): Promise<readonly Pair[]> {
  const begun = deps.monotonic();
  let first: number | undefined;
  for (;;) {
    const detail = await api.get<Broadcast>(`/api/broadcasts/${id}`);
    const pairs = detail.occurrences.flatMap((one) => one.clusters);
    if (first === undefined && pairs.some((pair) => pair.startedAt !== null)) {
      first = deps.monotonic();
      watch.lap("firstSound");
    }
    deps.draw(pairs.map((pair) => bar(seenOf(pair, first, seconds, deps.monotonic()))));
    const over = pairs.length > 0 && pairs.every((pair) => pair.outcome !== null);
    if (over || deps.monotonic() - begun > patienceFor(seconds)) return pairs;
    await deps.wait(400);
  }
}

const seenOf = (pair: Pair, first: number | undefined, seconds: number, now: number): Seen => ({
  cluster: pair.cluster,
  state: pair.state,
  outcome: pair.outcome,
  done: first === undefined || seconds === 0 ? 0 : (now - first) / 1_000 / seconds,
});

async function figures(deps: DemoDeps, api: Api): Promise<ReachFigure> {
  const log = await api.get<{
    items: {
      cluster: string;
      outcome: string;
      heard: number;
      startedAt: string | null;
      rung: string;
    }[];
  }>("/api/play-log");
  for (const row of log.items) {
    const seen = { cluster: row.cluster, state: "ended", outcome: row.outcome, done: 1 };
    deps.say(`    ${row.cluster}  ${textOf(seen)}  ${row.startedAt ?? ""}  bậc ${row.rung}`);
  }
  const reach = await api.get<ReachFigure>("/api/reach");
  deps.say(`    ${reach.line}`);
  return reach;
}

interface Stopwatch {
  lap(name: string): void;
  all(): Readonly<Record<string, number>>;
}

/** Seconds of each stretch, to the millisecond, and the whole. */
function stopwatch(monotonic: () => number): Stopwatch {
  const begun = monotonic();
  let last = begun;
  const laps: Record<string, number> = {};
  return {
    lap: (name) => {
      const now = monotonic();
      laps[name] = Math.round(now - last) / 1_000;
      last = now;
    },
    all: () => ({ ...laps, total: Math.round(monotonic() - begun) / 1_000 }),
  };
}
