// What a board refuses by itself, however well it is signed: nothing of it sounds, and each is told with its own reason.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Reason } from "../../contract/reasons.ts";
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
const TIMEOUT = 60_000;

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
  expect(board.broken).toEqual([]);
  await centre.stop();
  dropFolder(folder);
});

/** Every refusal in the receipts: of an occurrence by its id, of a document by its scope. */
const refused = (): [string, string][] =>
  centre.receipts.flatMap((one): [string, string][] => {
    if (one.kind === "refused") return [[one.occurrence, one.reason]];
    if (one.kind === "ended" && one.as !== "played") return [[one.occurrence, one.as]];
    return one.kind === "document-refused" ? [[one.scope ?? "", one.reason]] : [];
  });

/** A new configuration, in force. */
async function configure(fields: object): Promise<void> {
  const delivered = () => centre.receipts.filter((one) => one.kind === "delivered").length;
  const before = delivered();
  await centre.publish("agent/{agent}/config", AGENT, await centre.config(fields));
  await until("the configuration", () => delivered() > before);
  // What is told is in force a moment later for the topics, too.
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const planOf = (scope: string, ...occurrences: unknown[]) =>
  ({
    kind: "plan",
    scope,
    epoch: 1,
    revision: 900,
    issued: Date.now(),
    horizon: { from: 0, to: Date.now() + 1e9 },
    occurrences,
    tombstones: [],
  }) as never;
/** A plan of this scope arrives on that topic, signed so. */
async function arrives(topic: string, plan: never, by?: TestKey): Promise<void> {
  await centre.publish("scope/{scope}/plan", topic, await centre.signed(plan, by), false);
}

interface Case {
  readonly it: string;
  readonly refusal: [string, Reason];
  readonly send: () => Promise<void>;
}
const ordered = (it: string, reason: Reason, fields: () => object, wait = 900): Case => ({
  it,
  refusal: ["bad", reason],
  send: () => centre.plan([order("bad", wait, fields()), order("good", 1_200)]),
});
const part = () => order("x", 0).parts[0] as object;

const cases: Case[] = [
  ordered(
    "an expired item",
    "expired",
    () => ({ notBefore: Date.now() - 9_000, notAfter: Date.now() - 3_000 }),
    -8_000,
  ),
  ordered("an unapproved one", "not-approved", () => ({ approvedBy: [] })),
  ordered("an emergency with one approval", "not-approved", () => ({
    ...{ level: "emergency", approvedBy: ["p1"], emergency: undefined },
  })),
  ordered("a state secret", "state-secret", () => ({ secrecy: "state-secret" })),
  ordered("an exercise outside of exercise mode", "not-actual", () => ({ status: "exercise" })),
  ordered("content that is out of date", "content-expired", () => ({
    parts: [{ ...part(), validTo: Date.now() - 1_000 }],
  })),
  ordered("an order for another commune in its own plan", "not-for-this-cluster", () => ({
    target: { communes: ["99999"] },
  })),
  {
    it: "what falls into its quiet hours, whatever the controller planned",
    refusal: ["bad", "quiet-hours"],
    send: async () => {
      const minute = Math.floor(minuteOfDay(Date.now() as Instant));
      const { cluster } = JSON.parse(payloadOf(await centre.config()));
      const quiet = [{ start: (minute + 1_380) % 1_440, end: (minute + 60) % 1_440 }];
      await configure({ cluster: { ...cluster, quiet } });
      const emergency = { level: "emergency", notBefore: Date.now() };
      await centre.plan([order("bad", 900), order("good", 0, emergency)]);
    },
  },
  {
    it: "the document of another commune",
    refusal: [SCOPE, "key-scope"],
    send: async () => {
      await arrives(SCOPE, planOf("c-99999", order("bad", 500)));
      await centre.plan([order("good", 1_200)]);
    },
  },
  {
    it: "a document for another commune by a key that may sign for both",
    refusal: [SCOPE, "not-for-this-cluster"],
    send: async () => {
      await configure({ keys: [trusted(centre.key, "centre", [SCOPE, "c-99999"])] });
      await arrives(SCOPE, planOf("c-99999", order("bad", 500)));
      await centre.plan([order("good", 1_200)]);
    },
  },
  {
    it: "an order at a province's level under a commune's key",
    refusal: [SCOPE, "key-scope"],
    send: async () => {
      await configure({ keys: bothKeys() });
      await arrives(SCOPE, planOf(SCOPE, order("bad", 500, { authority: "province" })), commune);
      await centre.plan([order("good", 1_200)]);
    },
  },
  {
    it: "a province's document under a commune's key",
    refusal: ["p-51", "key-scope"],
    send: async () => {
      await configure({ keys: bothKeys(), scopes: [SCOPE, "p-51"] });
      await arrives("p-51", planOf("p-51", order("bad", 500)), commune);
      await centre.plan([order("good", 1_200)]);
    },
  },
];
const trusted = ({ kid, x }: TestKey, authority: string, scopes: string[]) => ({
  ...{ kid, x, authority, scopes, ...FOREVER },
});
const bothKeys = () => [
  trusted(centre.key, "centre", [SCOPE]),
  trusted(commune, "commune", [SCOPE]),
];
const payloadOf = (jws: string): string =>
  Buffer.from(jws.split(".")[1] ?? "", "base64url").toString();

test.each(cases)(
  "$it is refused with its reason, and what is in order sounds",
  async ({ refusal, send }) => {
    await send();
    await until("its refusal", () => refused().length > 0);
    await until("what is in order", () =>
      centre.receipts.some((one) => one.kind === "ended" && one.occurrence === "good"),
    );
    // Told once, and nothing but what is in order was heard.
    expect(refused()).toEqual([refusal]);
    expect(board.player.heard.map(({ label }) => label)).toEqual(["good"]);
  },
  TIMEOUT,
);
