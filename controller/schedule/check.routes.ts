import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { BroadcastIdSchema } from "../../contract/ids.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Result } from "../problems.ts";
import type { Orderer } from "./approval.ts";
import { CheckQuery, CheckView, MoveAsked } from "./check-api.ts";
import { ordererOf } from "./orderer.ts";
import { Order } from "./schedule-api.ts";

export interface CheckRoutes {
  readonly check: (by: Orderer, order: Order, instead: string | undefined) => Promise<CheckView>;
  readonly move: (by: Orderer, id: string, to: MoveAsked) => Promise<Result<CheckView>>;
  readonly guard: Guard;
}

const ById = Type.Object({ id: BroadcastIdSchema });

export const checkRoutes: FastifyPluginAsyncTypebox<CheckRoutes> = async (
  app,
  { check, move, guard },
) => {
  app.post(
    "/api/broadcasts/check",
    {
      preHandler: guard("broadcast.order"),
      schema: { body: Order, querystring: CheckQuery, response: { 200: CheckView } },
    },
    async (request) => check(ordererOf(personOf(request)), request.body, request.query.instead),
  );

  app.post(
    "/api/broadcasts/:id/check",
    {
      preHandler: guard("broadcast.order"),
      schema: {
        summary: "What would come of moving it; nothing is saved",
        params: ById,
        body: MoveAsked,
        response: { 200: CheckView },
      },
    },
    async (request, reply) =>
      answer(reply, await move(ordererOf(personOf(request)), request.params.id, request.body)),
  );
};
