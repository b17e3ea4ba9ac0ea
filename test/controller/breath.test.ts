import { expect, test } from "vitest";
import { breath } from "../../controller/breath.ts";

test("what waits has its turn before long work goes on", async () => {
  const order: string[] = [];
  const due: (() => void)[] = [];
  const timers = { after: (_: number, __: string, go: () => void) => due.push(go) } as never;
  const work = breath({ timers }).then(() => order.push("work"));
  await Promise.resolve();
  order.push("others");
  for (const go of due) go();
  await work;
  expect(order).toEqual(["others", "work"]);
});
