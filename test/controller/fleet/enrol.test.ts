import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decode } from "../../../contract/codec.ts";
import { hours, type Instant, later } from "../../../contract/time.ts";
import type { Actor } from "../../../controller/access/access.ts";
import { claimCode, plainCode } from "../../../controller/fleet/enrol.ts";
import { jwsVerifier } from "../../../controller/link/jws.adapter.ts";
import { connect, connected, standIn } from "../../support/machine-board.ts";
import { actor, type MachineHttp, machineHttp } from "../../support/machine-http.ts";
import { type MachineWorld, machineWorld, until } from "../../support/machine-world.ts";

const noon = 1_790_000_000_000 as Instant;
let world: MachineWorld;
let http: MachineHttp;
let person: Actor | undefined;
beforeEach(async () => {
  person = actor("technician", "c-21024");
  world = await machineWorld({ now: noon });
  http = await machineHttp(world, () => person);
});
afterEach(async () => {
  await http.app.close();
  await world.close();
});

const key = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }).x as string;
const newCode = async (): Promise<string> =>
  (await http.post("/api/clusters/cum-1/claim")).json().code;
const enrol = (claim: string, publicKey = key(), about: object = { serial: "S-1" }) =>
  http.app.inject({
    method: "POST",
    url: "/api/enrol",
    payload: { claimCode: claim, publicKey, about },
  });

test("a code, a key, and a board is there: its broker, its password, the root, its signed configuration, the time", async () => {
  const made = await http.post("/api/clusters/cum-1/claim");
  expect(made.statusCode).toBe(201);
  expect(made.json()).toEqual({
    code: expect.stringMatching(/^([0-9a-hjkmnp-tv-z]{5}-){5}[0-9a-z]$/),
    cluster: "cum-1",
    expiresAt: expect.any(String),
  });
  const publicKey = key();
  const reply = await enrol(made.json().code, publicKey);
  expect(reply.statusCode, reply.body).toBe(201);
  const { agent, mqtt, rootKey, config, controllerTime } = reply.json();
  expect(mqtt).toEqual({
    url: `mqtt://127.0.0.1:${world.port}`,
    username: agent,
    password: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(controllerTime).toBe(noon);
  const read = await jwsVerifier().verify(config, "vangxa-config+jws", (kid) =>
    kid === rootKey.kid ? rootKey.x : undefined,
  );
  const body = read.ok ? decode("agent/{agent}/config", read.payload) : read;
  expect(body).toMatchObject({
    ok: true,
    body: {
      agent,
      scopes: ["centre", "p-51", "c-21024", `a-${agent}`],
      cluster: { id: "cum-1", commune: "21024" },
    },
  });
  const client = connect(world, agent, mqtt.password);
  await connected(client);
  await client.endAsync(true);
  const kept =
    JSON.stringify(await world.store.db.selectFrom("agent").selectAll().execute()) +
    JSON.stringify(await world.store.db.selectFrom("claim").selectAll().execute());
  expect(kept).toContain(publicKey);
  for (const secret of [mqtt.password, made.json().code, plainCode(made.json().code)])
    expect(kept).not.toContain(secret);
});

describe("refused with its reason:", () => {
  test("a code that is used, whoever comes with it", async () => {
    const code = await newCode();
    expect((await enrol(code)).statusCode).toBe(201);
    const again = await enrol(code);
    expect([again.statusCode, again.json().code]).toEqual([409, "claim-used"]);
  });
  test("of many boards at once with one code, exactly one is let in", async () => {
    const code = await newCode();
    const replies = await Promise.all(Array.from({ length: 8 }, () => enrol(code)));
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([
      201,
      ...Array(7).fill(409),
    ]);
    expect(await world.store.db.selectFrom("agent").selectAll().execute()).toHaveLength(1);
  });
  test("a code of yesterday", async () => {
    const code = await newCode();
    world.time.now = later(noon, hours(24));
    expect((await enrol(code)).json().code).toBe("claim-expired");
    await world.enrol.expire();
    expect((await enrol(code)).json().code).toBe("claim-expired");
    world.time.now = later(noon, hours(49));
    await world.enrol.expire();
    expect((await enrol(code)).json().code).toBe("claim-unknown");
  });
  test.for(["00000-00000-00000-00000-00000-0", "short", "'; drop table agent; --"])(
    "the code %s",
    async (code) => {
      expect((await enrol(code)).json().code).toBe("claim-unknown");
    },
  );
  test("a key or a word about itself that is not in order", async () => {
    const code = await newCode();
    for (const [publicKey, about] of [
      ["x", {}],
      [`${key()}=`, {}],
      [key(), { a: { b: 1 } }],
      [key(), { ["k".repeat(41)]: "x" }],
      [key(), []],
    ] as const) {
      expect((await enrol(code, publicKey, about)).statusCode).toBe(400);
    }
    expect((await enrol(code)).statusCode).toBe(201);
  });
  test("a code for a cluster of others, or of nobody", async () => {
    person = actor("technician", "c-99999");
    expect((await http.post("/api/clusters/cum-1/claim")).statusCode).toBe(403);
    person = actor("editor", "c-21024");
    expect((await http.post("/api/clusters/cum-1/claim")).statusCode).toBe(403);
    person = actor("technician", "centre");
    expect((await http.post("/api/clusters/cum-9/claim")).statusCode).toBe(404);
    person = undefined;
    expect((await http.post("/api/clusters/cum-1/claim")).statusCode).toBe(401);
  });
});

test("a new board retires the one before: its link is cut and its password is worth nothing", async () => {
  const old = await standIn(world, "cum-1");
  const next = await standIn(world, "cum-1");
  await until(() => !old.client.connected);
  await expect(connected(connect(world, old.agent, old.password))).rejects.toThrow();
  expect(next.client.connected).toBe(true);
  const rows = await world.store.db.selectFrom("agent").select(["id", "status"]).execute();
  expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual({
    [old.agent]: "retired",
    [next.agent]: "active",
  });
  expect(world.told.filter(({ kind }) => kind === "agent").at(-1)?.body).toMatchObject({
    state: "enrolled",
    retired: [old.agent],
  });
  await next.close();
});

test("a code reads the same however it is typed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      const code = claimCode(random);
      const plain = plainCode(code) as string;
      expect(plain).toHaveLength(26);
      for (const typed of [
        code.toUpperCase(),
        ` ${code.replaceAll("-", " ")}\n`,
        code.replaceAll("0", "O"),
        code.replaceAll("1", "l"),
      ]) {
        expect(plainCode(typed)).toBe(plain);
      }
    }),
  );
});

test("different randomness makes different codes, and all 128 bits count", () => {
  const zero = new Uint8Array(16);
  const codes = new Set<string>([claimCode(zero)]);
  for (let bit = 0; bit < 128; bit++) {
    const one = new Uint8Array(16);
    one[bit >> 3] = 1 << (bit & 7);
    codes.add(claimCode(one));
  }
  expect(codes.size).toBe(129);
  expect(() => claimCode(new Uint8Array(15))).toThrow();
});
