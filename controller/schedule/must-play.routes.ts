import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { type MustPlayDeps, mustPlay } from "./must-play.service.ts";
import { MustPlayList, MustPlayQuery } from "./must-play-api.ts";

export interface MustPlayRoutes {
  readonly deps: MustPlayDeps;
  readonly guard: Guard;
}

/** What must be played, where it has not been, and why. */
export const mustPlayRoutes: FastifyPluginAsyncTypebox<MustPlayRoutes> = async (
  app,
  { deps, guard },
) => {
  app.get(
    "/api/must-play",
    {
      preHandler: guard("broadcast.read"),
      schema: { querystring: MustPlayQuery, response: { 200: MustPlayList } },
    },
    (request) => mustPlay(deps, placesFor(personOf(request), "broadcast.read"), request.query),
  );
};
