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
