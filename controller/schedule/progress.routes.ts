import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { covers, type ParentOf, placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Following } from "./progress.service.ts";
import { concerns, type Schedule } from "./schedule.service.ts";
import { BroadcastDetail, Progress, ProgressQuery } from "./schedule-api.ts";

const ById = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });

export interface ProgressRoutes {
  readonly service: Schedule;
  readonly following: Following;
  readonly guard: Guard;
  readonly parentOf: ParentOf;
}

/** What has become of an order. */
export const progressRoutes: FastifyPluginAsyncTypebox<ProgressRoutes> = async (
  app,
  { service, following, guard, parentOf },
) => {
  const below = (above: ScopeId, place: ScopeId) => covers(above, place, parentOf);

  app.get(
    "/api/broadcasts/:id",
    {
      preHandler: guard("broadcast.read"),
      schema: { params: ById, response: { 200: BroadcastDetail } },
    },
    async (request, reply) => {
      const mine = placesFor(personOf(request), "broadcast.read");
      const place = await service.placeOf(request.params.id);
      if (place === undefined || !concerns(mine, place, below)) {
        return answer(reply, { ok: false, code: "broadcast-unknown" });
      }
      return answer(reply, await following.detail(request.params.id));
    },
  );

  app.get(
    "/api/broadcasts/:id/progress",
    {
      preHandler: guard("broadcast.read"),
      schema: { params: ById, querystring: ProgressQuery, response: { 200: Progress } },
    },
    async (request, reply) => {
      const mine = placesFor(personOf(request), "broadcast.read");
      const { id } = request.params;
      const place = await service.placeOf(id);
      if (place === undefined || !concerns(mine, place, below)) {
        return answer(reply, { ok: false, code: "broadcast-unknown" });
      }
      const sees = (commune: ScopeId) => mine.some((scope) => below(scope, commune));
      return answer(reply, await following.progress(id, request.query.occurrence, sees));
    },
  );
};
