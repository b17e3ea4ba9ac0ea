import { join } from "node:path";
import { enrolStore } from "../../controller/fleet/enrol.store.ts";
import { messageStore } from "../../controller/message/message.store.ts";
import { playlogStore } from "../../controller/playlog/playlog.store.ts";
import { scheduleStore } from "../../controller/schedule/schedule.store.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore } from "../../controller/store/sqlite.adapter.ts";
import { ADMIN } from "./web-station.ts";

// A full province: 100 communes, 1,000 clusters with a board, 100,000 rows of the play log in a real database, filled through an
// import and the program's own stores.
export const [COMMUNES, CLUSTERS] = [100, 1_000];
const PER_COMMUNE = CLUSTERS / COMMUNES;
const HOUR = 3_600_000;

const each = <T>(n: number, make: (at: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => make(at));
const communeOf = (cluster: number): string => String(30_000 + Math.floor(cluster / PER_COMMUNE));

export const login = async (base: string): Promise<string> => {
  const reply = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: ADMIN }),
  });
  return ((await reply.json()) as { token: string }).token;
};

/** Places as a province imports them: one row a cluster with its hamlet. */
export async function importPlaces(base: string): Promise<void> {
  const heads =
    "Mã tỉnh,Tên tỉnh,Mã xã,Tên xã,Mã thôn,Tên thôn,Số hộ,Số dân,Mã cụm,Tên cụm,Vĩ độ,Kinh độ";
  const lines = each(CLUSTERS, (n) => {
    const [latitude, longitude] = [15 + (n % 40) / 100, 108 + (n % 25) / 100];
    const commune = `51,Tỉnh Quảng Ngãi,${communeOf(n)},Xã số ${communeOf(n)}`;
    const hamlet = `thon-${n},Thôn ${n},${100 + (n % 300)},${400 + n}`;
    return `${commune},${hamlet},cum-${n},Cụm loa ${n},${latitude},${longitude}`;
  });
  const form = new FormData();
  form.set("file", new Blob([[heads, ...lines].join("\r\n")], { type: "text/csv" }), "a.csv");
  const headers = { authorization: `Bearer ${await login(base)}` };
  const reply = await fetch(`${base}/api/fleet/import`, { method: "POST", headers, body: form });
  if (!reply.ok) throw new Error(await reply.text());
}

const outcomes = ["played", "played", "played", "partial", "unreported", "failed"] as const;

/** Boards, messages, orders and their rows: nine orders in ten are the communes' own, one in ten is the province's and must be played. */
export async function fillProvince(data: string, rows = 100_000): Promise<void> {
  const orders = Math.ceil(rows / CLUSTERS);
  const store = await openStore({ file: join(data, "vangxa.db") });
  const now = Date.now();
  const enrolled = enrolStore(store.db);
  for (const n of each(CLUSTERS, (at) => at)) {
    const claim = { code_hash: `c${n}`, cluster: `cum-${n}`, created_by: "u", created_at: now };
    await enrolled.addClaim({ ...claim, expires_at: now + HOUR });
    const board = { id: `ag-${n}`, cluster: `cum-${n}`, public_key: "x", secret_hash: `x${n}` };
    await enrolled.admit(`c${n}`, { ...board, about: "{}", enrolled_at: now });
  }
  const messages = messageStore(store.db);
  for (const n of each(300, (at) => at)) await messages.add(message(n, now));
  const schedule = scheduleStore(store.db);
  const log = playlogStore(store.db, sha256Of);
  for (let order = 0; order < orders; order += 1) {
    const must = order % 10 === 0;
    // The newest ten within a day around now, the others one every seven hours before.
    const back = order < 10 ? (order - 3) * 2 : 24 + order * 7;
    const at = now - back * HOUR;
    const made = must
      ? [airing(order, "p-51", at, true)]
      : each(COMMUNES, (n) => airing(order, `c-${30_000 + n}`, at, false));
    await schedule.save(broadcast(order, at, must), made as never, at as never);
    await log.append(
      each(CLUSTERS, (n) => row(order, n, at, must)).filter(
        (one) => at < now || one.cluster === "",
      ) as never,
    );
  }
  await store.close();
}

const message = (n: number, now: number) => ({
  ...{ id: `m-${n}`, version: 1, place: "p-51", title: `Bản tin ${n}`, folded: `ban tin ${n}` },
  ...{ theme: "ky-nang-so", language: "vie", text: `Lời của bản tin ${n}.`, spoken: `Lời ${n}.` },
  ...{
    spans: '{"spans":[],"flags":[]}',
    voice: null,
    origin: "speech",
    status: "approved",
    author: "u",
  },
  ...{ created_at: now - n * HOUR, content_hash: "x", decided_by: "v", decided_at: now },
  ...{ decision_reason: null, sha256: "0".repeat(64), bytes: 1, length: 60_000, lufs: -16 },
  ...{ true_peak: -1, peaks: null, engine: null, notes: "[]", source_document: null },
  ...{ secrecy: "public", valid_from: null, valid_to: null, campaign: null, personal_reason: null },
  ...{ audience: null, source_number: null, rights: null, work: null, shared: null },
});

/** More that must be played: so many orders of the province, each for every cluster, that wait for a session of the next days. */
export async function owe(data: string, orders: number): Promise<void> {
  const store = await openStore({ file: join(data, "vangxa.db") });
  const schedule = scheduleStore(store.db);
  for (let n = 0; n < orders; n += 1) {
    const [order, at] = [1_000_000 + n, Date.now() + n * HOUR];
    const made = [airing(order, "p-51", at, true)];
    await schedule.save(broadcast(order, at, true), made as never, at as never);
  }
  await store.close();
}

const broadcast = (order: number, at: number, must: boolean) => ({
  ...{ id: `b-${order}`, place: "p-51", title: `Lượt ${order}`, theme: "ky-nang-so" },
  ...{ level: must ? "priority" : "normal", authority: must ? "province" : "commune" },
  ...{ status: "actual", state: "active", author: "u", created_at: at, content_hash: "x" },
  spec: JSON.stringify({
    messageIds: ["m-1"],
    where: { all: true },
    when: { at: new Date(at).toISOString() },
  }),
  ...{ approvals: "[]", cancelled_at: null, cancelled_by: null, idempotency_key: null },
  campaign: null,
});

function airing(order: number, scope: string, at: number, must: boolean) {
  const body = {
    ...{ id: `o-${order}-${scope}`, broadcast: `b-${order}`, title: `Lượt ${order}` },
    ...{ level: must ? "priority" : "normal", authority: must ? "province" : "commune" },
    ...{ status: "actual", issued: at, notBefore: at, notAfter: at + (must ? 24 * HOUR : 600_000) },
    placement: must ? { kind: "session", order: 0 } : { kind: "at", at },
    ...{ target: { all: true }, parts: [{ kind: "pause", length: 60_000 }], onCut: "resume" },
    approvedBy: ["u"],
  };
  const mine = each(CLUSTERS, (n) => n).filter(
    (n) => scope === "p-51" || scope === `c-${communeOf(n)}`,
  );
  return { scope, document: "plan", clusters: mine.map((n) => `cum-${n}`), body };
}

function row(order: number, n: number, at: number, must: boolean) {
  const scope = must ? "p-51" : `c-${communeOf(n)}`;
  const outcome = outcomes[(order + n) % outcomes.length] as string;
  const full = outcome === "played";
  return {
    ...{ occurrence: `o-${order}-${scope}`, cluster: `cum-${n}`, agent: `ag-${n}`, outcome },
    ...{ reason: null, rung: full ? "completed" : "delivered", started_at: full ? at : null },
    ...{
      heard: full ? 60_000 : 0,
      frames: full ? 100 : 0,
      of_frames: 100,
      late: 0,
      at,
      // Some boards had no signed time since their start.
      body: full && n % 40 === 0 ? '{"clock":{"source":"system"}}' : "{}",
    },
  };
}
