import type { Api } from "./api.ts";
import type { Child } from "./child.ts";
import { clusters, commune, hamlets, outlines, province } from "./commune.ts";
import { cutIn } from "./emergency.service.ts";
import { approved } from "./message.service.ts";
import { bar, type Seen, textOf } from "./progress.ts";
import type { Broadcast, DemoDeps, DemoResult, Pair, ReachFigure, Running } from "./shapes.ts";

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
  deps.say("1/7 Khởi động bộ điều khiển và máy chủ MQTT nhúng…");
  const { child, http, password } = await deps.startController();
  children.push(child);
  watch.lap("controller");
  const { author, approver, logins } = await people(deps, http, password);
  deps.say("2/7 Tạo xã mẫu: 3 thôn, 3 cụm loa; một thôn chưa có cụm loa…");
  await places(author);
  deps.say("3/7 Ghi danh 3 thiết bị, mỗi thiết bị là một tiến trình riêng…");
  const wavs = await boards(deps, author, http, children);
  watch.lap("agents");
  deps.say(`4/7 Tạo giọng đọc (${deps.text.from})…`);
  const message = await approved(deps, author, approver, {
    title: "Nghị quyết 57: bản tin mẫu",
    text: deps.text.body,
  });
  watch.lap("speech");
  deps.say(`    Sẽ đọc là: ${(message.spoken ?? "").slice(0, 160)}…`);
  deps.say("5/7 Phát ngay tới cả ba cụm loa…");
  const broadcast = await author.post<Broadcast>("/api/broadcasts", {
    messageIds: [message.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  });
  const pairs = await follow(deps, author, broadcast.id, message.seconds ?? 0, watch);
  watch.lap("broadcast");
  deps.say("6/7 Tin khẩn cấp chen ngang một bản tin, rồi bản tin phát tiếp đúng chỗ bị cắt…");
  const cut = await cutIn(deps, author, approver);
  watch.lap("emergency");
  deps.say("7/7 Sổ phát và tiếp cận");
  const reach = await figures(deps, author);
  const all = [pairs, cut.emergency, cut.resumed];
  const result: DemoResult = {
    ok: all.every((some) => some.length === clusters.length && some.every(isPlayed)),
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
    emergency: {
      played: cut.emergency.filter(isPlayed).length,
      resumed: cut.resumed.filter(isPlayed).length,
      of: clusters.length,
      startedAfter: cut.startedAfter,
    },
    timings: watch.all(),
  };
  return { result, logins, stop };
}

const isPlayed = ({ outcome }: Pair): boolean => outcome === "played";

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
  return {
    author,
    approver: api.as(other.token),
    logins: [
      { username: "admin", password },
      { username: "duyet", password: second },
    ],
  };
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
  await api.post("/api/hamlet-outlines/import", outlines);
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
      title: string;
      outcome: string;
      heard: number;
      startedAt: string | null;
      rung: string;
    }[];
  }>("/api/play-log");
  for (const row of log.items) {
    const seen = { cluster: row.cluster, state: "ended", outcome: row.outcome, done: 1 };
    deps.say(
      `    ${row.cluster}  ${textOf(seen)}  ${row.startedAt ?? ""}  bậc ${row.rung}  "${row.title}"`,
    );
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
