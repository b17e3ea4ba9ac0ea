// A cancel that comes before what it cancels, over a real broker: the board has heard of it first and keeps silent.
import { afterEach, beforeEach, expect, test } from "vitest";
import { order, SOUND } from "../support/orders-of-noise.ts";
import { dropFolder, newFolder, type PipeBoard, startBoard } from "../support/pipe-board.ts";
import { SCOPE, type SmallCentre, smallCentre, until } from "../support/small-centre.ts";

let centre: SmallCentre;
let folder: string;
let board: PipeBoard;

beforeEach(async () => {
  centre = await smallCentre();
  centre.addAudio(SOUND);
  folder = newFolder();
  board = await startBoard(centre, folder);
  await until("birth", () => centre.presence.length > 0);
});
afterEach(async () => {
  await board.agent.stop();
  expect(board.broken).toEqual([]);
  await centre.stop();
  dropFolder(folder);
});

const bar = (occurrence: string) => ({
  occurrence,
  at: Date.now() - 1_000,
  until: Date.now() + 900_000,
});
const delivered = (document: string) =>
  until(`the ${document}`, () =>
    centre.receipts.some((one) => one.kind === "delivered" && one.document === document),
  );
const told = (occurrence: string) =>
  centre.receipts.flatMap((one) =>
    one.kind === "ended" && one.occurrence === occurrence ? [one.as] : [],
  );
const labels = () => [...new Set(board.player.heard.map(({ label }) => label))];

test("a stop before its occurrence", async () => {
  await centre.urgent([], { stops: [bar("gone")] });
  await delivered("urgent");
  await centre.plan([order("gone", 700), order("next", 1_500)]);
  await until("the end of the next", () => told("next").length > 0);
  expect([labels(), told("gone"), told("next")]).toEqual([["next"], ["cancelled"], ["played"]]);
});

test("a tombstone before its occurrence, also one that a restart lies after", async () => {
  await centre.plan([], { tombstones: [bar("gone"), bar("alarm")] });
  await delivered("plan");
  await board.die();
  board = await startBoard(centre, folder);
  await centre.urgent([order("alarm", 0, { level: "emergency" })]);
  await centre.plan([order("gone", 700), order("next", 1_500)], { tombstones: [bar("gone")] });
  await until("the end of the next", () => told("next").length > 0);
  expect([labels(), told("gone"), told("next")]).toEqual([["next"], ["cancelled"], ["played"]]);
});

test("a plan that its own cancel has overtaken is older, and refused", async () => {
  const head = { kind: "plan", scope: SCOPE, epoch: 1, issued: Date.now() };
  const horizon = { from: 0, to: Date.now() + 1e9 };
  const body = (revision: number, tombstones: object[]) =>
    centre.signed({
      ...{ ...head, revision, horizon, tombstones },
      occurrences: [order("gone", 700), order("next", 1_500)],
    } as never);
  const [first, second] = [await body(800, []), await body(801, [bar("gone")])];
  await centre.publish("scope/{scope}/plan", SCOPE, second);
  await delivered("plan");
  await centre.publish("scope/{scope}/plan", SCOPE, first, false);
  await until("the end of the next", () => told("next").length > 0);
  expect([labels(), told("gone")]).toEqual([["next"], ["cancelled"]]);
  const refused = centre.receipts.filter((one) => one.kind === "document-refused");
  expect(refused).toMatchObject([{ scope: SCOPE, reason: "older-revision" }]);
});
