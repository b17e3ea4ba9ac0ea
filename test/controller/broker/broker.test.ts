import { MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { topic } from "../../../contract/channels.ts";
import type { AgentId, ScopeId } from "../../../contract/ids.ts";
import { type Broker, startBroker } from "../../../controller/broker/broker.adapter.ts";
import { checkSecret, hashSecret, newSecret } from "../../../controller/broker/secret.adapter.ts";
import { hello, packet, publish, raw } from "../../support/raw-mqtt.ts";

const secret = newSecret();
const boards = new Map<string, { secretHash: string; scopes: ScopeId[] }>();
let broker: Broker;
let denials: { what: string; client: string; topic: string }[];
const open: MqttClient[] = [];

beforeEach(async () => {
  const secretHash = await hashSecret(secret);
  for (const id of ["ag-1", "ag-2"]) {
    boards.set(id, { secretHash, scopes: ["centre", "c-21024", `a-${id}`] as ScopeId[] });
  }
  denials = [];
  broker = await startBroker({
    host: "127.0.0.1",
    port: 0,
    credential: async (agent) => boards.get(agent),
    onDenied: (what, client, name) => denials.push({ what, client, topic: name }),
    connectTimeout: 400,
    drainTimeout: 700,
    connectionsPerAddress: 50,
    rate: 20,
  });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.endAsync(true)));
  await broker.stop();
});

function join(id: string, more: object = {}, pipe = broker.agentPipe): MqttClient {
  const client = new MqttClient(() => pipe() as never, {
    clientId: id,
    username: id,
    password: secret,
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    reconnectPeriod: 0,
    ...more,
  });
  client.on("error", () => undefined);
  open.push(client);
  return client;
}
const controller = (): Promise<MqttClient> =>
  arrived(join("controller", {}, broker.controllerPipe));
const arrived = (client: MqttClient): Promise<MqttClient> =>
  new Promise((resolve, reject) => {
    client.once("connect", () => resolve(client));
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });
const closed = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("still open")), 3_000);
    client.once("close", () => resolve());
  });
const heardBy = (client: MqttClient): string[] => {
  const heard: string[] = [];
  client.on("message", (name, payload) => heard.push(`${name} ${payload}`));
  return heard;
};
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));

describe("who may come in", () => {
  test("a board with its own name and password, over a pipe and over TCP", async () => {
    await arrived(join("ag-1"));
    const tcp = await raw(broker.port);
    tcp.send(hello("ag-2", "ag-2", secret));
    await pause(200);
    expect([...tcp.got()]).toEqual([0x20, 2, 0, 0]);
    expect(broker.connected()).toBe(2);
  });

  test.for<[string, object, string]>([
    ["a wrong password", { password: "guess" }, "Connection refused: Bad username or password"],
    ["no password", { password: undefined }, "Connection refused: Bad username or password"],
    [
      "another's name",
      { clientId: "ag-2", username: "ag-1" },
      "Connection refused: Bad username or password",
    ],
    [
      "a name that nobody enrolled",
      { clientId: "ag-9", username: "ag-9" },
      "Connection refused: Bad username or password",
    ],
    ["a session to be kept", { clean: false }, "Connection refused: Not authorized"],
    [
      "a will on another's presence",
      {
        will: { topic: topic("agent/{agent}/presence", "ag-2"), payload: Buffer.from("x"), qos: 1 },
      },
      "Connection refused: Not authorized",
    ],
  ])("not with %s", async ([, more, said]) => {
    await expect(arrived(join("ag-1", more))).rejects.toThrow(said);
    expect(broker.connected()).toBe(0);
  });

  test("nobody is the controller over the network, not even with a board's password under that name", async () => {
    boards.set("controller", { secretHash: await hashSecret(secret), scopes: [] });
    await expect(arrived(join("controller"))).rejects.toThrow("Bad username or password");
    boards.delete("controller");
    await controller();
  });

  test("a keepalive of zero or of hours is refused, because such a connection is never found dead", async () => {
    for (const keepalive of [0, 20_000]) {
      const tcp = await raw(broker.port);
      tcp.send(hello("ag-1", "ag-1", secret, { keepalive }));
      await tcp.cut(2_000);
      expect(tcp.got()[3]).toBe(6);
    }
  });

  test("names with NUL, control or half characters are refused", async () => {
    for (const name of [
      Buffer.from("ag\u00001"),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from("ag\n1"),
      Buffer.from("ag-1/../x"),
    ]) {
      const tcp = await raw(broker.port);
      tcp.send(hello(name, name, secret));
      await tcp.cut(2_000);
      expect(tcp.got()[3]).not.toBe(0);
    }
    expect(denials.every(({ client }) => /^[a-z0-9_/+#$?-]*$/i.test(client))).toBe(true);
  });

  test("a board that was retired loses its connection and does not come back", async () => {
    const board = await arrived(join("ag-1"));
    boards.delete("ag-1");
    const gone = closed(board);
    broker.disconnect("ag-1" as AgentId);
    await gone;
    await expect(arrived(join("ag-1"))).rejects.toThrow();
  });
});

describe("before the log-in", () => {
  test("a socket that says nothing, or drips, is cut", async () => {
    const silent = await raw(broker.port);
    const drip = await raw(broker.port);
    const bytes = hello("ag-1", "ag-1", secret);
    let at = 0;
    const timer = setInterval(() => drip.send(bytes.subarray(at, ++at)), 50);
    const waits = await Promise.all([silent.cut(2_000), drip.cut(2_000)]);
    clearInterval(timer);
    expect(Math.max(...waits)).toBeLessThan(1_500);
  });

  test("a packet that claims 256 MB takes no memory", async () => {
    const before = process.memoryUsage.rss();
    const tcp = await raw(broker.port);
    tcp.send(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    for (let sent = 0; sent < 200; sent++) tcp.send(Buffer.alloc(65_536, 0xaa));
    await tcp.cut(3_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(30 * 1_048_576);
    expect(denials.map(({ what }) => what)).toContain("packet-length");
  });

  test("noise in any form neither stops the broker nor lets anybody in", async () => {
    const noise = [
      Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]),
      packet(0x10, Buffer.from([0, 4, 0x4d, 0x51])),
      packet(0x10, Buffer.alloc(0)),
      hello("ag-1", "ag-1", secret, { flags: 0xff }),
      hello("ag-1", "ag-1", secret, { level: 5 }),
      publish(topic("agent/{agent}/receipts", "ag-1"), "x"),
      Buffer.alloc(300, 0x00),
    ];
    for (const bytes of noise) {
      const tcp = await raw(broker.port);
      tcp.send(bytes);
      await tcp.cut(2_000);
      expect(tcp.got()[3] ?? 1).not.toBe(0);
    }
    await arrived(join("ag-1"));
    expect(broker.connected()).toBe(1);
  });

  test("one address opens only so many connections", async () => {
    const many = await Promise.all(Array.from({ length: 55 }, () => raw(broker.port)));
    await pause(100);
    expect(many.filter(({ socket }) => socket.destroyed || socket.readableEnded).length).toBe(5);
    for (const { socket } of many) socket.destroy();
  });
});

describe("what a board may do", () => {
  test("it hears its own documents, retained ones at once, and nothing of others", async () => {
    const master = await controller();
    const plan = topic("scope/{scope}/plan", "c-21024");
    const retained = { qos: 1, retain: true } as const;
    await master.publishAsync(plan, "first", retained);
    await master.publishAsync(topic("agent/{agent}/config", "ag-2"), "secret", retained);
    const board = await arrived(join("ag-1"));
    const heard = heardBy(board);
    const foreign = [
      topic("agent/{agent}/config", "ag-2"),
      topic("scope/{scope}/plan", "c-99999"),
      "vangxa/1/agent/+/config",
      "#",
      "+/+/#",
      "$share/x/vangxa/1/scope/centre/plan",
      "$SYS/#",
    ];
    for (const name of foreign) {
      await expect(board.subscribeAsync(name, { qos: 1 })).rejects.toThrow();
    }
    await board.subscribeAsync(plan, { qos: 1 });
    await master.publishAsync(plan, "second", retained);
    await master.publishAsync(topic("agent/{agent}/ack", "ag-2"), "x", { qos: 1 });
    await pause(150);
    expect(heard).toEqual([`${plan} first`, `${plan} second`]);
    expect(denials.filter(({ what }) => what === "subscribe").length).toBe(foreign.length);
  });

  test.for<[string, string, object]>([
    ["another's receipts", topic("agent/{agent}/receipts", "ag-2"), { qos: 1 }],
    ["a plan", topic("scope/{scope}/plan", "c-21024"), { qos: 1, retain: true }],
    ["its own configuration", topic("agent/{agent}/config", "ag-1"), { qos: 1, retain: true }],
    ["a receipt that stays", topic("agent/{agent}/receipts", "ag-1"), { qos: 1, retain: true }],
    ["a receipt with QoS 2", topic("agent/{agent}/receipts", "ag-1"), { qos: 2 }],
    ["to the broker's own topics", "$SYS/x/new/clients", { qos: 0 }],
  ])("publishing %s ends its connection, and nobody hears it", async ([, name, how]) => {
    const master = await controller();
    const heard = heardBy(master);
    await master.subscribeAsync("vangxa/1/agent/+/receipts", { qos: 1 });
    const board = await arrived(join("ag-1"));
    const gone = closed(board);
    board.publish(name, "x", how);
    await gone;
    await pause(50);
    expect(heard).toEqual([]);
    const late = await arrived(join("ag-2"));
    const kept = heardBy(late);
    await late.subscribeAsync(topic("scope/{scope}/plan", "c-21024"), { qos: 1 });
    await pause(50);
    expect(kept).toEqual([]);
  });

  test("its will tells the controller, and only when it did not say good-bye", async () => {
    const master = await controller();
    const heard = heardBy(master);
    const presence = topic("agent/{agent}/presence", "ag-1");
    await master.subscribeAsync("vangxa/1/agent/+/presence", { qos: 1 });
    const will = { topic: presence, payload: Buffer.from("lost"), qos: 1 as const, retain: false };
    const polite = await arrived(join("ag-1", { will }));
    await polite.endAsync();
    await pause(100);
    expect(heard).toEqual([]);
    const cut = await arrived(join("ag-1", { will }));
    cut.stream.destroy();
    await pause(200);
    expect(heard).toEqual([`${presence} lost`]);
  });

  test("new scopes count without a new connection", async () => {
    const board = await arrived(join("ag-1"));
    const merged = topic("scope/{scope}/plan", "c-33333");
    await expect(board.subscribeAsync(merged, { qos: 1 })).rejects.toThrow();
    boards.set("ag-1", {
      secretHash: boards.get("ag-1")?.secretHash ?? "",
      scopes: ["c-33333" as ScopeId],
    });
    await board.subscribeAsync(merged, { qos: 1 });
  });

  test("a flood from one board ends that board's connection", async () => {
    const board = await arrived(join("ag-1"));
    const gone = closed(board);
    for (let n = 0; n < 200; n++)
      board.publish(topic("agent/{agent}/health", "ag-1"), "{}", { qos: 0 });
    await gone;
    expect(denials.map(({ what }) => what)).toContain("rate");
  });

  test("the same message sent twice arrives twice: order and number are the receipts' own affair", async () => {
    const master = await controller();
    const heard = heardBy(master);
    await master.subscribeAsync("vangxa/1/agent/+/receipts", { qos: 1 });
    const board = await arrived(join("ag-1"));
    for (let n = 0; n < 40; n++)
      board.publish(topic("agent/{agent}/receipts", "ag-1"), String(n % 20), { qos: 1 });
    await pause(300);
    expect(heard.length).toBe(40);
  });
});

test("a board that stops reading is cut, and the others get everything", async () => {
  const master = await controller();
  const plan = topic("scope/{scope}/plan", "c-21024");
  const frozen = await raw(broker.port);
  frozen.send(hello("ag-2", "ag-2", secret));
  await pause(100);
  frozen.send(
    packet(
      0x82,
      Buffer.concat([
        Buffer.from([0, 1]),
        Buffer.from([0, plan.length]),
        Buffer.from(plan),
        Buffer.from([1]),
      ]),
    ),
  );
  await pause(100);
  frozen.socket.pause();
  const board = await arrived(join("ag-1"));
  const heard = heardBy(board);
  await board.subscribeAsync(plan, { qos: 1 });
  const big = "x".repeat(60_000);
  for (let n = 0; n < 400; n++) await master.publishAsync(plan, big, { qos: 1, retain: true });
  const end = performance.now() + 10_000;
  while ((heard.length < 400 || broker.connected() > 2) && performance.now() < end) await pause(50);
  expect(heard.length).toBe(400);
  expect(broker.connected()).toBe(2);
  frozen.socket.destroy();
});

test("a password line matches its password only, and a broken line matches nothing", async () => {
  const line = await hashSecret(secret);
  expect(await checkSecret(Buffer.from(secret), line)).toBe(true);
  expect(await checkSecret(Buffer.from(newSecret()), line)).toBe(false);
  for (const broken of [
    "",
    "$7$101$",
    "$6$101$AA==$BB==",
    "$7$-1$AA==$BB==",
    "$7$101$AA==$BB==",
    `${line}$x`,
    "plain",
  ]) {
    expect(await checkSecret(Buffer.from(secret), broken)).toBe(false);
  }
});
