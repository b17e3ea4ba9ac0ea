import { describe, expect, test } from "vitest";
import { alertTests, capIn } from "../../support/alert-world.ts";
import { referTo } from "../../support/alerts.ts";
import { must } from "../../support/people-world.ts";

const tests = alertTests();
const { sender, first, second, alert, post, air, broadcast, onAir } = tests;

describe("every emergency leaves as CAP 1.2", () => {
  const read = async (id: string) => {
    const reply = await tests.world.admin.get(`/api/broadcasts/${id}/cap`);
    expect(reply.headers["content-type"]).toBe("application/cap+xml; charset=utf-8");
    return capIn(reply.raw);
  };

  test("what came from an alert says so, our own reader reads it, and its cancel is a Cancel", async () => {
    const aired = await onAir(alert());
    const id = aired.segments[0].broadcast;
    const out = await read(id);
    expect(out).toMatchObject({
      identifier: id,
      sender: "vangxa:p-51",
      status: "Actual",
      msgType: "Alert",
      references: referTo(alert()),
      note: `Số lệnh: A-${tests.count}`,
    });
    expect(out.infos[0]).toMatchObject({
      language: "vi-VN",
      categories: ["Met"],
      event: "Lũ quét",
      severity: "Severe",
      headline: "Cảnh báo lũ quét",
      areas: [{ description: "Xã Trà Sơn", geocodes: [{ name: "XA", value: "21024" }] }],
    });
    await must(first.ask("DELETE", `/api/broadcasts/${id}`));
    expect(await read(id)).toMatchObject({
      identifier: `${id}.cancel`,
      msgType: "Cancel",
      references: [{ sender: "vangxa:p-51", identifier: id }],
    });
  });

  test("an Update in goes out as an Update that refers to what we aired, and its end as a Cancel of itself", async () => {
    const old = (await onAir(alert())).segments[0].broadcast;
    const more = { identifier: `U-${tests.count}`, msgType: "Update" as const };
    const update = alert({ ...more, references: referTo(alert()) });
    const fresh = (await onAir(update)).segments[0].broadcast;
    const out = await read(fresh);
    const sent = (await read(old)).references[0]?.sent;
    expect(out).toMatchObject({
      identifier: fresh,
      msgType: "Update",
      references: [...referTo(update), { sender: "vangxa:p-51", identifier: old, sent }],
    });
    expect(await read(old)).toMatchObject({ msgType: "Cancel", references: [{ identifier: old }] });
    await must(first.ask("DELETE", `/api/broadcasts/${fresh}`));
    expect(await read(fresh)).toMatchObject({
      identifier: `${fresh}.cancel`,
      msgType: "Cancel",
      references: [{ identifier: fresh, sent: out.sent }],
    });
  });

  test("so does one that a person wrote, and the all-clear names what it ends", async () => {
    const own = {
      title: "Sơ tán",
      theme: "khan-cap",
      language: "vie",
      text: "Bà con sơ tán ngay.",
    };
    const message = (await must(sender.post("/api/messages", own))).id;
    await must(first.post(`/api/messages/${message}/approve`));
    const order = (more: object) => ({
      messageIds: [message],
      level: "emergency",
      where: { all: true, communes: ["21024"] },
      when: { now: true },
      ...more,
    });
    const one = await must(
      second.post("/api/broadcasts", order({ where: { communes: ["21024"] } })),
    );
    const occurrence = (await broadcast(one.id)).occurrences[0].id;
    const out = await read(one.id);
    expect(out.infos[0]).toMatchObject({
      categories: ["Other"],
      severity: "Unknown",
      urgency: "Immediate",
    });
    const record = { orderGiver: "CT", orderNumber: "7", hazard: "Lũ", area: "Trà Sơn" };
    const clear = await must(
      second.post(
        "/api/broadcasts",
        order({
          where: { hamlets: ["h-21024"] },
          emergency: { ...record, allClearOf: occurrence },
        }),
      ),
    );
    expect(await read(clear.id)).toMatchObject({
      msgType: "Update",
      references: [{ sender: out.sender, identifier: one.id, sent: out.sent }],
      infos: [
        {
          responseTypes: ["AllClear"],
          areas: [{ geocodes: [{ name: "THON", value: "h-21024" }] }],
        },
      ],
    });
  });

  test("an ordinary order, one that waits and one of another place have none", async () => {
    const { id } = await must(post(sender, alert()));
    const waiting = (await must(air(first, id))).segments[0].broadcast;
    expect((await tests.world.admin.get(`/api/broadcasts/${waiting}/cap`)).body.code).toBe(
      "not-an-emergency",
    );
    expect((await tests.world.admin.get("/api/broadcasts/b-x/cap")).status).toBe(404);
    await must(air(second, id));
    const stranger = await tests.world.person(`xa-la-${tests.count}`, ["editor", "c-26001"]);
    expect((await stranger.get(`/api/broadcasts/${waiting}/cap`)).status).toBe(404);
  });
});
