import { afterEach, beforeEach, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import type { Actor } from "../../../controller/access/access.ts";
import { jwsVerifier } from "../../../controller/link/jws.adapter.ts";
import type { LogRow } from "../../../controller/playlog/playlog-api.ts";
import { cell, csvHead, csvLine } from "../../../controller/playlog/view.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import { actor, type MachineHttp, machineHttp } from "../../support/machine-http.ts";
import { type MachineWorld, machineWorld, order, until } from "../../support/machine-world.ts";

let world: MachineWorld;
let board: StandIn;
let http: MachineHttp;
let person: Actor | undefined;
let played: OccurrenceId;
let failed: OccurrenceId;

beforeEach(async () => {
  person = actor("auditor", "centre");
  world = await machineWorld();
  board = await standIn(world);
  http = await machineHttp(world, () => person);
  played = await order(world, { title: '=HYPERLINK("http://x","Bấm"), vào' });
  failed = await order(world, { title: "Bình dân học vụ số" });
  await board.send(
    await board.batch(
      ended(played),
      ended(failed, { as: "failed", frames: 0, reason: "device-missing" }),
    ),
  );
  await until(() => board.acked() === 2);
});
afterEach(async () => {
  await http.app.close();
  await board.close();
  await world.close();
});

const rows = async (query = ""): Promise<{ occurrence: string }[]> => {
  const reply = await http.get(`/api/play-log${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().items;
};

test("the log says what, where, how it went and why, newest first", async () => {
  expect(await rows()).toMatchObject([
    {
      seq: 2,
      occurrence: failed,
      outcome: "failed",
      outcomeText: "Phát lỗi",
      reason: "device-missing",
      reasonText: "Không có thiết bị âm thanh.",
      cluster: "cum-1",
      clusterName: "Cum 1",
      commune: "21024",
      newest: true,
    },
    {
      seq: 1,
      occurrence: played,
      outcome: "played",
      rung: "completed",
      seconds: 30,
      frames: 1_440_000,
      ofFrames: 1_440_000,
      late: false,
      level: "normal",
      theme: "chuyen-doi-so",
    },
  ]);
});

test("each filter narrows, and pages follow each other without a hole", async () => {
  const of = async (query: string) => (await rows(query)).map(({ occurrence }) => occurrence);
  expect(await of("?outcome=played")).toEqual([played]);
  expect(
    await of("?outcome=failed&cluster=cum-1&commune=21024&level=normal&theme=chuyen-doi-so"),
  ).toEqual([failed]);
  expect(await of("?campaign=18-5")).toEqual([]);
  await world.store.db
    .updateTable("broadcast")
    .set({ campaign: "18-5" })
    .where("title", "like", "Bình dân%")
    .execute();
  expect(await of("?campaign=18-5")).toEqual([failed]);
  expect(await of("?campaign=18-6")).toEqual([]);
  const title = (words: string) => of(`?title=${encodeURIComponent(words)}`);
  expect(await title("binh dan HỌC VỤ")).toEqual([failed]);
  expect(await title("bam")).toEqual([played]);
  expect(await title("không có")).toEqual([]);
  await world.store.db
    .insertInto("person")
    .values({
      ...{ id: "p-duyet", username: "duyet2", name: "Đinh Thị Ếch", password_hash: "" },
      ...{ disabled: 0, created_at: 0 },
    })
    .execute();
  await world.store.db
    .updateTable("broadcast")
    .set({ approvals: JSON.stringify(["p-nobody", "p-duyet"]) })
    .where("title", "like", "Bình dân%")
    .execute();
  expect(await of("?approver=dinh+thi+ech")).toEqual([failed]);
  expect(await of("?approver=duyet2")).toEqual([failed]);
  expect(await of("?approver=p-nobody")).toEqual([]);
  expect((await http.get("/api/play-log?approver=")).statusCode).toBe(400);
  expect(await of("?cluster=cum-2")).toEqual([]);
  expect(await of("?commune=99999")).toEqual([]);
  expect(await of("?level=emergency")).toEqual([]);
  expect(await of("?message=tin-1")).toEqual([]);
  expect(await of("?newest=true")).toHaveLength(2);
  expect(await of("?from=2999-01-01T00:00:00Z")).toEqual([]);
  expect(await of("?to=2999-01-01T00:00:00%2B07:00")).toHaveLength(2);
  const first = (await http.get("/api/play-log?limit=1")).json();
  const second = (await http.get(`/api/play-log?limit=1&cursor=${first.next}`)).json();
  expect([first.items[0].occurrence, second.items[0].occurrence]).toEqual([failed, played]);
  const third = (await http.get(`/api/play-log?limit=1&cursor=${second.next}`)).json();
  expect(third).toEqual({ items: [] });
});

test("people see their own communes only", async () => {
  person = actor("auditor", "c-21024");
  expect(await rows()).toHaveLength(2);
  person = actor("auditor", "p-51");
  expect(await rows()).toHaveLength(2);
  person = actor("auditor", "c-99999");
  expect(await rows()).toEqual([]);
  person = actor("auditor", "p-01");
  expect(await rows()).toEqual([]);
  person = undefined;
  expect((await http.get("/api/play-log")).statusCode).toBe(401);
  expect((await http.get("/api/play-log/verify")).statusCode).toBe(401);
});

test("a day is counted by commune, each play once by its newest outcome, within what the person sees", async () => {
  const count = async (query: string) => (await http.get(`/api/play-log/communes${query}`)).json();
  const all = "?from=2000-01-01T00:00:00Z&to=2999-01-01T00:00:00Z";
  const both = [
    { commune: "21024", outcome: "failed", plays: 1 },
    { commune: "21024", outcome: "played", plays: 1 },
  ];
  expect((await count(all)).items).toEqual(both);
  expect((await count("?from=2998-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")).items).toEqual([]);
  person = actor("auditor", "p-51");
  expect((await count(all)).items).toEqual(both);
  person = actor("auditor", "c-99999");
  expect((await count(all)).items).toEqual([]);
  expect((await count("?from=today&to=2999-01-01T00:00:00Z")).code).toBe("invalid-input");
});

test.for([
  "?from=yesterday",
  "?to=2026-05-18",
  "?limit=0",
  "?limit=5000",
  "?outcome=heard",
  "?cursor=x",
  "?cluster=A%00",
  "?level=loud",
])("%s is refused with a problem", async (query) => {
  const reply = await http.get(`/api/play-log${query}`);
  expect(reply.statusCode).toBe(400);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
});

test("as a table it opens in a spreadsheet: byte order mark, inert formulas, every row", async () => {
  const reply = await http.get("/api/play-log", { accept: "text/csv" });
  expect(reply.headers["content-type"]).toContain("text/csv");
  const text = reply.rawPayload.toString("utf8");
  expect(text.startsWith("\uFEFFseq,occurrence,")).toBe(true);
  expect(text.trimEnd().split("\r\n")).toHaveLength(3);
  expect(text).toContain(`"'=HYPERLINK(""http://x"",""Bấm""), vào"`);
  expect(text).not.toMatch(/(^|,)"?[=+\-@]/m);
});

test("a cell is inert whatever its first letter, and numbers stay numbers", () => {
  expect(["=1", "+1", "-1", "@x", "\tx", "a=1", ""].map(cell)).toEqual([
    "'=1",
    "'+1",
    "'-1",
    "'@x",
    "'\tx",
    "a=1",
    "",
  ]);
  expect([cell(-3), cell(null), cell('a"b'), cell("a\nb")]).toEqual(["-3", "", '"a""b"', '"a\nb"']);
});

test("the log verifies, and its head can be kept elsewhere under the root key", async () => {
  const found = (await http.get("/api/play-log/verify")).json();
  expect(found).toMatchObject({ ok: true, rows: 2, head: { seq: 2 }, gaps: [] });
  const root = (await import("node:fs"))
    .readdirSync(`${world.folder}/keys`)
    .find((name) => name.startsWith("root"));
  const key = JSON.parse(
    (await import("node:fs")).readFileSync(`${world.folder}/keys/${root}`, "utf8"),
  );
  const read = await jwsVerifier().verify(found.signedHead, "vangxa-head+jws", () => key.x);
  expect(read.ok && JSON.parse(Buffer.from(read.payload).toString())).toMatchObject(found.head);
  await world.store.db.deleteFrom("play_log").where("seq", "=", 2).execute();
  const { seq, link } = found.head;
  expect((await http.get(`/api/play-log/verify?seq=${seq}&link=${link}`)).json()).toMatchObject({
    ok: false,
    fault: { kind: "cut", seq: 2 },
    faultText: expect.stringContaining("cắt"),
  });
});

test("a line of the CSV says yes and no as 1 and 0, in the order of its head", () => {
  const names = csvHead().slice(1).trim().split(",");
  const said = (row: Partial<LogRow>) => {
    const values = csvLine(row as LogRow)
      .trim()
      .split(",");
    return ["late", "newest", "measurable"].map((name) => values[names.indexOf(name)]);
  };
  const words = { ...Object.fromEntries(names.map((name) => [name, ""])), sources: [] };
  expect(said({ ...words, late: true, newest: false, measurable: false })).toEqual(["1", "0", "0"]);
  expect(said({ ...words, late: false, newest: true, measurable: true })).toEqual(["0", "1", "1"]);
});

test("a line of the CSV names the seconds of each source of a relay", () => {
  const sources = [
    { source: "source-1", seconds: 12.5 },
    { source: "fallback", seconds: 3 },
  ];
  const names = csvHead().slice(1).trim().split(",");
  const words = Object.fromEntries(names.map((name) => [name, ""]));
  const cut = { by: "o-khan", seconds: 3.1 };
  const values = csvLine({ ...words, sources, cut } as unknown as LogRow)
    .trim()
    .split(",");
  expect(values[names.indexOf("sources")]).toBe("source-1=12.5 fallback=3");
  expect(values[names.indexOf("cut")]).toBe("o-khan=3.1");
});
