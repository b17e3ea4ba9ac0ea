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

test("speed, rests and chime reach the voice, in a preview, a new message and a change", async () => {
  const text = "Xã mở lớp học.";
  await must(editor.post("/api/speech/preview", { text, rate: 1.2, pause: 2, chime: "normal" }));
  const made = await must(
    editor.post("/api/messages", {
      title: "Lớp",
      theme: "thong-bao",
      language: "vie",
      text,
      pause: 1.5,
    }),
  );
  await must(editor.ask("PATCH", `/api/messages/${made.id}`, { pause: 0.8, chime: "emergency" }));
  expect(world.library.asked.map(({ rate, pause, chime }) => [rate, pause, chime])).toEqual([
    [1.2, 2, "normal"],
    [undefined, 1.5, undefined],
    [undefined, 0.8, "emergency"],
  ]);
  expect((await editor.post("/api/speech/preview", { text, pause: 4 })).status).toBe(400);
});

test("a preview may tell how far it is, line by line, and ends with itself or why there is none", async () => {
  const lines = async (body: object) => {
    const accept = { accept: "application/x-ndjson" };
    const { raw } = await editor.ask("POST", "/api/speech/preview", body, accept);
    return raw
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  const text = "Ngày 18/5 xã mở lớp học.";
  const whole = (await editor.post("/api/speech/preview", { text })).body;
  expect(await lines({ text })).toEqual([{ stage: "speaking", done: 0.5 }, { preview: whole }]);
  expect(await lines({ text, language: "hre" })).toEqual([
    { problem: expect.objectContaining({ code: "language-not-spoken", status: 422 }) },
  ]);
});
