import { MqttClient } from "mqtt";
import { afterEach, expect, test } from "vitest";
import { topic } from "../../../contract/channels.ts";
import type { ScopeId } from "../../../contract/ids.ts";
import { type Broker, startBroker } from "../../../controller/broker/broker.adapter.ts";
import { hashSecret } from "../../../controller/broker/secret.adapter.ts";
import { inboundFilters } from "../../../controller/link/inbound.service.ts";
import { pipeWire } from "../../../controller/link/mqtt.adapter.ts";
import type { Wire } from "../../../controller/link/wire.ts";

const brokers: Broker[] = [];
const wires: Wire[] = [];
afterEach(async () => {
  for (const wire of wires.splice(0)) await wire.stop();
  for (const broker of brokers.splice(0)) await broker.stop();
});

async function newBroker(): Promise<Broker> {
  const secretHash = await hashSecret("pass");
  const broker = await startBroker({
    host: "127.0.0.1",
    port: 0,
    credential: async () => ({ secretHash, scopes: ["centre" as ScopeId] }),
  });
  brokers.push(broker);
  return broker;
}

function wireTo(current: () => Broker): Wire {
  const wire = pipeWire(() => current().controllerPipe(), {
    clientId: "controller",
    filters: inboundFilters,
    wait: { first: 10, longest: 50 },
    chance: () => 0.5,
  });
  wires.push(wire);
  return wire;
}

const board = (broker: Broker): Promise<MqttClient> =>
  new Promise((done) => {
    const client = new MqttClient(() => broker.agentPipe() as never, {
      clientId: "ag-1",
      username: "ag-1",
      password: "pass",
      protocolVersion: 4,
      keepalive: 60,
      reconnectPeriod: 0,
    });
    client.on("error", () => undefined);
    client.once("connect", () => done(client));
  });
const until = async (what: () => boolean): Promise<void> => {
  const end = performance.now() + 5_000;
  while (!what()) {
    if (performance.now() > end) throw new Error("not in time");
    await new Promise((go) => setTimeout(go, 5));
  }
};

test("nothing is queued: without a broker a publish is refused, and the caller knows", async () => {
  const broker = await newBroker();
  const wire = wireTo(() => broker);
  await expect(
    wire.publish(topic("scope/{scope}/plan", "centre"), new Uint8Array([1]), {
      qos: 1,
      retain: true,
    }),
  ).rejects.toThrow("not connected");
});

test("after the broker was lost the wire comes back by itself, and hears again", async () => {
  let broker = await newBroker();
  const wire = wireTo(() => broker);
  const heard: string[] = [];
  const states: boolean[] = [];
  wire.onMessage((name) => void heard.push(name));
  wire.onState((up) => states.push(up));
  await wire.start();
  expect(wire.connected()).toBe(true);
  const next = await newBroker();
  const old = broker;
  broker = next;
  await old.stop();
  await until(() => states.length === 3 && wire.connected());
  expect(states).toEqual([true, false, true]);
  const client = await board(next);
  await client.publishAsync(topic("agent/{agent}/presence", "ag-1"), "{}", { qos: 1 });
  await until(() => heard.length === 1);
  await client.endAsync(true);
});

test("a listener that fails does not stop what comes after it", async () => {
  const broker = await newBroker();
  const wire = wireTo(() => broker);
  let count = 0;
  wire.onMessage(async () => {
    count += 1;
    throw new Error("a bug");
  });
  await wire.start();
  const client = await board(broker);
  for (let n = 0; n < 3; n++)
    await client.publishAsync(topic("agent/{agent}/presence", "ag-1"), "{}", { qos: 1 });
  await until(() => count === 3);
  expect(wire.connected()).toBe(true);
  await client.endAsync(true);
});

test("stopping twice is harmless, and a stopped wire stays stopped", async () => {
  const broker = await newBroker();
  const wire = wireTo(() => broker);
  await wire.start();
  await wire.stop();
  await wire.stop();
  await new Promise((go) => setTimeout(go, 100));
  expect(wire.connected()).toBe(false);
  expect(broker.connected()).toBe(0);
});
