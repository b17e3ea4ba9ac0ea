// Many boards over raw sockets in one light process: each has receipts in its outbox and drains them with the board's own rules.
import { createPrivateKey, sign as signBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
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

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
};

function packet(kind: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; ) {
    const seven = left & 127;
    left >>= 7;
    length.push(left > 0 ? seven | 128 : seven);
    if (left === 0) break;
  }
  return Buffer.concat([Buffer.of(kind, ...length), body]);
}

/** Whole packets of the stream: first byte and body. */
function packets(take: (kind: number, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; ; shift += 7, at += 1) {
        const byte = rest[at];
        if (byte === undefined) return;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      const end = at + 1 + length;
      if (rest.length < end) return;
      take(rest[0] ?? 0, rest.subarray(at + 1, end));
      rest = rest.subarray(end);
    }
  };
}

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

  const socket: Socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  let ready: () => void = () => undefined;
  const subscribed = new Promise<void>((resolve, reject) => {
    ready = resolve;
    socket.once("close", () => reject(new Error(`${agent} was refused`)));
  });
  socket.on(
    "data",
    packets((kind, body) => {
      if (kind >> 4 === 2)
        socket.write(
          packet(
            0x82,
            Buffer.of(0, 1),
            text(topic("agent/{agent}/ack", agent as AgentId)),
            Buffer.of(1),
          ),
        );
      if (kind >> 4 === 9) ready();
      if (kind >> 4 !== 3) return;
      const topicLength = body.readUInt16BE(0);
      const qos = (kind >> 1) & 3;
      const from = 2 + topicLength + (qos > 0 ? 2 : 0);
      if (qos > 0) socket.write(packet(0x40, body.subarray(2 + topicLength, from)));
      const ack = JSON.parse(body.subarray(from).toString()) as { boot: BootId; through: number };
      if (ack.boot !== boot) return;
      known = Math.max(known, ack.through);
      outbox = acked(outbox, boot, ack.through, now());
      for (let at = waiting.length - 1; at >= 0; at -= 1)
        if ((waiting[at]?.through ?? 0) <= known) waiting.splice(at, 1)[0]?.done();
      pump();
    }),
  );
  socket.write(
    packet(
      0x10,
      text("MQTT"),
      Buffer.of(4, 0b1100_0010),
      Buffer.of(0, 120),
      text(agent),
      text(agent),
      text(password),
    ),
  );
  await subscribed;

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
    socket.write(packet(0x32, to, Buffer.of(packetId >> 8, packetId & 255), Buffer.from(jws)));
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
