import { describe, expect, test } from "vitest";
import type { Occurrence } from "../../../contract/plan.ts";
import { later, milliseconds, minutes } from "../../../contract/time.ts";
import {
  alertView,
  broadcastsOf,
  mayChange,
  stateAfter,
  stateNow,
} from "../../../controller/alert/alert.ts";
import { capOf, type Emergency } from "../../../controller/alert/cap-out.ts";
import { attached } from "../../../controller/alert/signature.ts";
import type { AlertTable } from "../../../controller/store/alert-tables.ts";
import { alert, NOW } from "../../support/alerts.ts";

const row = (more: Partial<AlertTable> = {}): AlertTable => ({
  id: "w-1",
  within: "p-51",
  sender: "kttv",
  identifier: "A-1",
  sent: NOW,
  received_at: NOW,
  place: "p-51",
  msg_type: "Cancel",
  status: "Actual",
  state: "proposed",
  expires_at: later(NOW, minutes(5)),
  origin: "key:k1",
  content_hash: "0",
  original: "",
  body: JSON.stringify(alert({ infos: [], note: "Huỷ" })),
  segments: "[]",
  decided_by: null,
  decided_at: null,
  reason: null,
  ...more,
});

describe("an alert's state", () => {
  test("what is open runs out by itself; what was decided stays", () => {
    expect(stateNow(row(), NOW)).toBe("proposed");
    expect(stateNow(row(), later(NOW, minutes(5)))).toBe("expired");
    expect(stateNow(row({ state: "waiting" }), later(NOW, minutes(5)))).toBe("expired");
    expect(stateNow(row({ state: "aired" }), later(NOW, minutes(5)))).toBe("aired");
  });

  test("it is aired when each of its areas is", () => {
    expect(stateAfter([{ order: "active" }, { order: "active" }])).toBe("aired");
    expect(stateAfter([{ order: "active" }, { order: "proposed" }])).toBe("waiting");
    expect(stateAfter([{ order: "none" }])).toBe("waiting");
  });

  test("only the same sender, by the same key or a person, may change it", () => {
    const earlier = { sender: "kttv", origin: "key:k1" };
    expect(mayChange({ sender: "kttv", origin: "key:k1" }, earlier)).toBe(true);
    expect(mayChange({ sender: "kttv", origin: "person:u1" }, earlier)).toBe(true);
    expect(mayChange({ sender: "kttv", origin: "key:k2" }, earlier)).toBe(false);
    expect(mayChange({ sender: "khac", origin: "person:u1" }, earlier)).toBe(false);
  });

  test("one without blocks is shown by its note, else by its number", () => {
    const none = { references: [], stops: [] };
    expect(alertView(row(), none, NOW)).toMatchObject({ headline: "Huỷ", urgency: null });
    const body = JSON.stringify(alert({ infos: [] }));
    expect(alertView(row({ body }), none, NOW).headline).toBe("KTTV-2026-0518-01");
    const segments = JSON.stringify([{ broadcast: "b-1" }, { broadcast: null }]);
    expect(broadcastsOf([row({ segments })])).toEqual(["b-1"]);
  });

  test("a language that was not looked at has no message", () => {
    const words = [{ language: "vie", title: "A", text: "A." }];
    const segment = { title: "A", words, spoken: [], clusters: [], unlocated: [], unread: [] };
    const view = alertView(
      row({ segments: JSON.stringify([segment]) }),
      { references: [], stops: [] },
      NOW,
    );
    expect(view.segments[0]?.words[0]).toMatchObject({ message: null, note: null });
  });
});

test("a detached signature gets its payload back, in base64url", () => {
  const [head, signature] = ["e".repeat(20), "A".repeat(86)];
  expect(attached(`${head}..${signature}`, "+/+=")).toBe(`${head}.-_-.${signature}`);
  for (const wrong of ["", `${head}.x.${signature}`, `${head}..${signature}!`, `..${signature}`])
    expect(attached(wrong, "")).toBeUndefined();
});

describe("an emergency as CAP", () => {
  const body = {
    status: "actual",
    title: "Sơ tán",
    notBefore: later(NOW, milliseconds(250)),
    notAfter: later(NOW, minutes(30)),
    target: { all: true },
  } as unknown as Occurrence;
  const emergency = (more: Partial<Emergency> = {}): Emergency => ({
    id: "b-1",
    place: "c-21024",
    createdAt: later(NOW, milliseconds(250)),
    cancelledAt: null,
    body,
    clusters: ["k1", "k2"],
    said: [{ language: "hre", title: "Sơ tán", text: null }],
    from: undefined,
    allClearOf: undefined,
    updates: [],
    ...more,
  });

  test("says no more than what is known: a bare order", () => {
    expect(capOf(emergency())).toEqual({
      identifier: "b-1",
      sender: "vangxa:c-21024",
      sent: NOW,
      status: "Actual",
      msgType: "Alert",
      scope: "Public",
      codes: [],
      references: [],
      infos: [
        {
          language: "hre",
          categories: ["Other"],
          event: "Sơ tán",
          responseTypes: [],
          urgency: "Immediate",
          severity: "Unknown",
          certainty: "Unknown",
          eventCodes: [],
          effective: NOW,
          expires: later(NOW, minutes(30)),
          headline: "Sơ tán",
          parameters: [],
          areas: [
            {
              description: "c-21024",
              polygons: [],
              circles: [],
              geocodes: [
                { name: "CUMLOA", value: "k1" },
                { name: "CUMLOA", value: "k2" },
              ],
            },
          ],
        },
      ],
    });
  });

  test("names communes, hamlets and clusters as the order named them", () => {
    const target = { communes: ["21024"], hamlets: ["h1"], clusters: ["k9"] };
    const [info] = capOf(emergency({ body: { ...body, target } as never })).infos;
    expect(info?.areas[0]?.geocodes.map(({ name, value }) => `${name} ${value}`)).toEqual([
      "XA 21024",
      "THON h1",
      "CUMLOA k9",
    ]);
  });

  test("its source and what it ends are both referred to", () => {
    const allClearOf = { id: "b-0", place: "c-21024", createdAt: NOW };
    expect(capOf(emergency({ from: alert(), allClearOf }))).toMatchObject({
      msgType: "Update",
      references: [{ sender: "kttv.example" }, { sender: "vangxa:c-21024", identifier: "b-0" }],
      infos: [{ severity: "Severe", responseTypes: ["AllClear"] }],
    });
  });

  test("what takes an earlier one's place is its Update", () => {
    const updates = [{ id: "b-0", place: "p-51", createdAt: NOW }];
    const out = capOf(emergency({ from: alert(), updates }));
    expect(out.msgType).toBe("Update");
    expect(out.references[1]).toEqual({ sender: "vangxa:p-51", identifier: "b-0", sent: NOW });
    expect(out.infos[0]?.responseTypes).toEqual(["Evacuate"]);
  });
});
