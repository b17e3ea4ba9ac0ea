import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type AgentId, type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { sightOf } from "../fleet/fleet.ts";
import { answer } from "../http/answer.ts";
import { isoOf } from "../iso.ts";
import { refuse } from "../problems.ts";
import { doubtText } from "./doubt.ts";
import type { QuarantineRow } from "./ports.ts";
import type { Quarantine } from "./quarantine.service.ts";
import { ByAgent, QuarantineList, ReleaseReply, ReleaseRequest } from "./quarantine-api.ts";

export interface QuarantineRoutes {
  readonly quarantine: Quarantine;
  readonly guard: Guard;
}

const view = (row: QuarantineRow) => ({
  agent: row.agent,
  cluster: row.cluster,
  commune: row.commune,
  since: isoOf(row.since as Instant),
  why: row.why,
  vi: doubtText(row.why),
  detail: row.detail,
  releasedAt: row.released_at === null ? null : isoOf(row.released_at as Instant),
  releasedBy: row.released_by,
  reason: row.reason,
});

export const quarantineRoutes: FastifyPluginAsyncTypebox<QuarantineRoutes> = async (
  app,
  { quarantine, guard },
) => {
  const placeOf = async ({ params }: Asked) => {
    const commune = await quarantine.communeOf(partOf(params, "agent"));
    return commune === undefined ? undefined : communeScope(commune as CommuneCode);
  };
  app.get(
    "/api/quarantine",
    {
      preHandler: guard("play-log.read"),
      schema: {
        summary: "Boards that are not believed, newest first, and who released them",
        response: { 200: QuarantineList },
      },
    },
    async (request) => {
      const sight = sightOf(placesFor(personOf(request), "play-log.read"));
      return { items: (await quarantine.list(sight.all ? undefined : sight)).map(view) };
    },
  );
  app.post(
    "/api/quarantine/:agent/release",
    {
      preHandler: guard("quarantine.release", placeOf),
      schema: {
        summary: "A person has looked: what the board said counts again",
        params: ByAgent,
        body: ReleaseRequest,
        response: { 200: ReleaseReply },
      },
    },
    async (request, reply) => {
      const agent = request.params.agent as AgentId;
      const done = await quarantine.release(personOf(request), agent, request.body.reason);
      return answer(
        reply,
        done ? { ok: true, value: { agent, released: true as const } } : refuse("not-found"),
      );
    },
  );
};
