import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let world: PeopleWorld;
let editor: Asker;
beforeEach(async () => {
  world = await peopleWorld();
  await somePlaces(world);
  editor = await world.person("soan", ["editor", "c-21024"]);
});
afterEach(() => world.close());

const body = {
  title: "Lớp học kỹ năng số",
  theme: "ky-nang-so",
  language: "vie",
  text: "Mời bà con thôn Đồng Ếch đến học.",
};
const create = (more: object = {}) => editor.post("/api/messages", { ...body, ...more });
const ids = async (query: string, by = editor) =>
  (await must(by.get(`/api/messages?${query}`))).items.map((one: { id: string }) => one.id);

const rights = {
  credits: [
    { role: "author", name: "Nguyễn Thị Đào", royalty: 200_000 },
    { role: "translator", name: "Đinh Văn Rế" },
  ],
  use: "Được phát lại, ghi nguồn",
};

describe("a message as a resource", () => {
  test("keeps its source, audience and rights, and gives them up by null", async () => {
    const more = { sourceDocument: "Kế hoạch", sourceNumber: "58/KH-UBND", audience: "nông dân" };
    const made = await must(create({ ...more, rights }));
    expect(made).toMatchObject({ ...more, rights, work: made.id });
    const { id } = made;
    const kept = await must(editor.ask("PATCH", `/api/messages/${id}`, { title: "Lớp học số" }));
    expect(kept).toMatchObject({ ...more, rights });
    const nulls = { sourceNumber: null, audience: null, rights: null };
    expect(await must(editor.ask("PATCH", `/api/messages/${id}`, nulls))).toMatchObject(nulls);
  });

  test("refuses rights that make no sense, and saves nothing", async () => {
    const before = await world.snapshot();
    for (const wrong of [
      { credits: [{ role: "singer", name: "A" }] },
      { credits: [{ role: "reader", name: " " }] },
      { credits: [{ role: "reader", name: "A", royalty: -1 }] },
      { credits: [], owner: "A" },
    ])
      expect((await create({ rights: wrong })).status).toBe(400);
    expect(await world.snapshot()).toBe(before);
  });

  test.for(["dong ech", "ĐỒNG ẾCH", "58 kh ubnd", "nong dan", "dinh van re", "hoc số lop"])(
    "is found by %s",
    async (q) => {
      const { id } = await must(
        create({ sourceNumber: "58/KH-UBND", audience: "nông dân", rights }),
      );
      await must(create({ title: "Khác", text: "Kính chào bà con trong xã." }));
      expect(await ids(`q=${encodeURIComponent(q)}`)).toEqual([id]);
    },
  );

  test("a form brings rights as JSON; what is none is refused", async () => {
    const form = (value: string) =>
      Buffer.from(
        Object.entries({ title: "Tin Hrê", theme: "thong-bao", language: "hre", rights: value })
          .map(
            ([name, text]) =>
              `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
          )
          .join("") +
          `--b\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nsound\r\n--b--\r\n`,
      );
    const send = (value: string) =>
      editor.ask("POST", "/api/messages", form(value), {
        "content-type": "multipart/form-data; boundary=b",
      });
    expect((await must(send(JSON.stringify(rights)))).rights).toEqual(rights);
    expect((await send("{credits")).status).toBe(400);
  });
});

describe("versions in other languages", () => {
  const hre = async (more: object) => {
    const made = await must(create({ title: "Tin Hrê", ...more }));
    await world.store.db
      .updateTable("message")
      .set({ language: "hre" })
      .where("id", "=", made.id)
      .execute();
    return made;
  };
  test("belong to one work, whichever of them one starts from", async () => {
    const first = await must(create());
    const second = await hre({ language: "vie" });
    const third = await create({ versionOf: second.id });
    expect(third.body.work).toBe(second.id);
    const fourth = await create({ versionOf: third.body.id });
    expect([fourth.status, fourth.body.code]).toEqual([422, "version-language"]);
    expect((await ids(`work=${second.id}`)).sort()).toEqual([second.id, third.body.id].sort());
    expect(await ids(`work=${first.id}`)).toEqual([first.id]);
  });
  test("are versions of something that the person may read", async () => {
    const other = await world.person("khac", ["editor", "c-26001"]);
    const theirs = await must(other.post("/api/messages", body));
    for (const versionOf of ["m-none", theirs.id])
      expect((await create({ versionOf })).body.code).toBe("version-unknown");
    const { id } = await must(create());
    const moved = await editor.ask("PATCH", `/api/messages/${id}`, { versionOf: theirs.id });
    expect(moved.status).toBe(400);
  });
});

describe("its history", () => {
  test("tells what it was before each change of its words, newest first", async () => {
    const made = await must(create());
    const approver = await world.person("duyet", ["approver", "c-21024"]);
    await must(approver.post(`/api/messages/${made.id}/approve`));
    await must(editor.ask("PATCH", `/api/messages/${made.id}`, { title: "Hai" }));
    await must(
      editor.ask("PATCH", `/api/messages/${made.id}`, { text: "Bà con nhớ đến học nhé." }),
    );
    const { items, uses } = await must(editor.get(`/api/messages/${made.id}/history`));
    expect(items).toMatchObject([
      { version: 3, title: "Hai", status: "pending", text: body.text },
      { version: 2, title: body.title, status: "approved", sha256: made.sha256 },
    ]);
    expect(uses).toEqual({ orders: 0, airings: 0, lastAt: null });
  });
  test("counts orders and their airings that have begun", async () => {
    const { id } = await must(create());
    const now = world.time.now();
    const order = (name: string, state: string, says: string) => ({
      id: name,
      place: "c-21024",
      title: "Lệnh",
      theme: null,
      level: "normal",
      authority: "commune",
      status: "actual",
      spec: JSON.stringify({ messageIds: [says] }),
      state,
      author: "u",
      created_at: now,
      content_hash: "",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
      campaign: null,
    });
    await world.store.db
      .insertInto("broadcast")
      .values([
        order("b-1", "active", id),
        order("b-2", "rejected", id),
        order("b-3", "active", `${id}0`),
      ] as never)
      .execute();
    const airing = (name: string, broadcast: string, at: number, cancelled: number | null) => ({
      id: name,
      broadcast,
      scope: "c-21024",
      document: "plan",
      level: "normal",
      not_before: at,
      not_after: at + 1,
      body: "{}",
      created_at: now,
      cancelled_at: cancelled,
      closed_at: null,
    });
    await world.store.db
      .insertInto("occurrence")
      .values([
        airing("o-1", "b-1", now - 2_000, null),
        airing("o-2", "b-1", now - 1_000, null),
        airing("o-3", "b-1", now - 500, now),
        airing("o-4", "b-1", now + 5_000, null),
        airing("o-5", "b-3", now - 100, null),
      ])
      .execute();
    const { uses } = await must(editor.get(`/api/messages/${id}/history`));
    expect(uses).toEqual({
      orders: 1,
      airings: 2,
      lastAt: new Date(now - 1_000).toISOString(),
    });
  });
  test("is nobody else's", async () => {
    const { id } = await must(create());
    const other = await world.person("khac", ["editor", "c-26001"]);
    expect((await other.get(`/api/messages/${id}/history`)).status).toBe(404);
  });
});
