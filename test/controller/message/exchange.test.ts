import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TAR_END, tarFiles, tarHeader, tarPadding } from "../../../controller/message/tar.ts";
import {
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let here: PeopleWorld;
let there: PeopleWorld;
let editor: Asker;
let approver: Asker;
let receiver: Asker;
beforeEach(async () => {
  here = await peopleWorld();
  there = await peopleWorld();
  await somePlaces(here);
  await somePlaces(there);
  editor = await here.person("soan", ["editor", "c-21024"]);
  approver = await here.person("duyet", ["approver", "c-21024"]);
  receiver = await there.person("nhan", ["editor", "c-26001"]);
});
afterEach(async () => {
  await here.close();
  await there.close();
});

const body = {
  title: "Lớp học kỹ năng số",
  theme: "ky-nang-so",
  language: "vie",
  text: "Mời bà con thôn Đồng Ếch đến học.",
  sourceDocument: "Kế hoạch",
  sourceNumber: "58/KH-UBND",
  audience: "nông dân",
  rights: { credits: [{ role: "author", name: "Nguyễn Thị Đào" }] },
};
async function approved(more: object = {}, override = "Đã hỏi ý kiến.") {
  const made = await must(editor.post("/api/messages", { ...body, ...more }));
  return must(approver.post(`/api/messages/${made.id}/approve`, { override }));
}

const TAR = { "content-type": "application/x-tar" };
const exported = async (query = "") => (await editor.ask("GET", `/api/library/export${query}`)).raw;
const send = (archive: Buffer, query = "", by = receiver) =>
  by.ask("POST", `/api/library/import${query}`, archive, TAR);

async function filesOf(archive: Buffer) {
  const files = new Map<string, Buffer>();
  for await (const { name, content } of tarFiles(Readable.from([archive]), () => true))
    files.set(name, Buffer.from(content));
  return files;
}
const packed = (files: ReadonlyMap<string, Buffer>): Buffer =>
  Buffer.concat([
    ...[...files].flatMap(([name, content]) => [
      tarHeader(name, content.length),
      content,
      tarPadding(content.length),
    ]),
    TAR_END,
  ]);
async function edited(archive: Buffer, change: (manifest: { messages: object[] }) => void) {
  const files = await filesOf(archive);
  const manifest = JSON.parse(String(files.get("manifest.json")));
  change(manifest);
  return packed(new Map(files).set("manifest.json", Buffer.from(JSON.stringify(manifest))));
}

describe("a library that travels", () => {
  test("arrives whole, waits for approval, and comes only once", async () => {
    const one = await approved();
    await approved({ title: "Hai", text: "Kính chào bà con trong xã.", rights: undefined });
    const archive = await exported();
    const dry = await must(send(archive, "?dryRun=true"));
    expect(dry).toMatchObject({ dryRun: true, added: 2, there: 0, refused: 0 });
    expect((await must(receiver.get("/api/messages"))).items).toEqual([]);
    const report = await must(send(archive));
    expect(report).toMatchObject({ dryRun: false, added: 2, there: 0, refused: 0 });
    const [first] = report.items;
    const arrived = await must(receiver.get(`/api/messages/${first.id}`));
    const { id: _id, ...fields } = body as typeof body & { id?: string };
    expect(arrived).toMatchObject({
      ...fields,
      place: "c-26001",
      status: "pending",
      spoken: one.spoken,
      sha256: one.sha256,
      contentHash: one.contentHash,
      origin: "speech",
      work: first.id,
    });
    const sound = await receiver.get(`/api/messages/${first.id}/audio`);
    expect(sound.raw).toEqual((await editor.get(`/api/messages/${one.id}/audio`)).raw);
    const before = (await must(receiver.get("/api/messages"))).items;
    const again = await must(send(archive));
    expect(again).toMatchObject({ added: 0, there: 2, items: [{ id: first.id }, {}] });
    expect((await must(send(archive, "?dryRun=true"))).there).toBe(2);
    expect((await must(receiver.get("/api/messages"))).items).toEqual(before);
    const own = await there.person("hai-vai", ["approver", "c-26001"]);
    expect((await own.post(`/api/messages/${first.id}/approve`)).status).toBe(200);
  });

  test("what a chime takes of the sound travels with it", async () => {
    const chimed = await approved({ title: "Nhạc", chime: "normal", text: "Mời bà con đi họp." });
    const plain = await approved({ title: "Không nhạc", text: "Mời bà con đi tiêm." });
    const { items } = await must(send(await exported()));
    const sharedOf = async (world: typeof here, ids: string[]) =>
      (
        await world.store.db
          .selectFrom("message")
          .select("shared")
          .where("id", "in", ids)
          .orderBy("title", "desc")
          .execute()
      ).map(({ shared }) => shared);
    const ids = items.map(({ id }: { id: string }) => id);
    const known = ['{"before":2500,"after":1951}', null];
    expect(await sharedOf(here, [chimed.id, plain.id])).toEqual(known);
    expect(await sharedOf(there, ids)).toEqual(known);
  });

  test("keeps what belongs together together", async () => {
    const one = await approved();
    await here.store.db
      .updateTable("message")
      .set({ language: "hre" })
      .where("id", "=", one.id)
      .execute();
    await approved({ versionOf: one.id, title: "Hai" });
    const { items } = await must(send(await exported()));
    expect((await must(receiver.get(`/api/messages/${items[1].id}`))).work).toBe(items[0].id);
  });

  test("leaves at home what is not approved, secret, inner, personal, or another's", async () => {
    await must(editor.post("/api/messages", body));
    await approved({ title: "Nội bộ", secrecy: "internal" });
    await approved({ title: "Riêng", text: "Gọi ông Bình 0905 111 222 nhé bà con." });
    const other = await here.person("khac", ["editor", "c-26001"]);
    const otherApprover = await here.person("khac2", ["approver", "c-26001"]);
    const theirs = await must(other.post("/api/messages", body));
    await must(otherApprover.post(`/api/messages/${theirs.id}/approve`));
    const titles = async (query: string) => {
      const files = await filesOf(await exported(query));
      return JSON.parse(String(files.get("manifest.json"))).messages.map(
        (one: { title: string }) => one.title,
      );
    };
    expect(await titles("")).toEqual([]);
    expect(await titles("?internal=true")).toEqual(["Nội bộ"]);
    expect(await titles("?internal=true&place=p-51")).toEqual([]);
  });

  test("a sound with another hash, none, too loud, or a bad theme is refused item by item", async () => {
    const one = await approved();
    await approved({ title: "Quá to", text: "Kính chào bà con too loud trong xã nhà." });
    await approved({ title: "Mất tiếng", text: "Mời bà con đến nhà văn hoá." });
    await approved({ title: "Tốt", text: "Mời bà con đi tiêm chủng cho trẻ." });
    const archive = await exported();
    const files = await filesOf(archive);
    const name = `audio/${one.sha256}.ogg`;
    files.set(name, Buffer.from("X".repeat(files.get(name)?.length ?? 0)));
    const lost = [...files.keys()].at(-2) ?? "";
    files.delete(lost);
    const { items } = await must(send(packed(files)));
    expect(
      items.map((item: { result: string; code?: string }) => item.code ?? item.result),
    ).toEqual(["wrong-hash", "not-level", "sound-missing", "added"]);
    const themed = await edited(archive, ({ messages }) => {
      Object.assign(messages[3] as object, { theme: "ky-nang-xo" });
      Object.assign(messages[2] as object, { title: "\u0007 " });
    });
    const second = await must(send(themed));
    expect(second.items.map((item: { code?: string }) => item.code)).toEqual([
      undefined,
      "not-level",
      "invalid-input",
      "unknown-theme",
    ]);
  });

  test("what is no archive, or breaks off, changes nothing", async () => {
    await approved();
    const archive = await exported();
    const before = await there.snapshot();
    const wrong = [
      Buffer.from("no"),
      TAR_END as Buffer,
      archive.subarray(0, 600),
      archive.subarray(0, archive.length - 1_100),
      packed(new Map([["manifest.json", Buffer.from("{")]])),
      packed(new Map([["manifest.json", Buffer.from('{"format":"other/1","messages":[]}')]])),
      await edited(archive, ({ messages }) =>
        Object.assign(messages[0] as object, { secrecy: "state-secret" }),
      ),
    ];
    for (const bytes of wrong) {
      const reply = await send(bytes);
      expect([reply.status, reply.body.code]).toEqual([422, "not-a-library"]);
    }
    expect(await there.snapshot()).toBe(before);
    const json = await receiver.post("/api/library/import", { a: 1 });
    expect([json.status, json.body.code]).toEqual([422, "not-a-library"]);
  });

  test("goes where the person may write, nowhere else", async () => {
    await approved();
    const archive = await exported();
    for (const place of ["c-21024", "centre", "c-99999"])
      expect((await send(archive, `?place=${place}`)).status).toBe(403);
    const centre = await must(send(archive, "", there.admin));
    const { items } = await must(there.admin.get("/api/audit?limit=20"));
    const told = { action: "library.import", subject: "centre", address: "127.0.0.1" };
    expect(items).toContainEqual(expect.objectContaining(told));
    expect((await must(there.admin.get(`/api/messages/${centre.items[0].id}`))).place).toBe(
      "centre",
    );
  });
});

describe("what everybody may hear", () => {
  test("is approved, public, valid now, without personal data, and no old call to flee", async () => {
    await approved();
    await must(editor.post("/api/messages", { ...body, title: "Chưa duyệt" }));
    await approved({ title: "Nội bộ", secrecy: "internal" });
    await approved({ title: "Riêng", text: "Gọi ông Bình 0905 111 222 nhé bà con." });
    await approved({ title: "Sơ tán", theme: "khan-cap" });
    await approved({ title: "Hết hạn", validTo: "2020-01-01T00:00:00Z" });
    await approved({ title: "Chưa đến", validFrom: "2999-01-01T00:00:00Z" });
    const feed = await here.nobody.get("/api/library/feed.xml");
    expect([feed.status, feed.headers["content-type"]]).toEqual([
      200,
      "application/rss+xml; charset=utf-8",
    ]);
    expect([...String(feed.raw).matchAll(/<item>\s*<title>(.*?)</g)].map((one) => one[1])).toEqual([
      body.title,
    ]);
    const list = await here.nobody.get("/api/library/playlist.m3u");
    expect(String(list.raw)).toContain(`,${body.title}\nhttp://localhost:80/audio/sha256/`);
  });
  test("of a place, a theme, a language", async () => {
    await approved();
    const count = async (query: string) =>
      String((await here.nobody.get(`/api/library/playlist.m3u?${query}`)).raw).match(/EXTINF/g)
        ?.length ?? 0;
    expect([
      await count("place=c-21024"),
      await count("place=c-21025"),
      await count("theme=ky-nang-so&language=vie"),
      await count("theme=dich-vu-cong"),
      await count("language=hre"),
    ]).toEqual([1, 0, 1, 0, 0]);
  });
  test("names the address that the operator set, whatever the request came as", async () => {
    const told = await peopleWorld({ publicUrl: "https://loa.vn" });
    const feed = await told.nobody.get("/api/library/feed.xml", { host: 'a"><b' });
    expect(String(feed.raw)).toContain("<link>https://loa.vn/</link>");
    expect((await told.nobody.get("/api/library/playlist.m3u", { host: "10.0.0.1" })).status).toBe(
      200,
    );
    await told.close();
  });
  test("a host that is none is not written into a feed", async () => {
    for (const path of ["feed.xml", "playlist.m3u"]) {
      const reply = await here.nobody.get(`/api/library/${path}`, { host: 'a"><b' });
      expect(reply.status).toBe(400);
    }
  });
});
