import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Targets } from "./target.service.ts";
import { TargetList, TargetNew, TargetView } from "./target-api.ts";

export interface TargetRoutes {
  readonly targets: Targets;
  readonly guard: Guard;
}

const inBody = (request: Asked) => (request.body as { place: ScopeId }).place;

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
      preHandler: guard("target.write", inBody),
      schema: { body: TargetNew, response: { 201: TargetView } },
    },
    async (request, reply) =>
      answer(reply, await targets.add(personOf(request), request.body), 201),
  );
};
