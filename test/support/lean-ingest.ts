import { createServer, type Socket } from "node:net";
import Database from "better-sqlite3";
import type { Verify } from "../../contract/signed.ts";
import {
  CONNECT,
  connackPacket,
  PUBLISH,
  packets,
  pubackPacket,
  publishPacket,
  readPublish,
  SUBSCRIBE,
  subackPacket,
  text,
} from "./mqtt-packets.ts";

export interface LeanIngest {
  readonly port: number;
  close(): Promise<void>;
}

interface Waiting {
  readonly socket: Socket;
  readonly id: Buffer;
  readonly agent: string;
  readonly boot: string;
  readonly bodies: readonly { readonly sequence: number; readonly text: string }[];
}

const ROWS = 500;

/**
 * The least that a Node process does for the same work: a broker of its own that checks each batch's signature, inserts what it
 * says by one prepared statement, commits (synchronous=FULL) at most 500 rows at a time and only then answers with PUBACK and ack.
 * No password, no access rule, no chain, no seal, no outcome, no head, no second index.
 */
export async function leanIngest(
  file: string,
  verify: Verify,
  keyOf: (agent: string) => string | undefined,
): Promise<LeanIngest> {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(
    "create table r (agent text, boot text, sequence integer, body text, primary key (agent, boot, sequence))",
  );
  const insert = db.prepare("insert into r values (?, ?, ?, ?) on conflict do nothing");
  const write = db.transaction((turn: readonly Waiting[]) => {
    for (const { agent, boot, bodies } of turn)
      for (const { sequence, text: body } of bodies) insert.run(agent, boot, sequence, body);
  });
  let line: Waiting[] = [];
  let planned = false;

  function commit(): void {
    planned = false;
    while (line.length > 0) {
      let rows = 0;
      const turn: Waiting[] = [];
      for (const one of line) {
        if (rows > 0 && rows + one.bodies.length > ROWS) break;
        rows += one.bodies.length;
        turn.push(one);
      }
      line = line.slice(turn.length);
      write(turn);
      for (const { socket, id, agent, boot, bodies } of turn) {
        const through = bodies.at(-1)?.sequence;
        socket.write(pubackPacket(id));
        const said = Buffer.from(JSON.stringify({ kind: "ack", agent, boot, through }));
        socket.write(publishPacket(text(`vangxa/1/agent/${agent}/ack`), 1, said));
      }
    }
  }

  async function take(socket: Socket, kind: number, body: Buffer): Promise<void> {
    const { topic, id, payload } = readPublish(kind, body);
    const key = keyOf(topic.split("/").at(-2) ?? "");
    const read = await verify.verify(payload.toString(), "vangxa-receipts+jws", () => key);
    if (!read.ok || !id) throw new Error("the floor refuses nothing in a measurement");
    const { agent, boot, receipts } = JSON.parse(Buffer.from(read.payload).toString());
    const bodies = receipts.map((one: { sequence: number }) => ({
      sequence: one.sequence,
      text: JSON.stringify(one),
    }));
    line.push({ socket, id, agent, boot, bodies });
    if (!planned) setImmediate(commit);
    planned = true;
  }

  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on(
      "data",
      packets((kind, body) => {
        if (kind >> 4 === CONNECT) socket.write(connackPacket);
        if (kind >> 4 === SUBSCRIBE) socket.write(subackPacket(body));
        if (kind >> 4 === PUBLISH) void take(socket, kind, Buffer.from(body));
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return {
    port: address.port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
      db.close();
    },
  };
}
