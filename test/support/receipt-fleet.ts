// Many boards over raw sockets in one light process: each has receipts in its outbox and drains them with the board's own rules.
import { createPrivateKey, sign as signBytes } from "node:crypto";
import { firstLink, nextLink } from "../../contract/chain.ts";
import { topic } from "../../contract/channels.ts";
import type { AgentId, BootId, Sha256 } from "../../contract/ids.ts";
import { milliseconds } from "../../contract/time.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import {
  acked,
  added,
  emptyOutbox,
  linked,
  type Outbox,
  toSend,
} from "../../edge-agent/outbox/outbox.ts";
import { ackSocket } from "./ack-socket.ts";
import { publishPacket, text } from "./mqtt-packets.ts";

export interface FleetBoard {
  readonly agent: string;
  readonly x: string;
  readonly d: string;
}

export interface RawBoard {
  readonly agent: string;
  readonly boot: BootId;
  /** One more receipt is made, signed and sent; resolves with the milliseconds until its ack. */
  live(body: object): Promise<number>;
  /** Begins to send what is owed; resolves when all of it is acknowledged. */
  drain(): Promise<void>;
  owe(bodies: readonly object[]): void;
  acked(): number;
  resent(): number;
  close(): void;
}

const header = (kid: string): string =>
  Buffer.from(JSON.stringify({ alg: "EdDSA", kid, typ: "vangxa-receipts+jws" })).toString(
    "base64url",
  );

/** Connected and subscribed to its acks. */
export async function rawBoard(
  port: number,
  board: FleetBoard,
  password: string,
  boot: BootId,
): Promise<RawBoard> {
  const { agent, x, d } = board;
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x, d }, format: "jwk" });
  const head = header(agent);
  const to = text(topic("agent/{agent}/receipts", agent as AgentId));
  const bodies: string[] = [];
  const linkBefore: Sha256[] = [firstLink(sha256Of, agent as AgentId, boot)];
  let outbox: Outbox = emptyOutbox;
  let known = 0;
  let sentTo = 0;
  let resent = 0;
  let packetId = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting: { through: number; done: () => void }[] = [];
  const now = () => milliseconds(Math.round(performance.now()));

  const socket = await ackSocket(port, { agent, password }, (ack) => {
    if (ack.boot !== boot) return;
    known = Math.max(known, ack.through);
    outbox = acked(outbox, boot, ack.through, now());
    for (let at = waiting.length - 1; at >= 0; at -= 1)
      if ((waiting[at]?.through ?? 0) <= known) waiting.splice(at, 1)[0]?.done();
    pump();
  });

  function pump(): void {
    clearTimeout(timer);
    const step = toSend(outbox, now(), Math.random);
    outbox = step.outbox;
    for (const { first, last } of step.batches) send(first, last);
    if (outbox.resendAt !== undefined)
      timer = setTimeout(pump, Math.max(1, outbox.resendAt - now()));
  }

  function send(first: number, last: number): void {
    if (first <= sentTo) resent += last - first + 1;
    sentTo = Math.max(sentTo, last);
    const payload = `{"kind":"receipts","agent":"${agent}","boot":"${boot}","first":${first},"previous":"${linkBefore[first - 1]}","receipts":[${bodies.slice(first - 1, last).join(",")}]}`;
    const said = `${head}.${Buffer.from(payload).toString("base64url")}`;
    const jws = `${said}.${signBytes(null, Buffer.from(said), key).toString("base64url")}`;
    packetId = (packetId % 60_000) + 1;
    socket.write(publishPacket(to, packetId, Buffer.from(jws)));
  }

  function owe(all: readonly object[]): void {
    for (const one of all) {
      const sequence = bodies.length + 1;
      const body = JSON.stringify({ ...one, sequence });
      bodies.push(body);
      linkBefore.push(nextLink(sha256Of, linkBefore.at(-1) as Sha256, body));
      outbox = added(outbox, boot, sequence);
    }
  }
  const reached = (through: number): Promise<void> =>
    known >= through ? Promise.resolve() : new Promise((done) => waiting.push({ through, done }));

  return {
    agent,
    boot,
    owe,
    live: async (body) => {
      owe([body]);
      const began = performance.now();
      outbox = outbox.connected ? outbox : linked(outbox, true);
      pump();
      await reached(bodies.length);
      return performance.now() - began;
    },
    drain: () => {
      outbox = linked(outbox, true);
      pump();
      return reached(bodies.length);
    },
    acked: () => known,
    resent: () => resent,
    close: () => {
      clearTimeout(timer);
      socket.destroy();
    },
  };
}
