import { expect, test } from "vitest";
import { progressLines } from "../../../controller/message/progress-lines.ts";

async function read(lines: AsyncIterable<Uint8Array>): Promise<unknown[]> {
  let text = "";
  for await (const one of lines) text += new TextDecoder().decode(one);
  return text
    .trim()
    .split("\n")
    .map((one) => JSON.parse(one));
}

test("how far it is comes while it runs, each percent once and never backwards, then the result", async () => {
  let finish: (value: object) => void = () => undefined;
  const lines = progressLines((progress) => {
    progress("speaking", 0.101);
    progress("speaking", 0.105);
    progress("speaking", 0.05);
    return new Promise((resolve) => {
      finish = (value) => {
        progress("encoding", 0.6);
        resolve(value);
      };
    });
  });
  const first = await lines.next();
  expect(new TextDecoder().decode(first.value)).toBe('{"stage":"speaking","done":0.1}\n');
  const rest = read(lines);
  finish({ preview: 1 });
  expect(await rest).toEqual([{ stage: "encoding", done: 0.6 }, { preview: 1 }]);
});

test("a work that breaks breaks the lines", async () => {
  await expect(read(progressLines(() => Promise.reject(new Error("gone"))))).rejects.toThrow(
    "gone",
  );
});
