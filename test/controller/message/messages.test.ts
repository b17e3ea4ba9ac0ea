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
let approver: Asker;
beforeEach(async () => {
  world = await peopleWorld();
  await somePlaces(world);
  editor = await world.person("soan", ["editor", "c-21024"]);
  approver = await world.person("duyet", ["approver", "c-21024"]);
});
afterEach(() => world.close());

const body = {
  title: "Lớp học kỹ năng số",
  theme: "ky-nang-so",
  language: "vie",
  text: "Kính chào bà con. Ngày 18/5 xã mở lớp học kỹ năng số.",
};
const create = (more: object = {}) => editor.post("/api/messages", { ...body, ...more });

test("text becomes a sound that waits for another person", async () => {
  const made = await create();
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...body,
    place: "c-21024",
    spoken: "Kính chào bà con. Ngày mười tám tháng năm xã mở lớp học kỹ năng số.",
    status: "pending",
    origin: "speech",
    voice: "paper/north",
    themeName: "Bình dân học vụ số",
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    lufs: -16,
    secrecy: "public",
  });
  expect(await must(editor.get(`/api/messages/${made.body.id}`))).toEqual(made.body);
});

test("another person approves, the author never does, whoever they are", async () => {
  const { id, contentHash } = await must(create());
  const own = await world.person("hai-vai", ["editor", "c-21024"], ["approver", "c-21024"]);
  const mine = await must(own.post("/api/messages", body));
  expect((await own.post(`/api/messages/${mine.id}/approve`)).body.code).toBe("self-approval");
  const root = await must(world.admin.post("/api/messages", { ...body, place: "c-21024" }));
  expect((await world.admin.post(`/api/messages/${root.id}/approve`)).body.code).toBe(
    "self-approval",
  );
  expect((await editor.post(`/api/messages/${id}/approve`)).status).toBe(403);
  const approved = await must(approver.post(`/api/messages/${id}/approve`, { contentHash }));
  expect(approved).toMatchObject({
    status: "approved",
    decidedAt: expect.stringMatching(/^2026-05-18T01:00/),
  });
  expect((await approver.post(`/api/messages/${id}/approve`)).body.code).toBe("already-decided");
});

test.for([
  ["the title", { title: "Khác" }],
  ["the text", { text: "Kính chào bà con. Xã nghỉ." }],
  ["the voice", { voice: "paper/south" }],
  ["the theme", { theme: "dich-vu-cong" }],
  ["the secrecy", { secrecy: "internal" }],
  ["the validity", { validTo: "2026-06-01T00:00:00+07:00" }],
  ["the source", { sourceDocument: "12/KH-UBND" }],
] as const)("a change of %s voids the approval", async ([, change]) => {
  const { id } = await must(create());
  await must(approver.post(`/api/messages/${id}/approve`));
  const changed = await must(editor.ask("PATCH", `/api/messages/${id}`, change));
  expect(changed).toMatchObject({
    ...("validTo" in change ? {} : change),
    status: "pending",
    decidedBy: null,
    version: 3,
  });
});

test("whoever approves must have seen what is approved", async () => {
  const { id, contentHash } = await must(create());
  await must(editor.ask("PATCH", `/api/messages/${id}`, { text: "Kính chào bà con. Xã nghỉ." }));
  expect((await approver.post(`/api/messages/${id}/approve`, { contentHash })).body.code).toBe(
    "content-changed",
  );
  await must(approver.post(`/api/messages/${id}/approve`));
});

test("a row that was changed in the database is not approved", async () => {
  const { id } = await must(create());
  await world.store.db
    .updateTable("message")
    .set({ sha256: "f".repeat(64) })
    .where("id", "=", id)
    .execute();
  expect((await approver.post(`/api/messages/${id}/approve`)).body.code).toBe("content-changed");
});

test("of two people who decide at once only one decides", async () => {
  const { id } = await must(create());
  const second = await world.person("duyet2", ["approver", "c-21024"]);
  const replies = await Promise.all([
    approver.post(`/api/messages/${id}/approve`),
    second.post(`/api/messages/${id}/reject`, { reason: "Sai" }),
  ]);
  expect(replies.filter((reply) => reply.status === 200).length).toBeGreaterThanOrEqual(1);
  const log = (await must(world.admin.get("/api/audit"))).items.filter(
    (row: { subject: string; action: string }) =>
      row.subject === id && row.action !== "message.create",
  );
  expect(log).toHaveLength(replies.filter((reply) => reply.status === 200).length);
});

test("a change to nothing that can be said is refused and the message stays", async () => {
  const { id, version } = await must(create());
  expect((await editor.ask("PATCH", `/api/messages/${id}`, { text: "  " })).body.code).toBe(
    "nothing-to-say",
  );
  expect((await editor.ask("PATCH", `/api/messages/${id}`, { language: "hre" })).body.code).toBe(
    "language-not-spoken",
  );
  expect((await must(editor.get(`/api/messages/${id}`))).version).toBe(version);
  const cleared = await must(
    editor.ask("PATCH", `/api/messages/${id}`, { validTo: "2026-06-01T00:00:00Z" }),
  );
  expect(cleared.validTo).toBe("2026-06-01T00:00:00.000Z");
  expect(
    (await must(editor.ask("PATCH", `/api/messages/${id}`, { validTo: null }))).validTo,
  ).toBeNull();
});

test("only the author changes the words", async () => {
  const { id } = await must(create());
  const colleague = await world.person("soan2", ["editor", "c-21024"]);
  expect((await colleague.ask("PATCH", `/api/messages/${id}`, { title: "X" })).body.code).toBe(
    "not-author",
  );
  expect((await world.admin.ask("PATCH", `/api/messages/${id}`, { title: "X" })).body.code).toBe(
    "not-author",
  );
});

test("a state secret can never be approved", async () => {
  const { id } = await must(create({ secrecy: "state-secret" }));
  expect((await approver.post(`/api/messages/${id}/approve`)).body.code).toBe("state-secret");
});

test("sent back with its reason, changed, approved", async () => {
  const { id } = await must(create());
  const back = await must(approver.post(`/api/messages/${id}/reject`, { reason: "Sai ngày" }));
  expect(back).toMatchObject({ status: "rejected", decisionReason: "Sai ngày" });
  await must(editor.ask("PATCH", `/api/messages/${id}`, { title: "Sửa ngày" }));
  expect(await must(approver.post(`/api/messages/${id}/approve`))).toMatchObject({
    status: "approved",
    decisionReason: null,
  });
});

describe("a machine does not read", () => {
  test.for([
    ["another people's language", { language: "hre" }, "language-not-spoken"],
    [
      "a garbled scan",
      {
        text: "Chu tich Uy ban nhan dan xd Pht Lam ban hanh Ké hoach thuc hién Chuong trinh cu thé nhu sau",
      },
      "garbled-text",
    ],
    ["nothing", { text: " \n " }, "nothing-to-say"],
    ["without a theme of the list, a slip away", { theme: "ky-nang-xo" }, "unknown-theme"],
    ["with a theme that is no word", { theme: "--" }, "unknown-theme"],
    [
      "what ends before it begins",
      { validFrom: "2026-06-02T00:00:00Z", validTo: "2026-06-01T00:00:00Z" },
      "bad-dates",
    ],
    ["what is valid on a day that is none", { validTo: "2026-02-30T00:00:00Z" }, "bad-dates"],
  ] as const)("%s", async ([, more, code]) => {
    const before = await world.snapshot();
    const reply = await create(more);
    expect([reply.status, reply.body.code]).toEqual([422, code]);
    expect(await world.snapshot()).toBe(before);
  });
});

test.for([
  ["no-voice", 422, "no-voice"],
  ["too-much-text", 422, "text-too-long"],
  ["no-codec", 503, "no-codec"],
  ["render-failed", 502, "speech-failed"],
] as const)(
  "when the library says %s, nothing is saved and the page is told",
  async ([refusal, status, code]) => {
    world.library.refuseNext(refusal, "Vì sao.");
    const reply = await create();
    expect([reply.status, reply.body.code, reply.body.detail]).toEqual([status, code, "Vì sao."]);
    expect((await must(editor.get("/api/messages"))).items).toEqual([]);
  },
);

const form = (fields: Record<string, string>, file = "sound of a person", name = "hre.mp3") => {
  const parts = Object.entries(fields).map(
    ([key, value]) => `--b\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(
    `${parts.join("")}--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: audio/mpeg\r\n\r\n${file}\r\n--b--\r\n`,
  );
};
const upload = (bytes: Buffer) =>
  editor.ask("POST", "/api/messages", bytes, { "content-type": "multipart/form-data; boundary=b" });

test("a recording carries another people's language", async () => {
  const made = await upload(
    form({
      title: "Tin Hrê",
      theme: "dia-ban-dan-toc",
      language: "hre",
      text: "Ý chính bằng tiếng Việt",
    }),
  );
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    language: "hre",
    origin: "recording",
    spoken: null,
    text: "Ý chính bằng tiếng Việt",
    status: "pending",
  });
  const heard = await editor.get(`/api/messages/${made.body.id}/audio`);
  expect(heard.raw.toString()).toBe("sound of a person");
});

test("a form with a wrong or missing field, or no sound in the file, saves nothing", async () => {
  const before = await world.snapshot();
  const missing = await upload(form({ title: "Tin", language: "hre" }));
  expect([missing.status, missing.body.errors]).toEqual([
    400,
    [{ field: "theme", vi: "Thiếu ô này." }],
  ]);
  const unknown = await upload(
    form({ title: "Tin", theme: "thong-bao", language: "hre", tittle: "x" }),
  );
  expect(unknown.body.errors[0].vi).toContain('"title"');
  world.library.refuseNext("playlist", "Là danh sách phát.");
  const playlist = await upload(form({ title: "Tin", theme: "thong-bao", language: "hre" }));
  expect([playlist.status, playlist.body.code]).toEqual([422, "not-audio"]);
  const broken = await upload(Buffer.from("--b\r\nnothing"));
  expect(broken.status).toBeGreaterThanOrEqual(400);
  expect(broken.status).toBeLessThan(500);
  expect(await world.snapshot()).toBe(before);
});

test("the sound is sent whole, in ranges, or not again", async () => {
  const { id, sha256, bytes } = await must(create());
  const path = `/api/messages/${id}/audio`;
  const whole = await editor.get(path);
  expect([
    whole.status,
    whole.headers["content-type"],
    whole.headers["content-length"],
    whole.raw.length,
  ]).toEqual([200, "audio/ogg", String(bytes), bytes]);
  const part = await editor.get(path, { range: "bytes=3-6" });
  expect([part.status, part.headers["content-range"], part.raw.toString()]).toEqual([
    206,
    `bytes 3-6/${bytes}`,
    whole.raw.toString("latin1").slice(3, 7),
  ]);
  const outside = await editor.get(path, { range: `bytes=${bytes}-` });
  expect([outside.status, outside.body.code]).toEqual([416, "bad-range"]);
  expect((await editor.get(path, { "if-none-match": `"${sha256}"` })).status).toBe(304);
});

test("nghi quyet 57 finds Nghị quyết 57; filters and pages hold", async () => {
  for (let n = 0; n < 7; n++)
    await must(create({ title: `Tin số ${n}`, theme: n % 2 ? "dich-vu-cong" : "ky-nang-so" }));
  await must(create({ title: "Nghị quyết 57 đi vào cuộc sống" }));
  const ids = async (path: string) =>
    (await must(editor.get(path))).items.map((one: { id: string }) => one.id);
  expect(await ids("/api/messages?q=nghi%20quyet%2057")).toHaveLength(1);
  expect(await ids("/api/messages?theme=dich-vu-cong")).toHaveLength(3);
  expect(await ids("/api/messages?status=approved")).toHaveLength(0);
  const seen: string[] = [];
  let path: string | undefined = "/api/messages?limit=3";
  while (path) {
    const page: { items: { id: string }[]; next?: string } = await must(editor.get(path));
    seen.push(...page.items.map((one) => one.id));
    path = page.next === undefined ? undefined : `/api/messages?limit=3&cursor=${page.next}`;
  }
  expect(seen).toEqual(await ids("/api/messages"));
  expect(seen).toHaveLength(8);
});

test("a preview says how it will be read and sounds, and saves nothing", async () => {
  const before = await world.snapshot();
  const reply = await editor.post("/api/speech/preview", { text: "Ngày 18/5 xã mở lớp học." });
  expect(reply.body).toMatchObject({
    spoken: "Ngày mười tám tháng năm xã mở lớp học.",
    audio: { mime: "audio/ogg", seconds: expect.any(Number) },
  });
  expect(Buffer.from(reply.body.audio.base64, "base64").toString()).toContain("mười tám tháng năm");
  expect(reply.body.audio.url).toBe(`/audio/sha256/${reply.body.audio.sha256}`);
  expect(await world.snapshot()).toBe(before);
  const hre = await editor.post("/api/speech/preview", { text: "Ngày 18/5", language: "hre" });
  expect([hre.status, hre.body.code]).toEqual([422, "language-not-spoken"]);
});

test("themes are the list and what places use of their own", async () => {
  await must(create({ theme: "Hội lúa 2026" }));
  const { items } = await must(editor.get("/api/themes"));
  expect(items.at(-1)).toEqual({
    code: "hoi-lua-2026",
    name: "hoi lua 2026",
    about: "",
    own: true,
  });
  expect(items.filter((one: { own: boolean }) => !one.own).length).toBeGreaterThanOrEqual(20);
  expect((await must(editor.get("/api/voices"))).items).toEqual([
    { id: "paper/north", name: "Miền Bắc" },
  ]);
});

test("an open page hears of the work and of each decision", async () => {
  const { id } = await must(create());
  await must(approver.post(`/api/messages/${id}/approve`));
  const rows = await world.store.db
    .selectFrom("event")
    .selectAll()
    .where("kind", "=", "message")
    .execute();
  const said = rows.map((row) => JSON.parse(row.body)).filter((one) => one.message === id);
  expect(said.map((one) => one.status ?? one.stage)).toEqual(["speaking", "pending", "approved"]);
  expect(rows.every((row) => row.place === "c-21024")).toBe(true);
});
