import { expect, test } from "vitest";
import { turns } from "../../../controller/alert/turns.ts";

test("work under one name comes one after another, also after a failure; names do not wait for each other", async () => {
  const turn = turns();
  const done: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      done.push(`${name}+`);
      await new Promise((go) => setImmediate(go));
      done.push(`${name}-`);
      if (fails) throw new Error(name);
      return name;
    };
  const all = await Promise.allSettled([
    turn("a", work("a1", true)),
    turn("a", work("a2")),
    turn("b", work("b1")),
  ]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(done.filter((one) => one.startsWith("a"))).toEqual(["a1+", "a1-", "a2+", "a2-"]);
  expect(done.slice(0, 2)).toEqual(["a1+", "b1+"]);
  await new Promise((go) => setImmediate(go));
  expect(await turn("a", work("a3"))).toBe("a3");
});
