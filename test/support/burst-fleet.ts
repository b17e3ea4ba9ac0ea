// Boards over raw sockets in a process of their own that hand in signed batches all at once, and say when the last one is acknowledged.
import { connect } from "node:net";
import { topic } from "../../contract/channels.ts";
import type { AgentId } from "../../contract/ids.ts";
import {
  CONNACK,
  connectPacket,
  PUBLISH,
  packets,
  pubackPacket,
  publishPacket,
  readPublish,
  SUBACK,
  subscribePacket,
  text,
} from "./mqtt-packets.ts";

export interface BurstBoard {
  readonly agent: string;
  readonly password: string;
  readonly batches: readonly Uint8Array[];
  /** Its last receipt. */
  readonly through: number;
}

export interface BurstWish {
  readonly port: number;
  readonly boards: readonly BurstBoard[];
}

/** Connected: `go` sends everything and resolves when all is acknowledged. */
async function board(port: number, { agent, password, batches, through }: BurstBoard) {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  let acknowledged: () => void = () => undefined;
  await new Promise<void>((ready, refused) => {
    socket.once("close", () => refused(new Error(`${agent} was refused`)));
    socket.on("error", refused);
    socket.on(
      "data",
      packets((kind, body) => {
        if (kind >> 4 === CONNACK)
          socket.write(subscribePacket(topic("agent/{agent}/ack", agent as AgentId)));
        if (kind >> 4 === SUBACK) ready();
        if (kind >> 4 !== PUBLISH) return;
        const { id, payload } = readPublish(kind, body);
        if (id) socket.write(pubackPacket(id));
        if (JSON.parse(payload.toString()).through === through) acknowledged();
      }),
    );
    socket.write(connectPacket(agent, password));
  });
  const to = text(topic("agent/{agent}/receipts", agent as AgentId));
  const written = batches.map((bytes, n) => publishPacket(to, n + 1, bytes));
  return {
    go: () =>
      new Promise<void>((done) => {
        acknowledged = done;
        for (const bytes of written) socket.write(bytes);
      }),
    close: () => socket.destroy(),
  };
}

process.once("message", async (wish: BurstWish) => {
  const boards = await Promise.all(wish.boards.map((one) => board(wish.port, one)));
  process.once("message", async () => {
    await Promise.all(boards.map((one) => one.go()));
    process.send?.("done", () => process.disconnect());
    for (const one of boards) one.close();
  });
  process.send?.("ready");
});
