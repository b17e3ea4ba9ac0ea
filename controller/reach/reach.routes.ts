import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  type CommuneCode,
  centreScope,
  communeScope,
  type ProvinceCode,
  provinceScope,
} from "../../contract/ids.ts";
import type { Asked, Guard } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { reachCsv } from "./csv.ts";
import type { ReachService } from "./reach.service.ts";
import { DimensionParams, GapQuery, ReachQuery } from "./reach-api.ts";

export interface ReachRoutes {
  readonly service: ReachService;
  readonly guard: Guard;
}

export const reachRoutes: FastifyPluginAsyncTypebox<ReachRoutes> = async (
  app,
  { service, guard },
) => {
  // Without a place the figure is everybody's: only people of the whole see it.
  const placeOf = (request: Asked) => {
    const { commune, province } = request.query as {
      commune?: CommuneCode;
      province?: ProvinceCode;
    };
    if (commune !== undefined) return communeScope(commune);
    return province === undefined ? centreScope : provinceScope(province);
  };
  app.get(
    "/api/reach",
    { preHandler: guard("reach.read", placeOf), schema: { querystring: ReachQuery } },
    async (request, reply) => {
      const found = await service.figure(request.query);
      if (!found.ok || !(request.headers.accept ?? "").includes("text/csv")) {
        return answer(reply, found);
      }
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="tiep-can.csv"')
        .send(reachCsv(found.value));
    },
  );
  const read = guard("reach.read", placeOf);
  app.get(
    "/api/reach/rows",
    { preHandler: read, schema: { querystring: ReachQuery } },
    async (request, reply) => {
      const found = await service.detail(request.query);
      if (!found.ok) return answer(reply, found);
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="tiep-can-goc.csv"')
        .send(found.value);
    },
  );
  app.get(
    "/api/reach/gaps",
    { preHandler: read, schema: { querystring: GapQuery } },
    async (request, reply) => answer(reply, await service.gaps(request.query)),
  );
  app.get(
    "/api/reach/matrix",
    { preHandler: read, schema: { querystring: ReachQuery } },
    async (request, reply) => answer(reply, await service.matrix(request.query)),
  );
  app.get(
    "/api/reach/months",
    { preHandler: read, schema: { querystring: ReachQuery } },
    async (request, reply) => answer(reply, await service.months(request.query)),
  );
  app.get(
    "/api/reach/communes",
    { preHandler: read, schema: { querystring: ReachQuery } },
    async (request, reply) => answer(reply, await service.communes(request.query)),
  );
  app.get(
    "/api/reach/by/:dimension",
    { preHandler: read, schema: { params: DimensionParams, querystring: ReachQuery } },
    async (request, reply) =>
      answer(reply, await service.by(request.params.dimension, request.query)),
  );
};
