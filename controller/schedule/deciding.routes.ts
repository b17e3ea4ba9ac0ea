import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { ordererOf } from "./orderer.ts";
import type { Schedule } from "./schedule.service.ts";
import { AllClearAsked, BroadcastView, Rejection } from "./schedule-api.ts";

const ById = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });

export interface DecidingRoutes {
  readonly service: Schedule;
  readonly guard: Guard;
}

/** What a second person says to an order, and how an emergency ends in words. */
export const decidingRoutes: FastifyPluginAsyncTypebox<DecidingRoutes> = async (
  app,
  { service, guard },
) => {
  const ownersOf = (request: Asked): Promise<readonly ScopeId[] | undefined> =>
    service.ownersOf(partOf(request.params, "id"));

  app.post(
    "/api/broadcasts/:id/approve",
    { preHandler: guard("broadcast.approve"), schema: { params: ById } },
    async (request, reply) =>
      answer(reply, await service.approve(ordererOf(personOf(request)), request.params.id)),
  );

  app.post(
    "/api/broadcasts/:id/reject",
    {
      preHandler: guard("broadcast.approve", ownersOf),
      schema: { params: ById, body: Rejection, response: { 200: BroadcastView } },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await service.reject(by, request.params.id, request.body.reason));
    },
  );

  app.post(
    "/api/broadcasts/:id/all-clear",
    {
      preHandler: guard("broadcast.cancel", ownersOf),
      schema: { params: ById, body: AllClearAsked, response: { 201: BroadcastView } },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      const { id } = request.params;
      return answer(reply, await service.allClear(by, id, request.body.messageIds), 201);
    },
  );
};
