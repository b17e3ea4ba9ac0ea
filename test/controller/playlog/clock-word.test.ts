import { afterAll, beforeAll, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import type { Instant } from "../../../contract/time.ts";
import { jwsVerifier } from "../../../controller/link/jws.adapter.ts";
import type { CaseVerdict } from "../../../controller/playlog/case.ts";
import { checkCase } from "../../../controller/playlog/case-check.service.ts";
import { type ClockWord, clockOf, clockText } from "../../../controller/playlog/clock-word.ts";
import { contradicts } from "../../../controller/playlog/fault.ts";
import type { LogRow } from "../../../controller/playlog/playlog-api.ts";
import { caseLines } from "../../../controller/playlog/verify-text.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import { actor, type MachineHttp, machineHttp } from "../../support/machine-http.ts";
import { type MachineWorld, machineWorld, order, until } from "../../support/machine-world.ts";

const noon = 1_790_000_000_000 as Instant;
const by = (source: string) => ({ clock: { source, offset: 0, uncertainty: 60_000 } });
let world: MachineWorld;
let board: StandIn;
let http: MachineHttp;
const plays: { name: string; occurrence: OccurrenceId }[] = [];

/** What the board says of its clock with the end of a play, and the word for it. */
const told: readonly (readonly [string, object, string])[] = [
  ["a signed time", by("controller"), "confirmed"],
  ["a wall clock", by("system"), "unconfirmed"],
  ["nothing", by("none"), "unconfirmed"],
  [
    "a wall clock at its start, a signed time at its end",
    { ...by("controller"), unconfirmed: true },
    "unconfirmed",
  ],
];

beforeAll(async () => {
  world = await machineWorld({ now: noon });
  board = await standIn(world);
  for (const [name, more] of told) {
    const occurrence = await order(world, { clusters: ["cum-1"] });
    plays.push({ name, occurrence });
    await board.send(await board.batch(ended(occurrence, { start: noon, ...more })));
  }
  await until(() => board.acked() === told.length);
  await world.heads.make();
  http = await machineHttp(world, () => actor("admin", "centre"));
});
afterAll(async () => {
  await http.app.close();
  await board.close();
  await world.close();
});

const caseOf = async (occurrence: OccurrenceId): Promise<CaseVerdict> =>
  checkCase(
    { hashBytes: sha256Of, verify: jwsVerifier() },
    await world.cases.files({ occurrence, cluster: "cum-1" } as never),
  );

test.each(told)(
  "a play by %s: the row on the screen, the sheet and the case say it",
  async (name, _more, word) => {
    const { occurrence } = plays.find((one) => one.name === name) as (typeof plays)[number];
    const rows = (await http.get("/api/play-log")).json().items as LogRow[];
    const row = rows.find((one) => one.occurrence === occurrence);
    expect(row).toMatchObject({
      ...{ outcome: "played", clock: word, clockText: clockText[word as ClockWord] },
    });
    const [head, ...lines] = (await http.get("/api/play-log", { accept: "text/csv" })).body.split(
      "\r\n",
    );
    const column = head?.split(",").indexOf("clock") ?? -1;
    const line = lines.find((one) => one.includes(occurrence));
    expect(line?.split(",")[column]).toBe(word);
    const verdict = await caseOf(occurrence);
    expect(verdict).toMatchObject({ ok: true, rows: [{ outcome: "played", clock: word }] });
    const text = caseLines(verdict).join("\n");
    expect(text.includes("chưa được xác nhận")).toBe(word === "unconfirmed");
  },
);

test("a row cannot hide that its play began by an unconfirmed clock", () => {
  const receipt = {
    ...ended("o" as OccurrenceId, { unconfirmed: true }),
    ...{ sequence: 1, at: noon, monotonic: 1, ...by("controller") },
  } as never;
  const row = {
    ...{ occurrence: "o", outcome: "played", frames: 1_440_000, of_frames: 1_440_000 },
    ...{ heard: 30_000, started_at: 1_760_000_000_000 },
  };
  expect(contradicts({ ...row, body: '{"unconfirmed":true}' } as never, receipt)).toBe(false);
  expect(contradicts({ ...row, body: "{}" } as never, receipt)).toBe(true);
});

test("silence has no clock", () => expect(clockOf({})).toBeUndefined());
