import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { OccurrenceIdSchema } from "../../contract/ids.ts";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { MakeGood } from "./make-good.service.ts";
import { Dismiss, MakeGoodItem, MakeGoodList, MakeGoodQuery } from "./make-good-api.ts";
import { ordererOf } from "./orderer.ts";

const ByOccurrence = Type.Object({ occurrence: OccurrenceIdSchema });

export interface MakeGoodRoutes {
  readonly makeGood: MakeGood;
  readonly guard: Guard;
}

export const makeGoodRoutes: FastifyPluginAsyncTypebox<MakeGoodRoutes> = async (
  app,
  { makeGood, guard },
) => {
  app.get(
    "/api/make-good",
    {
      preHandler: guard("broadcast.read"),
      schema: { querystring: MakeGoodQuery, response: { 200: MakeGoodList } },
    },
    async (request) => {
      const mine = placesFor(personOf(request), "broadcast.read");
      return { items: [...(await makeGood.list(mine, request.query))] };
    },
  );

  app.post(
    "/api/make-good/:occurrence/dismiss",
    {
      preHandler: guard("inbox.decide"),
      schema: { params: ByOccurrence, body: Dismiss, response: { 200: MakeGoodItem } },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      return answer(reply, await makeGood.dismiss(by, request.params.occurrence, request.body));
    },
  );
};
