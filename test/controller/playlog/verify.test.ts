import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import { hours, type Instant, later } from "../../../contract/time.ts";
import { signWith } from "../../../controller/link/jws.adapter.ts";
import { verifyMain } from "../../../controller/main.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { unzip } from "../../../controller/zip.adapter.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import { actor, type MachineHttp, machineHttp } from "../../support/machine-http.ts";
import { type MachineWorld, machineWorld, order, until } from "../../support/machine-world.ts";
import { run } from "../../support/run-verify.ts";

const noon = 1_790_000_000_000 as Instant;
let world: MachineWorld;
let board: StandIn;
let http: MachineHttp;
let occurrences: OccurrenceId[];

async function play(): Promise<void> {
  world = await machineWorld({ now: noon });
  board = await standIn(world);
  http = await machineHttp(world, () => actor("auditor", "centre"));
  const sound = Buffer.from("OggS, as far as a hash is concerned");
  const sha256 = sha256Of(sound);
  world.sounds.set(sha256, sound);
  const parts = [{ kind: "audio", role: "message", audio: { sha256, bytes: 34, length: 30_000 } }];
  occurrences = [];
  for (let n = 0; n < 6; n++)
    occurrences.push(await order(world, { clusters: ["cum-1", "cum-2"], parts: parts as never }));
  for (const one of occurrences.slice(0, 5))
    await board.send(
      await board.batch({ kind: "armed", occurrence: one } as never, ended(one, { start: noon })),
    );
  await until(() => board.acked() === 10);
  // What nobody reported closes as silence.
  await world.playlog.close((noon - hours(1)) as Instant, later(noon, hours(3)));
  await world.heads.make();
}
async function end(): Promise<void> {
  await http.app.close();
  await board.close();
  await world.close();
}
const verified = async (query = "") => (await http.get(`/api/play-log/verify${query}`)).json();
const faults = async (query = ""): Promise<string[]> =>
  (await verified(query)).faults.map(
    ({ where, kind, name }: { where: string; kind: string; name: string }) =>
      `${where} ${kind} ${name}`,
  );

describe("what was changed behind the program's back is named:", () => {
  beforeEach(play);
  afterEach(end);
  const db = () => world.store.db;

  test("nothing, where nothing was changed", async () => {
    expect(await verified()).toMatchObject({
      ok: true,
      rows: 12,
      faults: [],
      receipts: { count: 10, signed: 10 },
      heads: { count: 1, newest: expect.stringContaining(".") },
    });
  });

  test("a receipt and the row made from it, though the chain was linked anew", async () => {
    const body = (
      await db()
        .selectFrom("receipt")
        .select("body")
        .where("sequence", "=", 2)
        .executeTakeFirstOrThrow()
    ).body;
    await db()
      .updateTable("receipt")
      .set({ body: body.replace("30000", "60000") })
      .where("sequence", "=", 2)
      .execute();
    expect(await faults()).toEqual([
      "play-log contradicted 1",
      `receipt altered ${board.agent}/${board.boot}/2`,
      `signature bad-signature ${board.agent}/${board.boot}/1–2`,
    ]);
  });

  test("a receipt that was taken out, and a tail of receipts that was cut", async () => {
    await db().deleteFrom("receipt").where("sequence", "=", 4).execute();
    expect(await faults()).toContain(`receipt missing ${board.agent}/${board.boot}/4`);
    expect(await faults()).toContain("play-log unfounded 2");
    await db().deleteFrom("receipt").where("sequence", ">", 8).execute();
    expect(await faults()).toContain(`receipt cut ${board.agent}/${board.boot}/9`);
  });

  test("a play that no board reported", async () => {
    await db().updateTable("play_log").set({ outcome: "played" }).where("seq", "=", 12).execute();
    expect(await faults()).toEqual(
      expect.arrayContaining(["play-log unfounded 12", "play-log altered 12"]),
    );
  });

  test("a log that was cut or written anew after its head was signed", async () => {
    await db().deleteFrom("play_log").where("seq", ">", 10).execute();
    expect(await faults()).toContain("head cut số 1 ngày 2026-09-21: từ dòng 11");
  });

  test("a tail cut together with every trace of it shows against a kept head, and no forged head covers it", async () => {
    const { jws } = await db()
      .selectFrom("log_head")
      .selectAll()
      .orderBy("number", "desc")
      .executeTakeFirstOrThrow();
    await db().deleteFrom("play_log").where("seq", ">", 10).execute();
    await db().deleteFrom("outcome").where("seq", ">", 10).execute();
    await db().deleteFrom("log_head").execute();
    const command = (...more: string[]) => run(verifyMain, ["--data", world.folder, ...more]);
    // Alone a log cannot know what it had: that is why somebody else keeps its head.
    expect((await command("--json")).json).toMatchObject({ ok: true, rows: 10 });
    const kept = join(world.folder, "kept.jws");
    await writeFile(kept, jws);
    const cut = await command("--head", kept, "--json");
    expect([cut.code, cut.json]).toMatchObject([
      1,
      {
        ok: false,
        faults: [
          { where: "play-log", kind: "cut", name: "11" },
          { where: "head", kind: "cut", name: "giữ bên ngoài: từ dòng 11" },
        ],
      },
    ]);
    await world.heads.make();
    const shorter = await db().selectFrom("log_head").selectAll().executeTakeFirstOrThrow();
    const payload = Buffer.from(shorter.jws.split(".")[1] ?? "", "base64url");
    const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const forger = await signWith({ kid: "root", x: x as string, d: d as string });
    const forged = await forger.sign("vangxa-head+jws", payload);
    await writeFile(kept, forged);
    expect((await command("--head", kept, "--json")).json).toMatchObject({
      faults: [{ where: "head", kind: "bad-signature", name: "giữ bên ngoài" }],
    });
    await db().updateTable("log_head").set({ jws: forged }).execute();
    expect(await faults()).toEqual([`head bad-signature số ${shorter.number} ngày 2026-09-21`]);
    // A true head of this log under the words of another document is none either.
    await writeFile(kept, await board.sign.sign("vangxa-receipts+jws", payload));
    expect((await command("--head", kept)).code).toBe(1);
  });

  test("the table of newest rows, which the figures are made from", async () => {
    await db().updateTable("outcome").set({ rung: "acoustic" }).where("seq", "=", 3).execute();
    expect(await faults()).toEqual([`newest not-newest ${occurrences[2]} · cum-1`]);
  });

  test("heads: a changed one, one that was taken out, one of another key", async () => {
    await world.heads.make();
    await world.heads.make();
    expect(await faults()).toEqual([]);
    await db()
      .updateTable("log_head")
      .set({ root: "0".repeat(64) })
      .where("number", "=", 3)
      .execute();
    expect(await faults()).toEqual(["head altered số 3 ngày 2026-09-21"]);
    await db().deleteFrom("log_head").where("number", "=", 2).execute();
    expect(await faults()).toContain("head missing trước số 3 ngày 2026-09-21");
    await db().updateTable("log_head").set({ jws: "a.b.c" }).where("number", "=", 1).execute();
    expect(await faults()).toContain("head bad-signature số 1 ngày 2026-09-21");
  });

  test("what people changed", async () => {
    const audit = {
      person: null,
      address: "",
      subject: "x",
      before: null,
      after: null,
      reason: null,
    };
    await db()
      .insertInto("audit")
      .values({ at: 1, action: "a.b", link: "0".repeat(64), ...audit })
      .execute();
    expect(await faults()).toEqual(["audit altered 1"]);
    await world.heads.make();
    await db()
      .updateTable("audit")
      .set({ link: "1".repeat(64) })
      .execute();
    expect(await faults()).toContain("audit other-history 1 (số 2 ngày 2026-09-21)");
    await db().deleteFrom("audit").execute();
    expect(await faults()).toContain("audit missing 1 (số 2 ngày 2026-09-21)");
  });

  test("no head is signed over a hole", async () => {
    await db().deleteFrom("log_head").execute();
    await db().deleteFrom("play_log").where("seq", "=", 4).execute();
    await expect(world.heads.make()).rejects.toThrow("hole");
  });
});

describe("in files", () => {
  beforeAll(play);
  afterAll(end);

  // In the file itself, 400 of them: test/bench/flips.ts
  test("flipped bits: every one that changes a play row is found", async () => {
    const { db } = world.store;
    const before = await sql<object>`select * from play_log order by seq`.execute(db);
    let changing = 0;
    for (let n = 0; n < 60; n++) {
      const seq = 1 + (n % 12);
      const columns = ["occurrence", "cluster", "outcome", "rung", "body", "link"] as const;
      const column = columns[n % columns.length] as (typeof columns)[number];
      const [row] = await db.selectFrom("play_log").select(column).where("seq", "=", seq).execute();
      const bytes = Buffer.from(String(row?.[column]));
      const at = (n * 7) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (n % 7));
      await sql`update play_log set ${sql.ref(column)} = ${bytes.toString("latin1")} where seq = ${seq}`.execute(
        db,
      );
      const found = await faults();
      expect(
        found.some((fault) => fault === `play-log altered ${seq}`),
        `${column} of ${seq}`,
      ).toBe(true);
      changing += 1;
      await sql`update play_log set ${sql.ref(column)} = ${String(row?.[column])} where seq = ${seq}`.execute(
        db,
      );
    }
    expect(changing).toBe(60);
    expect((await sql<object>`select * from play_log order by seq`.execute(db)).rows).toEqual(
      before.rows,
    );
    expect(await faults()).toEqual([]);
  });

  test("the heads are listed page by page, and one kept outside is compared", async () => {
    await world.heads.make();
    const first = (await http.get("/api/play-log/heads?limit=1")).json();
    const second = (await http.get(`/api/play-log/heads?limit=1&cursor=${first.next}`)).json();
    expect([first.items[0].number, second.items[0].number]).toEqual([2, 1]);
    expect(first.items[0]).toMatchObject({
      seq: 12,
      day: "2026-09-21",
      root: second.items[0].root,
    });
    const folder = await mkdtemp(join(tmpdir(), "vangxa-verify-"));
    const kept = join(folder, "head.jws");
    await writeFile(kept, `${first.items[0].jws}\n`);
    const good = await run(verifyMain, ["--data", world.folder, "--head", kept, "--json"]);
    expect(good).toMatchObject({ code: 0, json: { ok: true, rows: 12, faults: [] } });
    await writeFile(kept, JSON.stringify({ seq: 5, link: "0".repeat(64) }));
    const bad = await run(verifyMain, ["--data", world.folder, "--head", kept]);
    expect(bad.code).toBe(1);
    expect(bad.text).toContain("Nhật ký phát, dòng 5: khác với");
    await writeFile(kept, "nothing");
    expect((await run(verifyMain, ["--data", world.folder, "--head", kept, "--json"])).code).toBe(
      1,
    );
    await writeFile(kept, `${first.items[0].jws.slice(0, -4)}AAAA`);
    expect((await run(verifyMain, ["--data", world.folder, "--head", kept])).text).toContain(
      "giữ bên ngoài: không đúng chữ ký",
    );
    await rm(folder, { recursive: true });
  });

  test("a wrong command line says how it is meant", async () => {
    expect((await run(verifyMain, [])).code).toBe(2);
    expect((await run(verifyMain, ["--dada"])).text).toContain("--data DIR");
    expect((await run(verifyMain, ["--help"])).code).toBe(0);
    expect((await run(verifyMain, ["--data", "/nowhere", "--json"])).json).toMatchObject({
      ok: false,
    });
  });

  test("a case checks without the controller, and any changed byte of it is named", async () => {
    const reply = await http.get("/api/play-log/1/case");
    expect(reply.headers["content-type"]).toBe("application/zip");
    const files = unzip(reply.rawPayload);
    const folder = await mkdtemp(join(tmpdir(), "vangxa-case-"));
    await mkdir(join(folder, "audio"));
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    const good = await run(verifyMain, ["--case", folder, "--json"]);
    expect(good.json).toMatchObject({
      ok: true,
      occurrence: occurrences[0],
      cluster: "cum-1",
      rows: [{ seq: 1, outcome: "played", rung: "completed" }],
      batches: 1,
      unsigned: 0,
      audio: 1,
      faults: [],
    });
    const zipped = join(folder, "..", "ho-so-1.zip");
    await writeFile(zipped, reply.rawPayload);
    expect((await run(verifyMain, ["--case", zipped])).text).toContain("ĐÚNG");
    const pinned = await run(verifyMain, ["--case", zipped, "--key", "A".repeat(43)]);
    expect(pinned.text).toContain("case.jws: không đúng chữ ký");
    for (const [name, bytes] of files) {
      const changed = Buffer.from(bytes);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      await writeFile(join(folder, name), changed);
      const found = await run(verifyMain, ["--case", folder]);
      expect([name, found.code]).toEqual([name, 1]);
      expect(found.text).toContain(`${name}: `);
      await writeFile(join(folder, name), bytes);
    }
    await rm(join(folder, "receipts.json"));
    await writeFile(join(folder, "them.txt"), "x");
    const missing = await run(verifyMain, ["--case", folder]);
    expect(missing.text).toContain("receipts.json: thiếu tệp này.");
    expect(missing.text).toContain("dòng 1 không có biên nhận làm căn cứ");
    expect(missing.text).toContain("them.txt: không có trong danh mục đã ký.");
    await rm(folder, { recursive: true });
    await rm(zipped);
  });

  test("silence has its case too; a row that does not exist has none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "vangxa-case-"));
    await mkdir(join(folder, "audio"));
    for (const [name, bytes] of unzip((await http.get("/api/play-log/12/case")).rawPayload))
      await writeFile(join(folder, name), bytes);
    expect((await run(verifyMain, ["--case", folder, "--json"])).json).toMatchObject({
      ok: true,
      rows: [{ seq: 12, outcome: "unreported" }],
    });
    expect((await http.get("/api/play-log/99/case")).statusCode).toBe(404);
    await rm(folder, { recursive: true });
  });

  test("receipts from before signatures were kept are told as unsigned", async () => {
    await world.store.db.deleteFrom("receipt_seal").where("first", "=", 3).execute();
    expect(await verified()).toMatchObject({ ok: true, receipts: { count: 10, signed: 8 } });
    const folder = await mkdtemp(join(tmpdir(), "vangxa-case-"));
    await mkdir(join(folder, "audio"));
    for (const [name, bytes] of unzip((await http.get("/api/play-log/2/case")).rawPayload))
      await writeFile(join(folder, name), bytes);
    expect((await run(verifyMain, ["--case", folder, "--json"])).json).toMatchObject({
      ok: true,
      batches: 0,
      unsigned: 2,
    });
    await rm(folder, { recursive: true });
  });
});
