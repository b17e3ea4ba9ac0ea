import { describe, expect, test } from "vitest";
import {
  broadcastId,
  clusterId,
  communeCode,
  hamletId,
  provinceCode,
  scopeId,
} from "../../../contract/ids.ts";
import { hours, instant, later, minutes, seconds } from "../../../contract/time.ts";
import { isoOf } from "../../../controller/iso.ts";
import { capacity, isOffer, type Orderer } from "../../../controller/schedule/approval.ts";
import type { Sayable } from "../../../controller/schedule/broadcast.ts";
import { draft, draftSeries, ordering, ownerOf } from "../../../controller/schedule/order.ts";
import { expandRule } from "../../../controller/schedule/recurrence.adapter.ts";
import { type Kept, variantsOf } from "../../../controller/schedule/series.ts";
import type { Place } from "../../../controller/schedule/where.ts";

const now = instant(1_790_000_000_000);
const said = (id: string): Sayable => ({
  id,
  title: `Bản tin ${id}`,
  theme: "chuyen-doi-so",
  language: "vie",
  status: "approved",
  secrecy: "public",
  approvedBy: "duyet",
  validFrom: later(now, minutes(-1)),
  validTo: later(now, hours(1_000)),
  audio: { sha256: "a".repeat(64), bytes: 1_000, length: seconds(30) },
});
const place = (cluster: string, commune: string, province = "51"): Place => ({
  cluster: clusterId(cluster),
  commune: communeCode(commune),
  province: provinceCode(province),
  hamlets: [hamletId(`h-${cluster}`)],
  tags: [],
  languages: ["vie"],
});
const places = [place("c1", "21024"), place("c2", "21025"), place("c3", "30001", "75")];
const scopes = (...names: string[]) => names.map((name) => scopeId(name));
const order = (more: object = {}): Kept =>
  ({
    messageIds: ["m1"],
    level: "priority",
    where: { all: true },
    when: { now: true },
    ...more,
  }) as Kept;
const given = {
  id: broadcastId("b-1"),
  now,
  messages: new Map(["m1", "m2"].map((id) => [id, said(id)])),
  places,
  instants: [],
  notAfter: undefined,
  by: "An",
};
const made = (asked: Kept, more: object = {}) => {
  const done = draft(asked, { ...given, ...more });
  if (!done.ok) throw new Error(done.code);
  return done.draft;
};

describe("on whose behalf an order is given", () => {
  const may = (more: object) => ({ orderIn: [], emergencyIn: [], ...more }) as unknown as Orderer;
  test("in the scopes where its author may order at this level; an administrator of everything acts for the place", () => {
    const by = may({ orderIn: scopes("c-21024"), emergencyIn: scopes("p-51") });
    expect(capacity({ level: "normal" }, by)).toEqual({ within: ["c-21024"] });
    expect(capacity({ level: "emergency" }, by)).toEqual({ within: ["p-51"] });
    expect(capacity({ level: "emergency" }, may({ everywhere: true }))).toEqual({});
  });
  test("everywhere means the author's own area", () => {
    const clusters = (within: string[]) => made(order({ within })).places.map((one) => one.cluster);
    expect(clusters(["c-21025"])).toEqual(["c2"]);
    expect(clusters(["p-51"])).toEqual(["c1", "c2"]);
    expect(clusters(["c-21024", "p-75"])).toEqual(["c1", "c3"]);
  });
  test("a place that is named is meant, also outside: whether that is allowed is asked afterwards", () => {
    const where = { clusters: ["c3"] };
    expect(made(order({ where, within: ["c-21024"] })).places.map((one) => one.cluster)).toEqual([
      "c3",
    ]);
  });
  test("a province's order to one commune is the province's: the commune cannot take it back", () => {
    const asked = order({ where: { communes: ["21024"] }, within: scopes("c-21025", "p-51") });
    const [one, ...others] = made(asked).occurrences;
    expect([one?.scope, one?.body.authority, others.length]).toEqual(["p-51", "province", 0]);
    expect(ownerOf(asked, places.slice(0, 1))).toBe("p-51");
    expect(ownerOf(order({ level: "normal", within: ["p-51"] }), places.slice(0, 1))).toBe(
      "c-21024",
    );
    expect(ownerOf(order({ level: "normal", offer: true, within: ["p-51"] }), places)).toBe(
      "centre",
    );
  });
  test("the highest scope that covers a place counts, in whatever order they are held", () => {
    const here = places.slice(0, 1);
    const whose = (...held: string[]) => ordering({ within: scopes(...held) }, here)[0]?.scope;
    expect(whose("c-21024", "centre", "p-51")).toBe("centre");
    expect(whose("p-51", "c-21024")).toBe("p-51");
  });
  test("a normal item of somebody who nowhere decides for a commune is an offer", () => {
    expect(isOffer({ level: "normal" }, places, may({}))).toBe(true);
    expect(isOffer({ level: "priority" }, places, may({}))).toBe(false);
    const here = may({ communeIn: scopes("c-21024") });
    expect(isOffer({ level: "normal" }, places.slice(0, 1), here)).toBe(false);
    expect(isOffer({ level: "normal" }, places, here)).toBe(true);
  });
  test("a relay alone has its name", () => {
    const parts = [{ kind: "relay", sources: ["https://vov.example/"], seconds: 60 }];
    expect(made(order({ parts, messageIds: undefined })).title).toBe("Tiếp sóng");
  });
  test("in two communes it is two orders, in a foreign place that place's own", () => {
    const split = ordering({ within: scopes("c-21024", "c-21025") }, places);
    expect(split.map((one) => [one.scope, one.places.length])).toEqual([
      ["c-21024", 1],
      ["c-21025", 1],
      ["c-30001", 1],
    ]);
    expect(ordering({}, places).map((one) => one.scope)).toEqual(["centre"]);
  });
});

describe("until when an airing may wait", () => {
  const length = seconds(30);
  test("priority has a day and a half, or its deadline", () => {
    const [one] = made(order()).occurrences;
    expect(one?.body).toMatchObject({
      placement: { kind: "session", order: now },
      notAfter: later(now, hours(36)),
    });
    const ends = made(order(), { notAfter: later(now, hours(2)) }).occurrences[0]?.body.notAfter;
    expect(ends).toBe(later(now, hours(2)));
    const short = draft(order(), { ...given, notAfter: later(now, seconds(10)) });
    expect(short).toMatchObject({ ok: false, code: "no-instants" });
  });
  const when = { start: isoOf(now), rrule: "FREQ=DAILY" };
  const instants = [0, 24, 48].map((n) => later(now, hours(n)));
  test("the end of a repeating order ends the series and no single airing", () => {
    const until = later(now, hours(48));
    const ends = (level: string) =>
      made(order({ when, level }), { instants, notAfter: until }).occurrences.map((one) => [
        one.body.notBefore - now,
        one.body.notAfter - now,
      ]);
    expect(ends("normal")).toEqual([
      [0, length + minutes(10)],
      [hours(24), hours(24) + length + minutes(10)],
      [0, length + minutes(10)],
      [hours(24), hours(24) + length + minutes(10)],
      [0, length + minutes(10)],
      [hours(24), hours(24) + length + minutes(10)],
    ]);
    const open = made(order({ when }), { instants }).occurrences.map((one) => one.body.notAfter);
    expect(open).toEqual(instants.map((at) => later(at, hours(36))));
    expect(ends("priority")).toEqual([
      [0, hours(36)],
      [hours(24), hours(48)],
    ]);
  });
  test("the next session is counted from when the order became valid", () => {
    const since = later(now, hours(-3));
    const [one] = made(order({ when: { session: "next" }, level: "normal", since })).occurrences;
    expect(one?.body.placement).toEqual({ kind: "session", order: since });
    expect(one?.body.notAfter).toBe(later(since, hours(36)));
  });
});

describe("an order with exceptions", () => {
  const when = { start: isoOf(now), rrule: "FREQ=DAILY;COUNT=3" };
  const kept = (more: object = {}) =>
    order({ when, level: "normal", within: scopes("p-51"), ...more });
  const series = (asked: Kept, airsLater = false) => {
    const window = { from: now, to: later(now, hours(400)) };
    const variants = variantsOf(asked, now, window, expandRule) ?? [];
    return draftSeries(variants, { ...given, airsLater });
  };
  test("each way of airing is drafted as an order of its own, all under one name", () => {
    const done = series(
      kept({
        except: [
          {
            instant: later(now, hours(24)),
            content: { messageIds: ["m2"], where: { clusters: ["c3"] } },
          },
          { instant: later(now, hours(48)), skip: true },
        ],
        notAfter: isoOf(later(now, hours(100))),
      }),
    );
    if (!done.ok) throw new Error(done.code);
    const { occurrences, said: heard, places: where } = done.draft;
    expect(occurrences.map(({ scope, body }) => [scope, body.title])).toEqual([
      ["c-21024", "Bản tin m1"],
      ["c-21025", "Bản tin m1"],
      ["c-30001", "Bản tin m2"],
    ]);
    expect(heard.map((one) => one.id)).toEqual(["m1", "m2"]);
    expect(where.map((one) => one.cluster)).toEqual(["c1", "c2", "c3"]);
  });
  test("one that cannot air makes the whole impossible; nothing near is only a pause", () => {
    const broken = kept({
      except: [{ instant: later(now, hours(24)), content: { messageIds: ["m9"] } }],
    });
    expect(series(broken)).toMatchObject({ ok: false, code: "message-unknown" });
    const far = kept({ until: now });
    expect(series(far)).toMatchObject({ ok: false, code: "no-instants" });
    expect(series(far, true)).toMatchObject({ ok: true, draft: { occurrences: [] } });
  });
});
