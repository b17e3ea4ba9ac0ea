import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Guard, personOf } from "../access/guard.ts";
import type { Orderer } from "./approval.ts";
import { CheckQuery, CheckView } from "./check-api.ts";
import { ordererOf } from "./orderer.ts";
import { Order } from "./schedule-api.ts";

export interface CheckRoutes {
  readonly check: (by: Orderer, order: Order, instead: string | undefined) => Promise<CheckView>;
  readonly guard: Guard;
}

export const checkRoutes: FastifyPluginAsyncTypebox<CheckRoutes> = async (
  app,
  { check, guard },
) => {
  app.post(
    "/api/broadcasts/check",
    {
      preHandler: guard("broadcast.order"),
      schema: { body: Order, querystring: CheckQuery, response: { 200: CheckView } },
    },
    async (request) => check(ordererOf(personOf(request)), request.body, request.query.instead),
  );
};
