import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { MessageIdSchema } from "../../contract/ids.ts";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { ordererOf } from "./orderer.ts";
import { BroadcastView } from "./schedule-api.ts";
import type { Wishes } from "./wish.service.ts";
import { Wish, WishList, WishView } from "./wish-api.ts";

const ById = Type.Object({ id: MessageIdSchema });

export interface WishRoutes {
  readonly wishes: Wishes;
  readonly guard: Guard;
}

export const wishRoutes: FastifyPluginAsyncTypebox<WishRoutes> = async (app, { wishes, guard }) => {
  app.get(
    "/api/wishes",
    {
      preHandler: guard("broadcast.read"),
      schema: {
        summary: "Where and when authors would have messages aired that are not ordered yet",
        response: { 200: WishList },
      },
    },
    async (request) => ({
      items: [...(await wishes.list(placesFor(personOf(request), "broadcast.read")))],
    }),
  );

  app.put(
    "/api/messages/:id/wish",
    {
      preHandler: guard("message.write"),
      schema: {
        summary: "Where and when its author would have it aired",
        params: ById,
        body: Wish,
        response: { 200: WishView },
      },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await wishes.put(by, request.params.id, request.body));
    },
  );

  app.post(
    "/api/messages/:id/wish/grant",
    {
      preHandler: guard("broadcast.approve"),
      schema: {
        summary: "Orders what was wished for; the message must be approved",
        params: ById,
        response: { 201: BroadcastView },
      },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await wishes.grant(by, request.params.id), 201);
    },
  );
};
