import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readStarter } from "../../../audio-library/seed/starter.adapter.ts";
import { normalise } from "../../../audio-library/text/normalise.ts";
import { garbled } from "../../../controller/message/garbled.ts";
import { personalIn } from "../../../controller/message/personal.ts";
import { chooseTheme } from "../../../controller/message/themes.ts";
import { must, type PeopleWorld, peopleWorld, somePlaces } from "../../support/people-world.ts";

let world: PeopleWorld;
beforeEach(async () => {
  world = await peopleWorld();
  await somePlaces(world);
});
afterEach(() => world.close());

const list = async () => (await must(world.admin.get("/api/messages?limit=50"))).items;
const settle = async (isTrue: () => Promise<boolean>) => {
  for (let tries = 0; tries < 200 && !(await isTrue()); tries += 1)
    await new Promise((next) => setTimeout(next, 10));
};
const allSpoken = () =>
  settle(async () => (await list()).every((one: { sha256: string | null }) => one.sha256 !== null));

test("ten bulletins in plain words, each with a theme of the list and its clause", async () => {
  const scripts = await readStarter();
  expect(scripts).toHaveLength(10);
  expect(new Set(scripts.map((one) => chooseTheme(one.theme))).size).toBe(10);
  for (const { title, theme, text, language, sourceDocument, clause } of scripts) {
    expect(chooseTheme(theme), title).toEqual({ ok: true, theme });
    expect([language, garbled(text), personalIn(text)]).toEqual(["vie", undefined, []]);
    expect(normalise(text).flags, title).toEqual([]);
    expect(sourceDocument.length * clause.length).toBeGreaterThan(0);
    // Thirty to ninety seconds at the built-in voice's pace of about 190 words a minute.
    const words = text.split(/\s+/).length;
    expect(words, title).toBeGreaterThan(90);
    expect(words, title).toBeLessThan(290);
  }
});

test("are drafts at once, spoken afterwards, and then wait for another person", async () => {
  const reply = await world.admin.post("/api/library/starter", { place: "c-21024" });
  expect([reply.status, reply.body.items.length]).toEqual([202, 10]);
  expect(new Set(reply.body.items.map((one: { state: string }) => one.state))).toEqual(
    new Set(["made"]),
  );
  await allSpoken();
  const items = await list();
  expect(items).toHaveLength(10);
  for (const one of items)
    expect(one).toMatchObject({
      status: "pending",
      place: "c-21024",
      origin: "speech",
      contentHash: expect.any(String),
      sourceDocument: expect.stringMatching(/mục|đoạn|giải pháp|chỉ tiêu/),
    });
  const [first] = items;
  expect((await world.admin.post(`/api/messages/${first.id}/approve`)).body.code).toBe(
    "self-approval",
  );
  const approver = await world.person("duyet", ["approver", "c-21024"]);
  expect((await approver.post(`/api/messages/${first.id}/approve`)).status).toBe(200);
});

test("a second time makes nothing twice, another place has its own", async () => {
  await must(world.admin.post("/api/library/starter", { place: "c-21024" }));
  await allSpoken();
  const again = await must(world.admin.post("/api/library/starter", { place: "c-21024" }));
  expect(new Set(again.items.map((one: { state: string }) => one.state))).toEqual(
    new Set(["there"]),
  );
  await must(world.admin.post("/api/library/starter"));
  await allSpoken();
  expect(await list()).toHaveLength(20);
});

test("what could not be spoken stays a draft that says why, and is tried again", async () => {
  world.library.refuseNext("speech-failed", "Giọng đọc hỏng.");
  await must(world.admin.post("/api/library/starter"));
  await settle(
    async () =>
      (await list()).filter((one: { status: string }) => one.status === "pending").length === 9,
  );
  const [broken] = (await list()).filter((one: { status: string }) => one.status === "draft");
  expect(broken.notes).toEqual(["Giọng đọc hỏng."]);
  const again = await must(world.admin.post("/api/library/starter"));
  expect(again.items.filter((one: { state: string }) => one.state === "again")).toHaveLength(1);
  await allSpoken();
  expect((await list()).filter((one: { status: string }) => one.status === "draft")).toEqual([]);
});

test("a draft that its author changes is spoken with that", async () => {
  world.library.refuseNext("speech-failed");
  await must(world.admin.post("/api/library/starter"));
  await settle(
    async () =>
      (await list()).filter((one: { status: string }) => one.status === "pending").length === 9,
  );
  const [draft] = (await list()).filter((one: { status: string }) => one.status === "draft");
  const named = await world.admin.ask("PATCH", `/api/messages/${draft.id}`, { title: "Khác" });
  expect(named.body).toMatchObject({ title: "Khác", status: "pending", voice: "paper/north" });
});

test("is the administrator's, in places that there are", async () => {
  const province = await world.person("tinh", ["province", "p-51"]);
  expect((await province.post("/api/library/starter")).status).toBe(403);
  expect((await world.admin.post("/api/library/starter", { place: "c-99999" })).status).toBe(403);
  expect(await list()).toEqual([]);
});

test("what a stop left unspoken is spoken at the next start, and named in its author's name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-starter-"));
  const file = join(folder, "vangxa.db");
  await world.close();
  world = await peopleWorld({ file });
  await world.shelf.stop();
  await must(world.admin.post("/api/library/starter"));
  const drafts = await list();
  expect(new Set(drafts.map(({ status }: { status: string }) => status))).toEqual(
    new Set(["draft"]),
  );
  await world.close();

  world = await peopleWorld({ file });
  await world.shelf.start(false);
  await allSpoken();
  const items = await list();
  expect(items).toHaveLength(10);
  expect(new Set(items.map((one: { status: string }) => one.status))).toEqual(new Set(["pending"]));
  expect(new Set(items.map((one: { author: string }) => one.author))).toEqual(
    new Set([drafts[0].author]),
  );
  const { items: audit } = await must(world.admin.get("/api/audit"));
  expect(audit.find((one: { action: string }) => one.action === "message.speak")).toMatchObject({
    person: drafts[0].author,
  });
  await world.close();
  await rm(folder, { recursive: true });
  world = await peopleWorld();
});

test("a start that is asked to writes them itself, once, and any approver may approve", async () => {
  await world.shelf.start(true);
  await allSpoken();
  const [first, ...rest] = await list();
  expect(rest).toHaveLength(9);
  expect(first).toMatchObject({ place: "centre", author: "starter", status: "pending" });
  await world.shelf.start(true);
  expect(await list()).toHaveLength(10);
  expect((await world.admin.post(`/api/messages/${first.id}/approve`)).status).toBe(200);
});
