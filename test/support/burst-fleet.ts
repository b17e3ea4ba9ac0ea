// Boards over raw sockets in a process of their own that hand in signed batches all at once, and say when the last one is acknowledged.
import { topic } from "../../contract/channels.ts";
import type { AgentId } from "../../contract/ids.ts";
import { ackSocket } from "./ack-socket.ts";
import { publishPacket, text } from "./mqtt-packets.ts";

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
  let acknowledged: () => void = () => undefined;
  const socket = await ackSocket(port, { agent, password }, (ack) => {
    if (ack.through === through) acknowledged();
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
