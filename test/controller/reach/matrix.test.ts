import { expect, test } from "vitest";
import { matrixOf } from "../../../controller/reach/matrix.ts";
import { rungAsked } from "../../../controller/reach/reach.ts";
import { servedBy } from "../../../controller/reach/served.ts";

const hamlet = (id: string, commune: string, households: number) => ({
  hamlet: id,
  name: id,
  commune,
  households,
  people: households,
});

test("each theme in each commune: how many households it reached", () => {
  const hamlets = [hamlet("b1", "21025", 50), hamlet("a1", "21024", 10), hamlet("a2", "21024", 30)];
  const serving = ["a1", "a2", "b1"].map((id) => ({
    cluster: `c-${id}`,
    hamlet: id,
    share: 1,
    measurable: true,
  }));
  const play = (cluster: string, value: string) => ({ cluster, value, plays: 1 });
  const plays = [play("c-a1", "so"), play("c-a2", "so"), play("c-b1", "")];
  // Themes stand by their name in whatever order they were played.
  const backwards = matrixOf(servedBy(hamlets, serving), [...plays].reverse(), 1);
  expect(backwards).toEqual(matrixOf(servedBy(hamlets, serving), plays, 1));
  expect(backwards).toEqual([
    { theme: "", commune: "21025", households: { reached: 50, of: 50 } },
    { theme: "", commune: "21024", households: { reached: 0, of: 40 } },
    { theme: "so", commune: "21025", households: { reached: 0, of: 50 } },
    { theme: "so", commune: "21024", households: { reached: 40, of: 40 } },
  ]);
});

test("sound verified means by current or by microphone", () => {
  expect(rungAsked("sound-verified")).toBe("electric");
  expect(rungAsked(undefined)).toBe("completed");
  expect(rungAsked("acoustic")).toBe("acoustic");
});
