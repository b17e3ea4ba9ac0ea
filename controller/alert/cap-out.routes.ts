import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { BroadcastIdSchema, type ScopeId } from "../../contract/ids.ts";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { refuse } from "../problems.ts";
import type { AiredStore } from "./aired.store.ts";
import { capOf } from "./cap-out.ts";
import { writeCap } from "./cap-write.ts";
import type { Covers } from "./ports.ts";

export interface CapOutRoutes {
  readonly aired: AiredStore;
  readonly guard: Guard;
  readonly covers: Covers;
}

const ById = Type.Object({ id: BroadcastIdSchema });

export const capOutRoutes: FastifyPluginAsyncTypebox<CapOutRoutes> = async (
  app,
  { aired, guard, covers },
) => {
  app.get(
    "/api/broadcasts/:id/cap",
    {
      preHandler: guard("broadcast.read"),
      schema: { summary: "An emergency as CAP 1.2; after its cancel, that cancel", params: ById },
    },
    async (request, reply) => {
      const found = await aired.emergency(request.params.id);
      const mine = placesFor(personOf(request), "broadcast.read");
      const sees = (scope: ScopeId, place: ScopeId) => covers(scope, place) || covers(place, scope);
      if (!found || !mine.some((scope) => sees(scope, found.place as ScopeId)))
        return answer(reply, refuse("not-an-emergency"));
      return reply.type("application/cap+xml; charset=utf-8").send(writeCap(capOf(found)));
    },
  );
};
