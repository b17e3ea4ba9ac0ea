import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { WebSocket } from "@fastify/websocket";
import { Type } from "typebox";
import { mayAnywhere } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { isForeign } from "../http/origin.ts";
import { refuse } from "../problems.ts";
import type { Live, Speaker, Speech } from "./live.service.ts";
import { LiveAsk, LiveMade, LiveView } from "./live-api.ts";

export interface LiveRoutes {
  readonly live: Live;
  readonly guard: Guard;
}

const ById = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });
/** WebSocket close codes of our own: try again later; never. */
const NOT_NOW = 4409;
const FOREIGN = 4403;

export const liveRoutes: FastifyPluginAsyncTypebox<LiveRoutes> = async (app, { live, guard }) => {
  app.post(
    "/api/live",
    {
      preHandler: guard("live.speak"),
      schema: {
        summary: "Wants to speak: an order with a live part, decided about like every order",
        body: LiveAsk,
        response: { 201: LiveMade },
      },
    },
    async (request, reply) =>
      answer(reply, await live.create(personOf(request), request.body), 201),
  );

  app.get(
    "/api/live/:id",
    {
      preHandler: guard("broadcast.read"),
      schema: { summary: "How it stands", params: ById, response: { 200: LiveView } },
    },
    async (request, reply) => answer(reply, await live.view(personOf(request), request.params.id)),
  );

  app.get(
    "/api/live/:id/sound",
    {
      websocket: true,
      preHandler: guard("broadcast.read"),
      schema: {
        summary: 'WebSocket: first a text {type: MIME}, then the recorded bytes; "stop" ends it',
        params: ById,
      },
    },
    (socket: WebSocket, request) => {
      const { host = "", origin } = request.headers;
      // A browser sends the cookie with other sites' sockets too; what it says about where it comes from decides.
      const from = { method: "POST", host, origin, site: undefined, bearer: false };
      if (isForeign(from) || !mayAnywhere(personOf(request), "live.speak")) {
        return socket.close(FOREIGN);
      }
      listenTo(socket, (mime, speaker) =>
        live.speak(personOf(request), (request.params as { id: string }).id, mime, speaker),
      );
    },
  );

  /** What boards listen to. No log-in: the order that names it is signed, and so is each frame. */
  app.get("/live/:id", { schema: { params: ById } }, async (request, reply) => {
    const { raw } = reply;
    let begun = false;
    const leave = live.join(request.params.id, {
      write(bytes) {
        if (bytes.length > 0) raw.write(bytes);
        return raw.writableLength;
      },
      end: () => void raw.end(),
    });
    if (!leave) return answer(reply, refuse("live-unknown"));
    begun = true;
    reply.hijack();
    raw.socket?.setTimeout(0);
    raw.socket?.setNoDelay(true);
    if (!raw.headersSent) {
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "application/octet-stream",
        "cache-control": "no-store",
      });
      raw.flushHeaders();
    }
    raw.on("close", leave);
    if (raw.closed && begun) leave();
    return undefined;
  });
};

/** The first word says what comes; then sound, until it is stopped or the line breaks. */
function listenTo(
  socket: WebSocket,
  begin: (mime: string, speaker: Speaker) => Promise<Speech | undefined>,
): void {
  const early: Uint8Array[] = [];
  let asked = false;
  let gone = false;
  let speech: Speech | undefined;
  const speaker: Speaker = {
    tell: (what) => socket.send(JSON.stringify(what)),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(1000),
  };
  const start = async (mime: string): Promise<void> => {
    speech = await begin(mime, speaker);
    if (!speech) return socket.close(NOT_NOW);
    for (const bytes of early.splice(0)) speech.push(bytes);
    if (gone) speech.end();
  };
  socket.on("message", (data: Uint8Array, isBinary: boolean) => {
    if (isBinary) {
      if (speech) speech.push(data);
      else if (early.length < 100) early.push(data);
    } else if (asked) speech?.end();
    else {
      asked = true;
      const mime = /^\{"type":"([\w/;=. -]{1,60})"\}$/.exec(new TextDecoder().decode(data))?.[1];
      start(mime ?? "").catch(() => socket.close(NOT_NOW));
    }
  });
  socket.on("close", () => {
    gone = true;
    speech?.end();
  });
  socket.on("error", () => socket.terminate());
}
