import { connect, type Socket } from "node:net";
import { topic } from "../../contract/channels.ts";
import type { AgentId } from "../../contract/ids.ts";
import type { Ack } from "../../contract/receipt.ts";
import {
  CONNACK,
  connectPacket,
  PUBLISH,
  packets,
  pubackPacket,
  readPublish,
  SUBACK,
  subscribePacket,
} from "./mqtt-packets.ts";

/** A board's raw socket, connected and subscribed to its acks; each is confirmed and told. */
export async function ackSocket(
  port: number,
  { agent, password }: { readonly agent: string; readonly password: string },
  told: (ack: Ack) => void,
): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  await new Promise<void>((ready, refused) => {
    socket.once("close", () => refused(new Error(`${agent} was refused`)));
    socket.on(
      "data",
      packets((kind, body) => {
        if (kind >> 4 === CONNACK)
          socket.write(subscribePacket(topic("agent/{agent}/ack", agent as AgentId)));
        if (kind >> 4 === SUBACK) ready();
        if (kind >> 4 !== PUBLISH) return;
        const { id, payload } = readPublish(kind, body);
        if (id) socket.write(pubackPacket(id));
        told(JSON.parse(payload.toString()) as Ack);
      }),
    );
    socket.write(connectPacket(agent, password));
  });
  return socket;
}
