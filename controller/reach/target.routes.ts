import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Guard, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Targets } from "./target.service.ts";
import { TargetList, TargetNew, TargetView } from "./target-api.ts";

export interface TargetRoutes {
  readonly targets: Targets;
  readonly guard: Guard;
}

export const targetRoutes: FastifyPluginAsyncTypebox<TargetRoutes> = async (
  app,
  { targets, guard },
) => {
  app.get(
    "/api/targets",
    { preHandler: guard("reach.read"), schema: { response: { 200: TargetList } } },
    async () => ({ items: await targets.list() }),
  );
  app.post(
    "/api/targets",
    {
      preHandler: guard("target.write", placeInBody),
      schema: { body: TargetNew, response: { 201: TargetView } },
    },
    async (request, reply) =>
      answer(reply, await targets.add(personOf(request), request.body), 201),
  );
};
