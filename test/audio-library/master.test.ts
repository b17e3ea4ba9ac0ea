import { expect, test } from "vitest";
import { codecRefusal } from "../../audio-library/master.ts";

test("a program that ran out of memory is a failed rendering to people; the log keeps its last line", () => {
  expect(codecRefusal("too-much-memory", "one\nkilled\n")).toMatchObject({
    code: "render-failed",
  });
  expect(JSON.stringify(codecRefusal("too-much-memory", "one\nkilled\n"))).toContain("killed");
});
