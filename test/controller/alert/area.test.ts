import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clusterId, communeCode, hamletId, provinceCode } from "../../../contract/ids.ts";
import { hours, instant, later, minutes } from "../../../contract/time.ts";
import {
  distance,
  findClusters,
  inCircle,
  inPolygon,
  type Located,
  namesOf,
  scopeOver,
} from "../../../controller/alert/area.ts";
import type { CapAlert, CapArea } from "../../../controller/alert/cap.ts";
import {
  draftOf,
  effectiveOf,
  expiryOf,
  judge,
  languageOf,
  segmentsOf,
} from "../../../controller/alert/proposal.ts";
import { alert, area, info, NOW } from "../../support/alerts.ts";

const place = (
  cluster: string,
  commune: string,
  at?: readonly [number, number],
  more: Partial<Located> = {},
): Located => ({
  cluster: clusterId(cluster),
  commune: communeCode(commune),
  province: provinceCode(commune === "26001" ? "75" : "51"),
  hamlets: [hamletId(`h-${cluster}`)],
  point: at && { latitude: at[0], longitude: at[1] },
  exercise: false,
  ...more,
});
const places = [
  place("k1", "21024", [15.1, 108.8]),
  place("k2", "21024", [15.3, 108.8]),
  place("k3", "21024"),
  place("k4", "21025", [15.1, 108.9], { exercise: true }),
  place("k5", "26001", [11, 107]),
];
const shape = (more: Partial<CapArea>) => area({ geocodes: [], ...more });
const found = (...areas: CapArea[]) =>
  findClusters(areas, places).meant.map(({ cluster }) => cluster as string);
const square = (south: number, west: number, north: number, east: number) => [
  { latitude: south, longitude: west },
  { latitude: north, longitude: west },
  { latitude: north, longitude: east },
  { latitude: south, longitude: east },
  { latitude: south, longitude: west },
];

describe("shapes", () => {
  test("one degree of latitude is 111.2 km, whatever the longitude", () => {
    const [one, other] = [
      { latitude: 15, longitude: 108 },
      { latitude: 16, longitude: 108 },
    ];
    expect(distance(one, other)).toBeCloseTo(111.195, 2);
    expect(distance(one, one)).toBe(0);
    expect(distance({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 })).toBeCloseTo(
      20_015.1,
      0,
    );
  });

  const lat = fc.double({ min: -80, max: 80, noNaN: true });
  const lon = fc.double({ min: -170, max: 170, noNaN: true });
  test("distance is the same both ways and never more than a detour", () => {
    const point = fc.record({ latitude: lat, longitude: lon });
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 6);
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-6);
      }),
    );
  });

  test("a rectangle holds what its four numbers hold, corners and edges too", () => {
    const small = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(small, small, small, small, small, small, (a, b, c, d, y, x) => {
        const [south, north] = [Math.min(a, b), Math.max(a, b) + 1];
        const [west, east] = [Math.min(c, d), Math.max(c, d) + 1];
        const inside = y >= south && y <= north && x >= west && x <= east;
        const polygon = square(south, west, north, east);
        expect(inPolygon({ latitude: y, longitude: x }, polygon)).toBe(inside);
        expect(inPolygon({ latitude: y, longitude: x }, polygon.toReversed())).toBe(inside);
      }),
    );
  });

  test("a bay in the coast is outside", () => {
    const [a, b, c, d] = square(0, 0, 10, 10);
    const bay = { latitude: 5, longitude: 5 };
    const coast = [a!, b!, bay, c!, d!, a!];
    expect(inPolygon({ latitude: 9, longitude: 5 }, coast)).toBe(false);
    expect(inPolygon({ latitude: 2, longitude: 5 }, coast)).toBe(true);
    expect(inPolygon(bay, coast)).toBe(true);
  });

  test("a circle of no radius is its centre", () => {
    const at = { latitude: 15, longitude: 108 };
    expect(inCircle(at, { ...at, radius: 0 })).toBe(true);
    expect(inCircle({ latitude: 15.01, longitude: 108 }, { ...at, radius: 1 })).toBe(false);
  });
});

describe("areas to clusters", () => {
  test("shapes and codes together, each cluster once", () => {
    const circle = { latitude: 15.1, longitude: 108.8, radius: 2 };
    expect(found(shape({ circles: [circle] }))).toEqual(["k1"]);
    expect(found(shape({ polygons: [square(15, 108.7, 15.2, 109)] }))).toEqual(["k1", "k4"]);
    expect(found(shape({ circles: [circle] }), area())).toEqual(["k1", "k2", "k3"]);
  });

  test("codes of a province, a commune under any name, a hamlet and a cluster", () => {
    const code = (name: string, value: string) => found(shape({ geocodes: [{ name, value }] }));
    expect(code("TINH", "75")).toEqual(["k5"]);
    expect(code("ma-xa", "21025")).toEqual(["k4"]);
    expect(code("THON", "h-k2")).toEqual(["k2"]);
    expect(code("CUMLOA", "k3")).toEqual(["k3"]);
  });

  test("a code that names nothing here is told, and means nobody", () => {
    const unread = { name: "SAME", value: "006109" };
    const result = findClusters([shape({ geocodes: [unread] })], places);
    expect(result).toEqual({ meant: [], unlocated: [], unread: [unread] });
  });

  test("a cluster without coordinates in a commune that a shape touches is told to a person", () => {
    const near = findClusters(
      [shape({ circles: [{ latitude: 15.1, longitude: 108.8, radius: 2 }] })],
      places,
    );
    expect(near.unlocated).toEqual(["k3"]);
    expect(findClusters([area()], places).unlocated).toEqual([]);
  });

  test("a commune of which everyone is meant is named as a whole", () => {
    expect(namesOf(places.slice(0, 3), places)).toEqual({ communes: ["21024"] });
    expect(namesOf([places[0]!, places[3]!], places)).toEqual({
      communes: ["21025"],
      clusters: ["k1"],
    });
    expect(namesOf([], places)).toEqual({});
  });

  test("the smallest scope over them", () => {
    expect(scopeOver(places.slice(0, 3))).toBe("c-21024");
    expect(scopeOver(places.slice(0, 4))).toBe("p-51");
    expect(scopeOver(places)).toBe("centre");
    expect(scopeOver([])).toBeUndefined();
  });
});

describe("an alert is for loudspeakers only when", () => {
  const verdict = (more: Partial<CapAlert>) => judge(alert(more), NOW);
  test("it is public, to be acted on, and neither over nor from tomorrow", () => {
    expect(verdict({})).toBeUndefined();
    expect(verdict({ status: "Exercise" })).toBeUndefined();
    expect(verdict({ scope: "Restricted" })).toBe("alert-not-public");
    expect(verdict({ scope: "Private" })).toBe("alert-not-public");
    for (const status of ["System", "Draft"] as const)
      expect(verdict({ status })).toBe("alert-not-actionable");
    for (const msgType of ["Ack", "Error"] as const)
      expect(verdict({ msgType })).toBe("alert-not-actionable");
    expect(verdict({ infos: [info({ expires: NOW })] })).toBe("alert-expired");
    expect(verdict({ sent: later(NOW, minutes(15)) })).toBeUndefined();
    expect(verdict({ sent: later(NOW, minutes(16)) })).toBe("alert-from-future");
  });

  test("a cancel is heard however late", () => {
    expect(judge(alert({ msgType: "Cancel", infos: [], sent: instant(0) }), NOW)).toBeUndefined();
  });

  test("its last block is over; without a word about it, six hours after it began", () => {
    const { expires: _, ...open } = info();
    expect(expiryOf(alert({ infos: [info(), open] }))).toBe(later(NOW, hours(6)));
    const begins = later(NOW, hours(1));
    expect(expiryOf(alert({ infos: [{ ...open, effective: begins }] }))).toBe(later(NOW, hours(7)));
    expect(expiryOf(alert({ infos: [] }))).toBe(later(NOW, hours(6)));
    expect(effectiveOf(alert({ infos: [{ ...open, effective: begins }] }))).toBe(begins);
    expect(effectiveOf(alert())).toBe(NOW);
  });
});

describe("segments", () => {
  test("languages of one area are one order, another area is another", () => {
    const english = info({
      language: "en-US",
      headline: "Flash flood warning",
      areas: [area({ description: "Tra Son commune" })],
    });
    const elsewhere = info({
      areas: [area({ description: "Xã Đồng Ếch", geocodes: [{ name: "XA", value: "21025" }] })],
    });
    const segments = segmentsOf(alert({ infos: [english, info(), elsewhere] }), places);
    expect(segments).toHaveLength(2);
    expect(segments[0]).toMatchObject({
      title: "Cảnh báo lũ quét",
      hazard: "Lũ quét",
      area: "Xã Trà Sơn",
      orderGiver: "Đài Khí tượng Thủy văn",
      where: { communes: ["21024"] },
      clusters: ["k1", "k2", "k3"],
    });
    expect(segments[0]?.words.map(({ language }) => language)).toEqual(["eng", "vie"]);
    expect(segments[1]).toMatchObject({ area: "Xã Đồng Ếch", clusters: ["k4"] });
  });

  test("what is said: headline, description, instruction, each a sentence, none twice", () => {
    const said = (more: Parameters<typeof info>[0]) =>
      segmentsOf(alert({ infos: [info(more)] }), places)[0]?.words[0];
    expect(said({})?.text).toBe(
      "Cảnh báo lũ quét.\nNước suối lên nhanh.\nBà con ven suối lên chỗ cao ngay.",
    );
    const { headline: _h, description: _d, instruction: _i, senderName: _s, ...bare } = info();
    const [plain] = segmentsOf(alert({ infos: [bare] }), places);
    expect(plain?.words[0]).toEqual({ language: "vie", title: "Lũ quét", text: "Lũ quét." });
    expect(plain?.orderGiver).toBe("kttv.example");
    expect(said({ description: "Cảnh báo lũ quét." })?.text.match(/lũ quét/g)).toHaveLength(1);
    expect([...(said({ headline: "Dài ".repeat(100) })?.title ?? "")]).toHaveLength(200);
  });

  test("an exercise or a test means only clusters in exercise mode, named one by one", () => {
    for (const status of ["Exercise", "Test"] as const) {
      const infos = [info({ areas: [area({ geocodes: [{ name: "TINH", value: "51" }] })] })];
      const [segment] = segmentsOf(alert({ status, infos }), places);
      expect(segment).toMatchObject({ clusters: ["k4"], where: { clusters: ["k4"] } });
      expect(segmentsOf(alert({ status }), places)[0]?.clusters).toEqual([]);
    }
  });

  test("language tags", () => {
    const tags = ["vi", "VI-vn", "en-US", "hre", "jra-x", "xx", "english", ""];
    expect(tags.map(languageOf)).toEqual(["vie", "vie", "eng", "hre", "jra", "und", "und", "und"]);
  });

  test("the draft keeps the alert's end, order-giver and number, and waits for its hour", () => {
    const soon = later(NOW, minutes(30));
    const later30 = alert({ infos: [info({ effective: soon })] });
    const [segment] = segmentsOf(later30, places);
    expect(draftOf(later30, segment!, ["m1"], NOW)).toEqual({
      title: "Cảnh báo lũ quét",
      messageIds: ["m1"],
      where: { communes: ["21024"] },
      at: soon,
      notAfter: later(NOW, minutes(120)),
      status: "actual",
      emergency: {
        orderGiver: "Đài Khí tượng Thủy văn",
        orderNumber: "KTTV-2026-0518-01",
        hazard: "Lũ quét",
        area: "Xã Trà Sơn",
      },
    });
    expect("at" in draftOf(alert(), segment!, [], NOW)).toBe(false);
  });
});
