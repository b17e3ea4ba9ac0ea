import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Sha256 } from "../contract/ids.ts";
import { CONTROLLER_ID, startBroker } from "./broker/broker.adapter.ts";
import { writeBrokerFiles } from "./broker/export.adapter.ts";
import { mosquittoFiles } from "./broker/export.ts";
import { hashSecret, newSecret } from "./broker/secret.adapter.ts";
import type { Settings } from "./config.ts";
import { keyFolder } from "./dispatch/keys.adapter.ts";
import { inboundFilters } from "./link/inbound.service.ts";
import { jwsVerifier, signWith } from "./link/jws.adapter.ts";
import { pipeWire, urlWire } from "./link/mqtt.adapter.ts";
import type { Brokerage, Machinery } from "./machinery.ts";

/** Everything that speaks with boards, from the libraries that do it. */
export const nodeMachinery = async (
  settings: Pick<Settings, "data" | "mqtt" | "broker">,
): Promise<Machinery> => ({
  keyFiles: await keyFolder(join(settings.data, "keys")),
  signWith,
  verify: jwsVerifier(),
  hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex") as Sha256,
  base64Url: (bytes) => Buffer.from(bytes).toString("base64url"),
  random: (bytes) => randomBytes(bytes),
  newSecret,
  hashSecret,
  openBrokerage: (credential, denied) =>
    settings.broker === undefined
      ? embedded(settings.mqtt, credential, denied)
      : outside(settings.broker, join(settings.data, "broker")),
});

const link = {
  clientId: CONTROLLER_ID,
  filters: inboundFilters,
  wait: { first: 250, longest: 10_000 },
  chance: Math.random,
};

async function embedded(
  { host, port }: Settings["mqtt"],
  credential: Parameters<Machinery["openBrokerage"]>[0],
  denied: Parameters<Machinery["openBrokerage"]>[1],
): Promise<Brokerage> {
  const broker = await startBroker({ host, port, credential, onDenied: denied });
  return {
    wire: pipeWire(broker.controllerPipe, link),
    address: `mqtt://${host.includes(":") ? `[${host}]` : host}:${broker.port}`,
    disconnect: broker.disconnect,
    connected: broker.connected,
    stop: broker.stop,
  };
}

/** Boards get the address without the controller's own name and password. */
async function outside(url: string, folder: string): Promise<Brokerage> {
  const address = new URL(url);
  const name = decodeURIComponent(address.username) || CONTROLLER_ID;
  const secretHash = await hashSecret(decodeURIComponent(address.password));
  address.username = "";
  address.password = "";
  return {
    wire: urlWire(url, link),
    address: address.href,
    disconnect: () => undefined,
    exportBoards: (boards) =>
      writeBrokerFiles(folder, mosquittoFiles(boards, { name, secretHash })),
    connected: () => 0,
    stop: async () => undefined,
  };
}
