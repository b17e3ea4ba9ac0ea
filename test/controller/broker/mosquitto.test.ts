import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { topic } from "../../../contract/channels.ts";
import { writeBrokerFiles } from "../../../controller/broker/export.adapter.ts";
import { mosquittoFiles } from "../../../controller/broker/export.ts";
import { hashSecret } from "../../../controller/broker/secret.adapter.ts";
import { inboundFilters } from "../../../controller/link/inbound.service.ts";
import { urlWire } from "../../../controller/link/mqtt.adapter.ts";
import { connect, connected, ended, standIn } from "../../support/machine-board.ts";
import { COMMUNE, machineWorld, order, until } from "../../support/machine-world.ts";
import { type Mosquitto, mosquitto } from "../../support/mosquitto.ts";
import { needing } from "../../support/needs.ts";

const test = needing("mosquitto");

test("with Debian's mosquitto and our exported files everything works as with our own broker", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-mosquitto-"));
  const controller = {
    name: "controller",
    secretHash: await hashSecret("a secret of the controller"),
  };
  await writeBrokerFiles(folder, mosquittoFiles([], controller));
  let broker: Mosquitto | undefined = await mosquitto(folder);
  const { port } = broker;
  const world = await machineWorld({
    outside: async () => ({
      wire: urlWire(`mqtt://controller:a%20secret%20of%20the%20controller@127.0.0.1:${port}`, {
        clientId: "controller",
        filters: inboundFilters,
        wait: { first: 20, longest: 200 },
        chance: () => 0.5,
      }),
      address: `mqtt://127.0.0.1:${port}`,
      disconnect: () => undefined,
      connected: () => 0,
      exportBoards: async (boards) => {
        await writeBrokerFiles(folder, mosquittoFiles(boards, controller));
        broker?.reload();
        await new Promise((go) => setTimeout(go, 200));
      },
      stop: async () => undefined,
    }),
  });
  try {
    const board = await standIn(world);
    await until(() => board.last("agent/{agent}/config")?.agent === board.agent);
    const occurrence = await order(world);
    await world.dispatch.publish([`c-${COMMUNE}` as never], { urgent: true });
    await until(
      () => board.last("scope/{scope}/plan", `c-${COMMUNE}`)?.occurrences[0]?.id === occurrence,
    );
    const batch = await board.batch({ kind: "armed", occurrence }, ended(occurrence));
    await board.send(batch);
    await board.send(batch);
    await until(() => board.acked() === 2);
    expect(await world.store.db.selectFrom("play_log").select("outcome").execute()).toEqual([
      { outcome: "played" },
    ]);

    // Another board's topics, and the controller's, stay closed; this broker grants them in words only.
    const other = await standIn(world, "cum-2");
    const heard = other.heard.length;
    await other.client
      .subscribeAsync(
        [
          topic("agent/{agent}/ack", board.agent),
          "#",
          topic("agent/{agent}/receipts", board.agent),
        ],
        { qos: 1 },
      )
      .catch(() => undefined);
    await other.client.publishAsync(topic("agent/{agent}/receipts", board.agent), "forged", {
      qos: 1,
    });
    await other.client.publishAsync(topic("scope/{scope}/plan", `c-${COMMUNE}`), "forged", {
      qos: 1,
      retain: true,
    });
    await board.send(batch);
    await new Promise((go) => setTimeout(go, 200));
    expect(other.heard.slice(heard).filter(({ id }) => id === board.agent)).toEqual([]);
    expect(board.last("scope/{scope}/plan", `c-${COMMUNE}`)?.occurrences[0]?.id).toBe(occurrence);
    expect(world.logged.filter(({ level }) => level !== "info")).toEqual([]);
    await expect(connected(connect(world, board.agent, "a wrong password"))).rejects.toThrow();
    await Promise.all([board.close(), other.close()]);
  } finally {
    await world.close();
    await broker.stop();
    broker = undefined;
    rmSync(folder, { recursive: true, force: true });
  }
});
