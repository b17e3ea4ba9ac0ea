import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { type Actor, may, type ParentOf } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { sendProblem } from "./answer.ts";
import type { Events, Listener } from "./events.service.ts";
import { tokenOf } from "./token.ts";

export interface EventRoutes {
  readonly events: Events;
  readonly guard: Guard;
  readonly parentOf: ParentOf;
  /** The person of a token, without counting as use of the log-in. */
  readonly peek: (token: string, address: string) => Promise<Actor | undefined>;
}

const Query = Type.Object(
  { lastEventId: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);

export const eventRoutes: FastifyPluginAsyncTypebox<EventRoutes> = async (
  app,
  { events, guard, parentOf, peek },
) => {
  app.get(
    "/api/events",
    {
      preHandler: guard("event.read"),
      schema: {
        summary:
          "Live events (text/event-stream); what was missed is sent again from Last-Event-ID",
        querystring: Query,
      },
    },
    async (request, reply) => {
      let actor = personOf(request);
      const token = tokenOf(request)?.value ?? "";
      const header = Number(request.headers["last-event-id"] ?? Number.NaN);
      const lastId =
        Number.isSafeInteger(header) && header >= 0 ? header : request.query.lastEventId;
      const { raw } = reply;
      const listener: Listener = {
        hears: (place: ScopeId) => may(actor, "event.read", place, parentOf),
        write: (text) => void raw.write(text),
        waiting: () => raw.writableLength,
        still: async () => {
          const now = await peek(token, request.ip);
          if (now) actor = now;
          return now !== undefined;
        },
        close: () => void raw.end(),
      };
      if (events.count() >= 500) return sendProblem(reply, { code: "busy" });
      reply.hijack();
      raw.socket?.setTimeout(0);
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        connection: "keep-alive",
      });
      const stop = await events.listen(listener, lastId);
      if (!stop) listener.close();
      raw.on("close", () => stop?.());
      if (raw.closed) stop?.();
      return undefined;
    },
  );
};
