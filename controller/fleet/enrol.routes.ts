import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ClusterIdSchema, type ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { isoOf } from "../iso.ts";
import type { Enrol } from "./enrol.service.ts";
import { ClaimReply, EnrolReply, EnrolRequest } from "./enrol.ts";

export interface EnrolRoutes {
  readonly enrol: Enrol;
  readonly guard: Guard;
  /** The commune of a cluster, or nothing where there is no such cluster. */
  readonly placeOfCluster: (cluster: string) => ScopeId | undefined | Promise<ScopeId | undefined>;
}

export const enrolRoutes: FastifyPluginAsyncTypebox<EnrolRoutes> = async (
  app,
  { enrol, guard, placeOfCluster },
) => {
  app.post(
    "/api/clusters/:id/claim",
    {
      preHandler: guard("agent.write", (request: Asked) =>
        placeOfCluster(partOf(request.params, "id")),
      ),
      schema: { params: Type.Object({ id: ClusterIdSchema }), response: { 201: ClaimReply } },
    },
    async (request, reply) => {
      const { code, cluster, expiresAt } = await enrol.newClaim(
        request.params.id,
        personOf(request),
      );
      return answer(
        reply,
        { ok: true, value: { code, cluster, expiresAt: isoOf(expiresAt) } },
        201,
      );
    },
  );

  // No log-in: the claim code is the right to ask.
  app.post(
    "/api/enrol",
    {
      config: { open: true },
      bodyLimit: 16_384,
      schema: { body: EnrolRequest, response: { 201: EnrolReply } },
    },
    async (request, reply) => answer(reply, await enrol.enrol(request.body, request.ip), 201),
  );
};
