// What a board refuses by itself, however well it is signed: nothing of it sounds, and each is told with its reason.
import { afterEach, beforeEach, expect, test } from "vitest";
import { minuteOfDay } from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";
import { order, SOUND } from "../support/orders-of-noise.ts";
import { dropFolder, newFolder, type PipeBoard, startBoard } from "../support/pipe-board.ts";
import {
  AGENT,
  SCOPE,
  type SmallCentre,
  smallCentre,
  type TestKey,
  testKey,
  until,
} from "../support/small-centre.ts";

let centre: SmallCentre;
let folder: string;
let board: PipeBoard;
let commune: TestKey;

const FOREVER = { notBefore: 0, notAfter: 7_000_000_000_000 };

beforeEach(async () => {
  centre = await smallCentre();
  centre.addAudio(SOUND);
  folder = newFolder();
  commune = await testKey("commune-1");
  board = await startBoard(centre, folder);
  await until("birth", () => centre.presence.length > 0);
});
afterEach(async () => {
  await board.agent.stop();
  expect(board.player.heard).toEqual([]);
  expect(board.broken).toEqual([]);
  await centre.stop();
  dropFolder(folder);
});

const refused = (): unknown[][] =>
  centre.receipts.flatMap((one): unknown[][] => {
    if (one.kind === "refused") return [[one.occurrence, one.reason]];
    if (one.kind === "ended") return [[one.occurrence, one.as]];
    return one.kind === "document-refused" ? [[one.scope, one.reason]] : [];
  });

/** A new configuration, in force. */
async function configure(fields: object): Promise<void> {
  const delivered = () => centre.receipts.filter((one) => one.kind === "delivered").length;
  const before = delivered();
  await centre.publish("agent/{agent}/config", AGENT, await centre.config(fields));
  await until("the configuration", () => delivered() > before);
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const documentOf = (fields: object, ...occurrences: unknown[]) => ({
  kind: "plan",
  scope: SCOPE,
  epoch: 1,
  revision: 900,
  issued: Date.now(),
  horizon: { from: 0, to: Date.now() + 1e9 },
  occurrences,
  tombstones: [],
  ...fields,
});

test("what is expired, not approved, a state secret, only a test, or past its content's validity", async () => {
  const past = { notBefore: Date.now() - 9_000, notAfter: Date.now() - 3_000 };
  const part = order("x", 0).parts[0] as object;
  await centre.plan([
    order("expired", -8_000, past),
    order("unapproved", 900, { approvedBy: [] }),
    order("secret", 900, { secrecy: "state-secret" }),
    order("exercise", 900, { status: "exercise" }),
    order("stale", 900, { parts: [{ ...part, validTo: Date.now() - 1_000 }] }),
    order("alone", 900, { level: "emergency", approvedBy: ["p1"], emergency: undefined }),
  ]);
  await until("six refusals", () => refused().length >= 6);
  expect(refused().sort()).toEqual([
    ["alone", "not-approved"],
    ["exercise", "not-actual"],
    ["expired", "expired"],
    ["secret", "state-secret"],
    ["stale", "content-expired"],
    ["unapproved", "not-approved"],
  ]);
});

test("what falls into its own quiet hours, whatever the controller planned", async () => {
  const minute = Math.floor(minuteOfDay(Date.now() as Instant));
  const cluster = {
    ...JSON.parse(await payloadOf(await centre.config())).cluster,
    quiet: [{ start: (minute + 1_380) % 1_440, end: (minute + 60) % 1_440 }],
  };
  await configure({ cluster });
  await centre.plan([order("at-night", 1_500)]);
  await until("its refusal", () => refused().length > 0);
  expect(refused()).toEqual([["at-night", "quiet-hours"]]);
});

test("a document for another commune, and what is meant for another commune inside its own", async () => {
  const other = await centre.signed(documentOf({ scope: "c-99999" }, order("o1", 500)) as never);
  await centre.publish("scope/{scope}/plan", SCOPE, other, false);
  await until("its refusal", () => refused().length > 0);
  expect(refused()).toEqual([[SCOPE, "key-scope"]]);
  await centre.plan([order("o2", 300, { target: { communes: ["99999"] } })]);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(centre.receipts.some((one) => "occurrence" in one)).toBe(false);
});

test("a commune's key under an order in the province's name, and under a place that is not its own", async () => {
  const keys = [
    { kid: centre.key.kid, x: centre.key.x, scopes: [SCOPE], authority: "centre", ...FOREVER },
    { kid: commune.kid, x: commune.x, scopes: [SCOPE], authority: "commune", ...FOREVER },
  ];
  await configure({ keys, scopes: [SCOPE, "p-51"] });
  const province = documentOf({}, order("o1", 500, { authority: "province" }));
  await centre.publish(
    "scope/{scope}/plan",
    SCOPE,
    await centre.signed(province as never, commune),
    false,
  );
  const above = documentOf({ scope: "p-51" }, order("o2", 500));
  await centre.publish(
    "scope/{scope}/plan",
    "p-51",
    await centre.signed(above as never, commune),
    false,
  );
  await until("both refusals", () => refused().length >= 2);
  expect(refused().sort()).toEqual([
    [SCOPE, "key-scope"],
    ["p-51", "key-scope"],
  ]);
});

const payloadOf = async (jws: string): Promise<string> =>
  Buffer.from(jws.split(".")[1] ?? "", "base64url").toString();
