import { afterEach, beforeEach, expect, test } from "vitest";
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

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".repeat(4);
const send = (title: string, sound: string, by = editor, filename = "a.mp3") => {
  const fields = { title, theme: "thong-bao", language: "hre" };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--b\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n\r\n${sound}\r\n--b--\r\n`;
  return must(
    by.ask("POST", "/api/messages", Buffer.from(parts.join("") + file), {
      "content-type": "multipart/form-data; boundary=b",
    }),
  );
};

test("a recording that is like another is taken, and says so", async () => {
  const first = await send("Một", letters);
  expect(first.notes).toEqual([]);
  const second = await send("Hai", `${letters} coded anew`);
  expect(second.notes).toEqual([`Đã có bản giống: "Một" (${first.id}).`]);
  const other = await send(
    "Ba",
    letters.split("").reverse().join("").toLowerCase() + "ZA".repeat(50),
  );
  expect(other.notes).toEqual([]);
});

test("the very same file is known by its hash, also where nothing is known of its sound", async () => {
  const { id } = await send("Một", "the same sound", editor, "known.mp3");
  const again = await send("Hai", "the same sound", editor, "known.mp3");
  expect(again.notes).toEqual([`Đã có bản giống: "Một" (${id}).`]);
});

test("at most three are named, and none that the person may not read", async () => {
  const other = await world.person("khac", ["editor", "c-26001"]);
  await send("Của người khác", letters, other);
  for (const title of ["Một", "Hai", "Ba", "Bốn"]) await send(title, letters);
  const [note] = (await send("Năm", letters)).notes;
  expect(note.match(/\(m-/g)).toHaveLength(3);
  expect(note).not.toContain("khác");
});

test("what is much longer or shorter is not looked at", async () => {
  await send("Một", letters);
  expect((await send("Hai", letters + " ".repeat(400))).notes).toEqual([]);
});

/** Waits for the last word about old recordings. */
const settled = async () => {
  const isOver = () =>
    world.logged.some(({ level, text }) => level === "info" && /older/.test(text));
  for (let tries = 0; tries < 500 && !isOver(); tries += 1)
    await new Promise((next) => setTimeout(next, 10));
};

test("recordings from before there were fingerprints get theirs at a start", async () => {
  const old = await send("Một", letters, editor, "known.mp3");
  const blind = await send("Hai", `${letters} coded anew`);
  expect(blind.notes).toEqual([]);
  await world.shelf.start(false);
  await settled();
  const seeing = await send("Ba", `${letters} coded once more`);
  expect(seeing.notes).toEqual([expect.stringContaining(`"Một" (${old.id})`)]);
  expect(seeing.notes[0]).toContain(`"Hai" (${blind.id})`);
  expect(world.logged).toContainEqual({
    level: "info",
    fields: { made: 1 },
    text: "fingerprints of older recordings",
  });
});

test("a sound that is gone or cannot be heard stays without one, and the rest goes on", async () => {
  const lost = await send("Một", letters, editor, "known.mp3");
  const broken = await send("Hai", letters.toLowerCase(), editor, "known.mp3");
  await send("Ba", letters.slice(0, 52), editor, "known.mp3");
  const print = world.library.audio.fingerprintOf;
  world.library.audio.fingerprintOf = async (sha256) => {
    if (sha256 === lost.sha256) return undefined;
    if (sha256 === broken.sha256) throw new Error("no ear");
    return print(sha256);
  };
  await world.shelf.start(false);
  await settled();
  expect(world.logged.filter(({ text }) => text.includes("fingerprint"))).toEqual([
    {
      level: "error",
      fields: { sha256: broken.sha256, error: "Error: no ear" },
      text: "a recording has no fingerprint",
    },
    { level: "info", fields: { made: 1 }, text: "fingerprints of older recordings" },
  ]);
});

test("a stop ends the work at old recordings after the one at hand", async () => {
  await send("Một", letters, editor, "known.mp3");
  await send("Hai", letters.toLowerCase(), editor, "known.mp3");
  await world.shelf.start(false);
  await world.shelf.stop();
  expect(await world.side.messageDeps.prints.missing()).not.toEqual([]);
});

test("a live speech of who may only speak is kept, and once however often it is handed in", async () => {
  const by = { id: "u-live", name: "Bà Ba", username: "ba", address: "" };
  const actor = { ...by, roles: [{ role: "approver", place: "c-21024" }] } as never;
  const about = { title: "Họp thôn", theme: "thong-bao", language: "vie" };
  async function* file() {
    yield Buffer.from("what was said");
  }
  const live = { id: "m-live-1" };
  const again = () =>
    world.side.messages.create(actor, about, { file: file(), filename: "a.webm", live });
  const first = await again();
  expect(first).toMatchObject({ ok: true, value: { id: "m-live-1", status: "pending" } });
  expect(await again()).toEqual(first);
});
