import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../../../contract/agent-config.ts";
import { noFacts } from "../../../contract/facts.ts";
import type { Occurrence, Urgent } from "../../../contract/plan.ts";
import { minutes } from "../../../contract/time.ts";
import { timeline } from "../../../contract/timeline.ts";
import { fixedWords, NOTICE } from "../../../controller/schedule/notice.service.ts";
import { draft } from "../../../controller/schedule/order.ts";
import type { Kept } from "../../../controller/schedule/series.ts";
import type { Place } from "../../../controller/schedule/where.ts";
import { type AlertWorld, alertWorld } from "../../support/alert-world.ts";
import { area, info } from "../../support/alerts.ts";
import { paperLibrary } from "../../support/paper-library.ts";
import { type Asker, must } from "../../support/people-world.ts";

let world: AlertWorld;
let message: string;
let second: Asker;
beforeAll(async () => {
  world = await alertWorld();
  world.next();
  ({ second } = world);
  const body = { title: "Sơ tán", theme: "khan-cap", language: "vie", text: "Bà con sơ tán." };
  message = (await must(world.sender.post("/api/messages", body))).id;
  await must(world.first.post(`/api/messages/${message}/approve`));
});
afterAll(() => world.close());

const bodyOf = async (broadcast: string): Promise<Occurrence> => {
  const { occurrences } = await world.broadcast(broadcast);
  const row = await world.store.db
    .selectFrom("occurrence")
    .select("body")
    .where("id", "=", occurrences[0].id)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.body);
};

/** What a board in that mode makes of it, by its own function. */
function onBoard(body: Occurrence, exercise: boolean) {
  const now = world.time.now();
  const cluster = {
    id: "k-21025",
    province: "51",
    commune: "21025",
    hamlets: ["h-21025"],
    tags: [],
    languages: [],
    exercise,
    sessions: [],
    quiet: [],
    caps: {},
    volume: [],
  } as unknown as Cluster;
  const urgent = {
    kind: "urgent",
    scope: "p-51",
    epoch: 1,
    revision: 1,
    issued: now,
    emergencies: [body],
    stops: [],
  } as unknown as Urgent;
  const window = { from: now, to: (now + minutes(60)) as typeof now };
  const found = timeline([urgent], cluster, noFacts(now), window);
  return {
    roles: found.segments.map(({ part }) => {
      const one = body.parts[part];
      return one?.kind === "audio" ? one.role : one?.kind;
    }),
    reasons: found.refusals.map(({ reason }) => reason as string),
  };
}

const order = (status: string) =>
  second.post("/api/broadcasts", {
    messageIds: [message],
    level: "emergency",
    status,
    where: { communes: ["21025"] },
    when: { now: true },
  });

describe("an exercise", () => {
  test("says that it is one before anything else, and only then does a board in exercise mode play it", async () => {
    for (const status of ["exercise", "test"]) {
      const body = await bodyOf((await must(order(status))).id);
      expect(onBoard(body, true)).toEqual({ roles: ["exercise-notice", "message"], reasons: [] });
      expect(onBoard(body, false)).toEqual({ roles: [], reasons: ["not-actual"] });
    }
  });

  test("what is actual says no such thing", async () => {
    const body = await bodyOf((await must(order("actual"))).id);
    expect(onBoard(body, false).roles).toEqual(["message"]);
  });

  test("from a CAP exercise likewise, and only where clusters are in exercise mode", async () => {
    const infos = [info({ areas: [area({ geocodes: [{ name: "TINH", value: "51" }] })] })];
    const aired = await world.onAir(world.alert({ status: "Exercise", infos }));
    const body = await bodyOf(aired.segments[0].broadcast);
    expect(body.target).toEqual({ clusters: ["k-21025"] });
    expect(onBoard(body, true).roles).toEqual(["exercise-notice", "message"]);
  });
});

test("the notice is spoken once; a voice that failed is asked again", async () => {
  const { audio, refuseNext } = paperLibrary();
  const asked: string[] = [];
  const notice = fixedWords(
    {
      makeSpeech: (ask) => {
        asked.push(ask.text);
        return audio.makeSpeech(ask);
      },
    },
    NOTICE,
  );
  refuseNext("speech-failed");
  expect(await notice()).toBeUndefined();
  const made = await notice();
  expect(made?.bytes).toBeGreaterThan(0);
  expect(await notice()).toBe(made);
  expect(asked).toEqual([NOTICE, NOTICE]);
});

test("without the notice there is no exercise at all, rather than one that no board plays", () => {
  const said = {
    id: "m1",
    title: "Sơ tán",
    theme: "khan-cap",
    language: "vie",
    status: "approved",
    secrecy: "public",
    approvedBy: "duyet",
    validFrom: null,
    validTo: null,
    audio: { sha256: "a".repeat(64), bytes: 10, length: minutes(1) },
  };
  const place = {
    cluster: "k1",
    commune: "21025",
    province: "51",
    hamlets: [],
    tags: [],
    languages: [],
  } as unknown as Place;
  const asked: Kept = {
    messageIds: ["m1" as never],
    level: "normal",
    status: "exercise",
    where: { communes: ["21025" as never] },
    when: { now: true },
  };
  const given = {
    id: "b-1" as never,
    now: world.time.now(),
    messages: new Map([["m1", said]]),
    places: [place],
    instants: [],
    notAfter: undefined,
    by: "Lan",
  };
  expect(draft(asked, given)).toEqual({ ok: false, code: "exercise-without-notice" });
  expect(draft({ ...asked, status: "actual" }, given).ok).toBe(true);
});
