import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noFacts } from "../../../contract/facts.ts";
import type { Occurrence } from "../../../contract/plan.ts";
import { days, hours, instant, minutes, seconds } from "../../../contract/time.ts";
import { timeline } from "../../../contract/timeline.ts";
import { audienceOf, signalFindings, soundsOf } from "../../../controller/schedule/audience.ts";
import {
  type Consequence,
  consequences,
  spread,
  without,
} from "../../../controller/schedule/check.ts";
import { findingsOf, minutesText, momentText } from "../../../controller/schedule/findings.ts";
import {
  aCluster,
  anOccurrence,
  anUrgent,
  aPlan,
  five,
  message,
  after as plus,
} from "../../support/orders.ts";
import { morning } from "../../support/some.ts";
import { someCluster, someOccurrence } from "../../support/worlds.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const session = (start: number, end: number) => ({ weekdays: everyDay, start, end });
const ground = (planned: Occurrence[], cluster: object = {}) => ({
  documents: [aPlan(planned), anUrgent([])],
  cluster: aCluster(cluster),
  facts: noFacts(plus(minutes(-30))),
});
const order = (more: object = {}, document = "plan") =>
  [
    {
      scope: "c-21001",
      document,
      clusters: ["k1"],
      body: anOccurrence("new", { approvedBy: [], ...more }),
    },
  ] as never;
const found = (planned: Occurrence[], more: object = {}, cluster: object = {}, document = "plan") =>
  consequences(ground(planned, cluster), order(more, document)).map(
    ({ cluster: _cluster, at, ...rest }) => ({ ...rest, after: (at - five) / 60_000 }),
  );
const at = (n: number) => ({
  notBefore: plus(minutes(n)),
  placement: { kind: "at", at: plus(minutes(n)) },
});
const old = anOccurrence("old", { title: "Tin cũ", notAfter: plus(minutes(6)) });

describe("what would come of an order, by the timeline itself", () => {
  test("nothing, where there is room", () => {
    expect(found([])).toEqual([]);
    expect(found([old], at(5))).toEqual([]);
  });
  test("it starts late because something else sounds, or not at all", () => {
    expect(found([old], { ...at(1), notAfter: plus(minutes(10)) })).toEqual([
      { kind: "late", seconds: 60, by: "Tin cũ", after: 2 },
    ]);
    expect(found([old], { ...at(1), notAfter: plus(minutes(3)) })).toEqual([
      { kind: "silent", reason: "displaced", seconds: 120, by: "Tin cũ", after: 1 },
    ]);
  });
  test("quiet hours, no session, too much, expired content", () => {
    const quiet = { quiet: [session(290, 360)] };
    expect(found([], {}, quiet)).toEqual([
      { kind: "silent", reason: "quiet-hours", seconds: 120, after: 0 },
    ]);
    const floating = { placement: { kind: "session", order: 1 } };
    expect(found([], floating)).toEqual([
      { kind: "silent", reason: "no-session", none: "no-regulation", seconds: 120, after: 0 },
    ]);
    expect(found([], floating, { sessions: [session(600, 660)] })).toEqual([
      { kind: "silent", reason: "no-session", seconds: 120, after: 0 },
    ]);
    const capped = { sessions: [session(300, 330)], caps: { perSession: seconds(60) } };
    expect(found([], floating, capped)).toMatchObject([{ kind: "silent", reason: "over-cap" }]);
    const stale = { parts: [message(minutes(2), { validTo: plus(minutes(1)) })] };
    expect(found([], stale)).toMatchObject([{ kind: "silent", reason: "content-expired" }]);
  });
  test("a commune without a regulation and one whose regulation has no session are told apart", () => {
    const floating = order({ placement: { kind: "session", order: 1 } });
    const told = (regulated: boolean) =>
      findingsOf(consequences({ ...ground([]), regulated }, floating))[0];
    expect(told(false)).toMatchObject({ code: "no-session", severity: "error" });
    expect(told(false)?.text).toContain("chưa nhập quy chế");
    expect(told(false)?.suggestion).toContain("Nhập quy chế");
    expect(told(true)?.text).toContain("quy chế của xã không có buổi phát nào");
    expect(told(true)?.suggestion).toContain("Thêm buổi phát vào quy chế");
    const both = [false, true].flatMap((regulated) =>
      consequences({ ...ground([]), regulated }, floating),
    );
    expect(findingsOf(both)).toHaveLength(2);
  });
  test("it runs past its session, or lies outside of every one", () => {
    const sessions = [session(300, 301)];
    expect(found([], {}, { sessions })).toEqual([{ kind: "over-session", seconds: 60, after: 0 }]);
    expect(found([], at(5), { sessions })).toEqual([{ kind: "outside-session", after: 5 }]);
    expect(found([], {}, { sessions: [session(300, 302)] })).toEqual([]);
  });
  test("it takes another one's place, moves it or cuts into it", () => {
    const floating = anOccurrence("f", {
      title: "Tin chờ",
      placement: { kind: "session", order: 1 },
      notAfter: plus(minutes(10)),
    });
    const sessions = [session(300, 303)];
    expect(found([floating], {}, { sessions })).toEqual([
      { kind: "displaces", other: "Tin chờ", seconds: 120, after: 0 },
    ]);
    expect(found([floating], {}, { sessions: [session(300, 310)] })).toEqual([
      { kind: "delays", other: "Tin chờ", seconds: 120, after: 0 },
    ]);
    const now = { level: "emergency", placement: { kind: "now", at: plus(minutes(1)) } };
    expect(found([old], now, {}, "urgent")).toEqual([
      { kind: "cuts-in", other: "Tin cũ", seconds: 0, after: 0 },
    ]);
  });
  test("a relay that quiet hours cut is heard in part", () => {
    const relay = {
      parts: [{ kind: "relay", sources: ["http://a/"], length: minutes(10) }],
      onCut: "rejoin",
      notAfter: plus(minutes(5)),
    };
    expect(found([], relay)).toEqual([
      { kind: "cut-short", reason: "expired", seconds: 300, after: 0 },
    ]);
  });
  test("an order that means others is no concern of this cluster", () => {
    expect(found([old], { target: { hamlets: ["h9"] } })).toEqual([]);
    const lost = anOccurrence("lost", { notAfter: five });
    expect(found([lost])).toEqual([]);
  });
  test("what is called silent is what the timeline refuses, and nothing else", () => {
    const worlds = fc.tuple(
      someCluster(morning),
      fc.array(someOccurrence(morning), { maxLength: 4 }),
      someOccurrence(morning),
    );
    fc.assert(
      fc.property(worlds, ([cluster, planned, raw]) => {
        const mine = { ...raw, id: "mine" as never, approvedBy: ["a", "b"] };
        const document = mine.level === "emergency" ? "urgent" : "plan";
        const base = {
          documents: [aPlan(planned), anUrgent([])],
          cluster,
          facts: noFacts(morning),
        };
        const told = consequences(base, [
          { scope: "c-21001", document, clusters: [], body: mine } as never,
        ]);
        const together =
          document === "plan"
            ? [aPlan([...planned, mine]), anUrgent([])]
            : [aPlan(planned), anUrgent([mine])];
        const whole = timeline(together, cluster, noFacts(morning), {
          from: instant(0),
          to: instant(9e15),
        });
        const sounds = whole.segments.some((one) => one.occurrence === "mine");
        const refused = whole.refusals.find((one) => one.occurrence === "mine");
        const silent = told.find((one) => one.kind === "silent");
        expect(silent?.kind === "silent" ? silent.reason : undefined).toBe(
          sounds ? undefined : refused?.reason,
        );
      }),
    );
  });
});

test("what is to be replaced is not in its own way", () => {
  const ground = {
    documents: [aPlan([old]), anUrgent([anOccurrence("e", { level: "emergency" })])],
    cluster: aCluster(),
    facts: noFacts(five),
  };
  const ids = (instead?: string) =>
    without(ground, instead).documents.flatMap((one) =>
      (one.kind === "plan" ? one.occurrences : one.emergencies).map(({ id }) => id),
    );
  expect([ids(), ids("old"), ids("b")]).toEqual([["old", "e"], ["e"], []]);
});

test("a large order is compared on some clusters of every commune", () => {
  const all = ["a", "a", "a", "b", "c"].map((commune, index) => ({ commune, index }));
  expect(spread(all, 9)).toHaveLength(5);
  expect(spread(all, 3).map((one) => one.commune)).toEqual(["a", "b", "c"]);
  expect(spread(all, 4).map((one) => one.index)).toEqual([0, 3, 4, 1]);
});

describe("as sentences", () => {
  const one = (more: object, cluster = "k1", n = 0) =>
    ({ seconds: 90, ...more, cluster, at: plus(minutes(n)) }) as Consequence;
  const text = (more: object) => findingsOf([one(more)])[0]?.text;
  test("each kind has its own, in the time of the station", () => {
    expect(text({ kind: "silent", reason: "displaced", by: "Tin cũ" })).toBe(
      "Lúc 05:00 ngày 28/09 sẽ không phát: bị tin có quyền cao hơn chiếm chỗ, buổi phát không còn đủ thời gian. Đang phát “Tin cũ”.",
    );
    expect(text({ kind: "cut-short", reason: "expired" })).toBe(
      "Lúc 05:00 ngày 28/09 chỉ phát được một phần, thiếu 2 phút: đã quá hạn phát.",
    );
    expect(text({ kind: "late", by: "Tin cũ" })).toBe(
      "Bắt đầu muộn 2 phút (05:00 ngày 28/09) vì “Tin cũ” đang phát.",
    );
    expect(text({ kind: "late" })).toBe("Bắt đầu muộn 2 phút (05:00 ngày 28/09).");
    expect(text({ kind: "over-session" })).toContain("quá buổi phát 2 phút");
    expect(text({ kind: "outside-session" })).toContain("ngoài buổi phát theo quy chế");
    expect(text({ kind: "displaces", other: "Tin chờ" })).toContain("“Tin chờ”");
    expect(text({ kind: "delays", other: "Tin chờ" })).toContain("phải lùi 2 phút");
    expect(text({ kind: "cuts-in", other: "Tin chờ" })).toContain("Chen ngang “Tin chờ”");
    expect([minutesText(0.2), minutesText(59), minutesText(61)]).toEqual([
      "1 giây",
      "59 giây",
      "1 phút",
    ]);
    expect(momentText(plus(hours(19)))).toBe("00:00 ngày 29/09");
  });
  test("what is the same on several clusters and days is said once, the worst first", () => {
    const quiet = { kind: "silent", reason: "quiet-hours" };
    const told = findingsOf([
      one({ kind: "delays", other: "A" }),
      one(quiet, "k2", 1_440),
      one(quiet),
      one({ kind: "delays", other: "B", seconds: 5 }),
      { kind: "outside-session", cluster: "k1", at: plus(minutes(0)) },
      one({ kind: "silent", reason: "clock-doubt" }),
    ]);
    expect(
      told.map(({ code, severity, airings, clusters }) => [
        code,
        severity,
        airings,
        clusters.length,
      ]),
    ).toEqual([
      ["quiet-hours", "error", 2, 2],
      ["clock-doubt", "error", 1, 1],
      ["outside-session", "warning", 1, 1],
      ["delays", "info", 1, 1],
      ["delays", "info", 1, 1],
    ]);
    expect(told[0]?.text).toContain("05:00 ngày 28/09 và 1 lần khác");
    expect(told[0]?.at).toBe("2026-09-27T22:00:00.000Z");
    expect(told[1]?.suggestion).toBe("Chọn giờ khác.");
  });
});

describe("whom an order reaches", () => {
  const serves = (hamlet: string, share: number) => ({
    hamlet,
    share,
    households: 101,
    people: 400,
    kind: "ip",
  });
  test("a hamlet counts once, at the share that is served", () => {
    expect(audienceOf([serves("a", 0.4), serves("a", 0.4), serves("b", 0.5)])).toEqual({
      households: 131,
      people: 520,
    });
    expect(audienceOf([serves("a", 0.7), serves("a", 0.7)]).households).toBe(101);
    expect(audienceOf([])).toEqual({ households: 0, people: 0 });
  });
  const now = instant(days(100));
  const signal = (n: number, more: object = {}) => ({
    cluster: `k${n}`,
    name: `Cụm ${n}`,
    kind: "ip",
    agent: `a${n}`,
    enrolled_at: 1,
    seen_at: now - hours(1),
    player: null,
    ...more,
  });
  const player = (decoders: string[], more: object = {}) => JSON.stringify({ decoders, ...more });
  test("clusters without signal for days, without a board, or that prove nothing are named", () => {
    expect(signalFindings([signal(1)], now, [])).toEqual([]);
    const told = signalFindings(
      [
        signal(1, { seen_at: now - days(3) }),
        signal(2, { seen_at: null, enrolled_at: now - days(5) }),
        signal(3, { seen_at: null, enrolled_at: null }),
        signal(4, { seen_at: now - days(2) }),
        signal(5, { agent: null, seen_at: null }),
        signal(6, { kind: "fm-bridge" }),
      ],
      now,
      [],
    );
    expect(told.map(({ code, severity, clusters }) => [code, severity, clusters])).toEqual([
      ["cluster-silent", "warning", ["k1", "k2", "k3", "k4"]],
      ["cluster-without-board", "warning", ["k5"]],
      ["unmeasurable", "info", ["k6"]],
    ]);
    expect(told[0]?.text).toBe(
      "4 cụm loa mất tín hiệu, lâu nhất 100 ngày: Cụm 1, Cụm 2, Cụm 3 và 1 cụm khác.",
    );
  });
  test("boards that cannot decode what is ordered are counted; those that have not said are not", () => {
    const relay = (...sources: string[]) => ({ kind: "relay", sources });
    const sounds = soundsOf([
      { kind: "audio" },
      { kind: "pause" },
      relay("http://dai.vn/song.mp3"),
      relay("http://dai.vn/live.m3u8", "http://dai.vn/live.opus"),
      relay("http://dai.vn/live.aac", "http://dai.vn/live"),
    ] as never);
    expect(sounds).toEqual([["ogg-opus"], ["mp3"], ["hls", "ogg-opus"]]);
    const told = signalFindings(
      [
        signal(1),
        signal(2, { player: player(["ogg-opus", "wav"]) }),
        signal(3, { player: player(["ogg-opus", "mp3"]) }),
        signal(4, { player: player(["mp3"]) }),
        signal(5, { player: player(["ogg-opus", "mp3"], { simulated: true }) }),
      ],
      now,
      sounds,
    );
    expect(told.map(({ code, text }) => [code, text])).toEqual([
      ["no-decoder", "2 cụm loa không giải mã được MP3, Ogg Opus, HLS (m3u8): Cụm 2, Cụm 4."],
      ["simulated", "1 cụm loa đang chạy thiết bị mô phỏng, không có loa: Cụm 5."],
    ]);
  });
});
