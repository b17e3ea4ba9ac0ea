import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ClusterId, ScopeId } from "../../contract/ids.ts";
import type { Asked, Guard } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { TimelineQuery, TimelineView } from "./schedule-api.ts";
import type { TimelineService } from "./timeline.service.ts";

export interface TimelineRoutes {
  readonly service: TimelineService;
  readonly guard: Guard;
  readonly placeOfCluster: (cluster: ClusterId) => Promise<ScopeId | undefined>;
}

export const timelineRoutes: FastifyPluginAsyncTypebox<TimelineRoutes> = async (
  app,
  { service, guard, placeOfCluster },
) => {
  const placeOf = (request: Asked) =>
    placeOfCluster((request.query as { cluster: ClusterId }).cluster);
  app.get(
    "/api/timeline",
    {
      preHandler: guard("broadcast.read", placeOf),
      schema: { querystring: TimelineQuery, response: { 200: TimelineView } },
    },
    async (request, reply) => {
      const { cluster, from, to } = request.query;
      return answer(reply, await service.of(cluster, from, to));
    },
  );
};
