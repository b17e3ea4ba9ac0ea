import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { CommuneCodeSchema, type ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { ordererOf } from "./orderer.ts";
import type { Priorities } from "./priority.service.ts";
import { PriorityList, PriorityOrder } from "./priority-api.ts";

const ByCode = Type.Object({ code: CommuneCodeSchema });

export interface PriorityRoutes {
  readonly priorities: Priorities;
  readonly guard: Guard;
  readonly placeOfCommune: (code: string) => ScopeId;
}

export const priorityRoutes: FastifyPluginAsyncTypebox<PriorityRoutes> = async (
  app,
  { priorities, guard, placeOfCommune },
) => {
  const placeOf = (request: Asked) => placeOfCommune(partOf(request.params, "code"));

  app.get(
    "/api/communes/:code/priority-order",
    {
      preHandler: guard("broadcast.read", placeOf),
      schema: { params: ByCode, response: { 200: PriorityList } },
    },
    async (request) => ({ items: [...(await priorities.list(request.params.code))] }),
  );

  app.put(
    "/api/communes/:code/priority-order",
    {
      preHandler: guard("inbox.decide", placeOf),
      schema: { params: ByCode, body: PriorityOrder, response: { 200: PriorityList } },
    },
    async (request, reply) => {
      const { code } = request.params;
      const by = ordererOf(personOf(request));
      return answer(reply, await priorities.order(by, code, request.body.occurrences));
    },
  );
};
