import { expect, test } from "vitest";
import { lanes } from "../../../controller/dispatch/lanes.ts";

test("one at a time, urgent before what waits, a failure stops nobody, and idle means all is done", async () => {
  const { urgent, ordinary, idle } = lanes();
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(`${name} begins`);
    await new Promise((go) => setImmediate(go));
    done.push(`${name} ends`);
    if (name === "bad") throw new Error("bad");
    return name;
  };
  const all = Promise.allSettled([
    ordinary(work("one")),
    ordinary(work("bad")),
    ordinary(work("two")),
    urgent(work("alarm")),
  ]);
  await idle();
  expect(done).toEqual(
    ["one", "alarm", "bad", "two"].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
  expect((await all).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
  await idle();
});
