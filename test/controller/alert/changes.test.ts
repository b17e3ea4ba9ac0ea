import { describe, expect, test } from "vitest";
import type { CapAlert } from "../../../controller/alert/cap.ts";
import { alertTests } from "../../support/alert-world.ts";
import { referTo } from "../../support/alerts.ts";
import { must } from "../../support/people-world.ts";

const tests = alertTests();
const { sender, first, second, alert, post, air, broadcast, onAir } = tests;

describe("updates and cancels", () => {
  const follow = (of: CapAlert, msgType: "Update" | "Cancel", more: Partial<CapAlert> = {}) =>
    alert({ identifier: `C-${tests.count}`, msgType, references: referTo(of), ...more });

  test("an update replaces a proposal, and what waited is taken back", async () => {
    const old = await must(post(sender, alert()));
    const order = (await must(air(first, old.id))).segments[0].broadcast;
    const fresh = await must(post(sender, follow(alert(), "Update")));
    expect(fresh).toMatchObject({ state: "proposed", references: [old.id], stops: [] });
    expect((await must(sender.get(`/api/alerts/${old.id}`))).state).toBe("replaced");
    expect((await broadcast(order)).state).toBe("cancelled");
  });

  test("an update of what is on air ends the old when the new is on air, not before", async () => {
    const old = await onAir(alert());
    const order = old.segments[0].broadcast;
    const { id, stops } = await must(post(sender, follow(alert(), "Update")));
    expect(stops).toEqual([order]);
    await must(air(first, id));
    expect((await broadcast(order)).state).toBe("active");
    await must(air(second, id));
    expect((await broadcast(order)).state).toBe("cancelled");
    expect((await must(sender.get(`/api/alerts/${old.id}`))).state).toBe("replaced");
  });

  test("a cancel withdraws a proposal", async () => {
    const { id } = await must(post(sender, alert()));
    const cancel = await must(post(sender, follow(alert(), "Cancel", { infos: [] })));
    expect(cancel).toMatchObject({ state: "stopped", place: "c-21024", segments: [] });
    expect((await must(sender.get(`/api/alerts/${id}`))).state).toBe("withdrawn");
    expect((await air(first, id)).body.code).toBe("alert-closed");
  });

  test("a cancel of what is on air prepares the stop, and one person stops", async () => {
    const aired = await onAir(alert());
    const order = aired.segments[0].broadcast;
    const cancel = await must(post(sender, follow(alert(), "Cancel", { infos: [] })));
    expect(cancel).toMatchObject({ state: "proposed", stops: [order] });
    expect((await broadcast(order)).state).toBe("active");
    expect((await must(air(first, cancel.id))).state).toBe("stopped");
    expect((await broadcast(order)).state).toBe("cancelled");
  });

  test("a cancel that overtakes its alert holds", async () => {
    await must(post(sender, follow(alert(), "Cancel", { infos: [] })));
    expect((await must(post(sender, alert()))).state).toBe("withdrawn");
  });

  test("an update that overtakes its alert holds", async () => {
    await must(post(sender, follow(alert(), "Update")));
    expect((await must(post(sender, alert()))).state).toBe("replaced");
  });

  test("another sender's word changes nothing", async () => {
    const { id } = await must(post(sender, alert()));
    await must(post(sender, follow(alert(), "Cancel", { sender: "ke-gian", infos: [] })));
    expect((await must(sender.get(`/api/alerts/${id}`))).state).toBe("proposed");
  });
});
