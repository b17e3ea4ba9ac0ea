import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type CommuneCode, communeScope, type ScopeId } from "../../contract/ids.ts";
import { covers, type ParentOf, placesFor } from "../access/access.ts";
import { type Asked, type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Agenda } from "./agenda.service.ts";
import { AgendaQuery, AgendaView } from "./agenda-api.ts";
import { concerns } from "./schedule.service.ts";

export interface AgendaRoutes {
  readonly service: Agenda;
  readonly guard: Guard;
  readonly parentOf: ParentOf;
}

export const agendaRoutes: FastifyPluginAsyncTypebox<AgendaRoutes> = async (
  app,
  { service, guard, parentOf },
) => {
  const below = (above: ScopeId, place: ScopeId) => covers(above, place, parentOf);
  const read = guard("broadcast.read");
  const inCommune = guard("broadcast.read", (request: Asked) =>
    communeScope((request.query as { commune: CommuneCode }).commune),
  );
  app.get(
    "/api/agenda",
    {
      preHandler: async (request, reply) =>
        request.query.commune === undefined ? read(request, reply) : inCommune(request, reply),
      schema: {
        summary:
          "What is on air in a window: occurrences with clusters counted by outcome or state",
        querystring: AgendaQuery,
        response: { 200: AgendaView },
      },
    },
    async (request, reply) => {
      const mine = placesFor(personOf(request), "broadcast.read");
      const sees = (place: ScopeId) => concerns(mine, place, below);
      return answer(reply, await service.of({ ...request.query, sees }));
    },
  );
};
