import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Inbox } from "./inbox.service.ts";
import { Accept, Decline, InboxItem, InboxQuery } from "./inbox-api.ts";
import { ordererOf } from "./orderer.ts";
import { BroadcastView } from "./schedule-api.ts";

const ById = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });

export interface InboxRoutes {
  readonly inbox: Inbox;
  readonly guard: Guard;
}

export const inboxRoutes: FastifyPluginAsyncTypebox<InboxRoutes> = async (
  app,
  { inbox, guard },
) => {
  app.get(
    "/api/inbox",
    {
      preHandler: guard("broadcast.read"),
      schema: {
        querystring: InboxQuery,
        response: { 200: Type.Object({ items: Type.Array(InboxItem) }) },
      },
    },
    async (request) => {
      const mine = placesFor(personOf(request), "broadcast.read");
      const { state = "waiting", commune } = request.query;
      return { items: [...(await inbox.list(mine, state, commune))] };
    },
  );

  app.post(
    "/api/inbox/:id/accept",
    {
      preHandler: guard("inbox.decide"),
      schema: { params: ById, body: Accept, response: { 201: BroadcastView } },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await inbox.accept(by, request.params.id, request.body), 201);
    },
  );

  app.post(
    "/api/inbox/:id/decline",
    {
      preHandler: guard("inbox.decide"),
      schema: { params: ById, body: Decline, response: { 200: InboxItem } },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await inbox.decline(by, request.params.id, request.body));
    },
  );
};
