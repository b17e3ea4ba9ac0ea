import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ClusterIdSchema, type ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { ordererOf } from "./orderer.ts";
import { BroadcastView } from "./schedule-api.ts";
import { type TestSoundDeps, testSound } from "./test-sound.service.ts";

export interface TestSoundRoutes {
  readonly deps: TestSoundDeps;
  readonly guard: Guard;
  readonly placeOfCluster: (cluster: string) => Promise<ScopeId | undefined>;
}

const Body = Type.Object(
  {
    /** Inside quiet hours: play at their end instead of refusing. */
    afterQuiet: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const testSoundRoutes: FastifyPluginAsyncTypebox<TestSoundRoutes> = async (
  app,
  { deps, guard, placeOfCluster },
) => {
  app.post(
    "/api/clusters/:id/test-sound",
    {
      preHandler: guard("test-sound.write", (request: Asked) =>
        placeOfCluster(partOf(request.params, "id")),
      ),
      schema: {
        summary: "A few seconds of sound on one cluster, signed like every order",
        params: Type.Object({ id: ClusterIdSchema }),
        body: Body,
        response: { 201: BroadcastView },
      },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      const { afterQuiet = false } = request.body;
      return answer(reply, await testSound(deps, by, request.params.id, afterQuiet), 201);
    },
  );
};
