import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Guard, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Royalties } from "./royalty.service.ts";
import { RoyaltyRateList, RoyaltyRateNew, RoyaltyRateView } from "./royalty-api.ts";

export interface RoyaltyRoutes {
  readonly royalties: Royalties;
  readonly guard: Guard;
}

export const royaltyRoutes: FastifyPluginAsyncTypebox<RoyaltyRoutes> = async (
  app,
  { royalties, guard },
) => {
  app.get(
    "/api/royalty-rates",
    { preHandler: guard("report.read"), schema: { response: { 200: RoyaltyRateList } } },
    async () => ({ items: await royalties.list() }),
  );
  app.post(
    "/api/royalty-rates",
    {
      preHandler: guard("target.write", placeInBody),
      schema: { body: RoyaltyRateNew, response: { 201: RoyaltyRateView } },
    },
    async (request, reply) =>
      answer(reply, await royalties.add(personOf(request), request.body), 201),
  );
};
