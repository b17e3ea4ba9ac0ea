import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type CommuneCode, communeScope } from "../../contract/ids.ts";
import { type Guard, partOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { CoverageAsk, CoverageView } from "./coverage-api.ts";

export interface CoverageRoutes {
  readonly coverage: (asked: CoverageAsk) => Promise<CoverageView>;
  readonly guard: Guard;
}

export const coverageRoutes: FastifyPluginAsyncTypebox<CoverageRoutes> = async (
  app,
  { coverage, guard },
) => {
  app.post(
    "/api/reach/coverage",
    {
      preHandler: guard("reach.read", ({ body }) =>
        communeScope(partOf(body, "commune") as CommuneCode),
      ),
      schema: {
        summary: "How far the horns of a commune carry by a model; changes nothing",
        body: CoverageAsk,
        response: { 200: CoverageView },
      },
    },
    async (request, reply) => answer(reply, { ok: true, value: await coverage(request.body) }),
  );
};
