import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { HamletIdSchema } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Fleet } from "./fleet.service.ts";
import { CommuneMerge, DryRun, HamletMerge, HamletSplit, MergeView } from "./merging-api.ts";

export interface MergingRoutes {
  readonly service: Fleet;
  readonly guard: Guard;
}

const first = (body: unknown, name: string): string => {
  const list = (body as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(list) && typeof list[0] === "string" ? list[0] : "";
};
const isDry = ({ dryRun }: { dryRun?: string }) => dryRun === "1";

export const mergingRoutes: FastifyPluginAsyncTypebox<MergingRoutes> = async (
  app,
  { service, guard },
) => {
  // All of them lie in one province or nothing happens, so the first says whose matter it is.
  const provinceOfFirst = ({ body }: Asked) =>
    service.ownerOfProvince(service.tree().communes.get(first(body, "communes")) ?? "");
  const ofFirst = async ({ body }: Asked) =>
    (await service.ownerOfHamlet(first(body, "hamlets"))) ?? service.ownerOfProvince("");
  const ofHamlet = (request: Asked) => service.ownerOfHamlet(partOf(request.params, "id"));
  const shape = { querystring: DryRun, response: { 200: MergeView } };

  app.post(
    "/api/communes/merge",
    {
      preHandler: guard("place.write", provinceOfFirst),
      schema: { body: CommuneMerge, ...shape },
    },
    async (request, reply) =>
      answer(
        reply,
        await service.mergeCommunes(personOf(request), request.body, isDry(request.query)),
      ),
  );
  app.post(
    "/api/hamlets/merge",
    { preHandler: guard("place.write", ofFirst), schema: { body: HamletMerge, ...shape } },
    async (request, reply) =>
      answer(
        reply,
        await service.mergeHamlets(personOf(request), request.body, isDry(request.query)),
      ),
  );
  app.post(
    "/api/hamlets/:id/split",
    {
      preHandler: guard("place.write", ofHamlet),
      schema: { params: Type.Object({ id: HamletIdSchema }), body: HamletSplit, ...shape },
    },
    async (request, reply) => {
      const { id } = request.params;
      const dry = isDry(request.query);
      return answer(reply, await service.splitHamlet(personOf(request), id, request.body, dry));
    },
  );
};
