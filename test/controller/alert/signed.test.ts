import { exportJWK, FlattenedSign, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { centreScope } from "../../../contract/ids.ts";
import type { CapAlert } from "../../../controller/alert/cap.ts";
import { writeCap } from "../../../controller/alert/cap-write.ts";
import { type AlertWorld, alertWorld } from "../../support/alert-world.ts";
import { area, info, referTo } from "../../support/alerts.ts";
import { type Asker, must } from "../../support/people-world.ts";

let world: AlertWorld;
let count = 0;
beforeAll(async () => {
  world = await alertWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  count = world.next();
});

const alert: AlertWorld["alert"] = (more) => world.alert(more);
const post: AlertWorld["post"] = (...asked) => world.post(...asked);
const broadcast: AlertWorld["broadcast"] = (id) => world.broadcast(id);

let sign: (text: string, typ?: string, kid?: string) => Promise<string>;
let publicKey: string;
let chief: Asker;
const key = (kid: string, airs: boolean) => ({
  kid,
  publicKey,
  name: "Đài Khí tượng",
  place: "p-51",
  airs,
});
beforeAll(async () => {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  publicKey = String((await exportJWK(pair.publicKey)).x);
  chief = await world.person("quan-tri-2", ["admin", centreScope]);
  sign = async (text, typ = "vangxa-alert+jws", kid = "kttv-airs") => {
    const jws = await new FlattenedSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: "EdDSA", kid, typ })
      .sign(pair.privateKey);
    return `${jws.protected}..${jws.signature}`;
  };
});
const signed = async (cap: CapAlert) =>
  post(world.nobody, cap, { "vangxa-signature": await sign(writeCap(cap)) });

test("nothing is believed before the second person, nobody is that alone", async () => {
  const made = await must(world.admin.post("/api/alert-keys", key("kttv-airs", true)));
  expect(made).toMatchObject({ state: "waiting", approvedBy: null });
  expect((await signed(alert())).body.code).toBe("signature-wrong");
  const alone = await world.admin.post("/api/alert-keys/kttv-airs/approve");
  expect([alone.status, alone.body.code]).toEqual([403, "self-approval"]);
  expect((await must(chief.post("/api/alert-keys/kttv-airs/approve"))).state).toBe("trusted");
  const [row] = (await must(world.admin.get("/api/audit?limit=1"))).items;
  expect(row).toMatchObject({ subject: "kttv-airs", address: "127.0.0.1" });
  expect(row.before).not.toEqual(row.after);
  expect((await chief.post("/api/alert-keys/kttv-airs/approve")).body.code).toBe("already-decided");
  expect((await world.admin.post("/api/alert-keys", key("kttv-airs", true))).body.code).toBe(
    "key-exists",
  );
});

test("then its alert is on air at once, on the standing order of the two", async () => {
  const reply = await signed(alert());
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  expect(reply.body).toMatchObject({ state: "aired", origin: "key:kttv-airs" });
  const order = await broadcast(reply.body.segments[0].broadcast);
  expect(order.state).toBe("active");
  expect(new Set(order.approvals).size).toBe(2);
  const again = await signed(alert());
  expect([again.status, again.body.id]).toEqual([200, reply.body.id]);
});

test("its cancel stops at once; a stranger's key and another type of signature do nothing", async () => {
  const order = (await must(signed(alert()))).segments[0].broadcast;
  const cancel = alert({
    identifier: `C-${count}`,
    msgType: "Cancel",
    infos: [],
    references: referTo(alert()),
  });
  const text = writeCap(cancel);
  for (const signature of [
    await sign(`${text} `),
    await sign(text, "vangxa-plan+jws"),
    "a.b.c",
    `${"e".repeat(20)}..${"A".repeat(86)}`,
  ]) {
    const reply = await post(world.nobody, cancel, { "vangxa-signature": signature });
    expect([reply.status, reply.body.code]).toEqual([401, "signature-wrong"]);
  }
  expect((await broadcast(order)).state).toBe("active");
  expect((await must(signed(cancel))).state).toBe("stopped");
  expect((await broadcast(order)).state).toBe("cancelled");
});

test("what it cannot air stays a proposal for people", async () => {
  const infos = [info({ areas: [area({ geocodes: [{ name: "XA", value: "26001" }] })] })];
  expect(await must(signed(alert({ infos })))).toMatchObject({
    state: "proposed",
    place: "p-51",
  });
});

test("one person takes the trust back", async () => {
  expect((await must(chief.ask("DELETE", "/api/alert-keys/kttv-airs"))).state).toBe("revoked");
  expect((await signed(alert())).body.code).toBe("signature-wrong");
  const { items } = await must(world.admin.get("/api/alert-keys"));
  expect(items).toMatchObject([{ kid: "kttv-airs", state: "revoked" }]);
  const province = await world.person("kiem-tra-75", ["auditor", "p-75"]);
  expect((await must(province.get("/api/alert-keys"))).items).toEqual([]);
});

test("a key's standing order ends with the service of either of the two", async () => {
  const other = { ...key("kttv-airs", true), kid: "kttv-x" };
  await must(world.admin.post("/api/alert-keys", other));
  await must(chief.post("/api/alert-keys/kttv-x/approve"));
  const cap = alert();
  const text = writeCap(cap);
  const { person } = (await chief.get("/api/session")).body;
  await must(world.admin.ask("PATCH", `/api/people/${person.id}`, { disabled: true }));
  const reply = await post(world.nobody, cap, {
    "vangxa-signature": await sign(text, undefined, "kttv-x"),
  });
  expect(reply.body.code).toBe("signature-wrong");
  await must(world.admin.ask("PATCH", `/api/people/${person.id}`, { disabled: false }));
  const again = await post(world.nobody, cap, {
    "vangxa-signature": await sign(text, undefined, "kttv-x"),
  });
  expect([again.status, again.body.state]).toEqual([201, "aired"]);
});
