import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { covers, type ParentOf, placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { ordererOf } from "./orderer.ts";
import { concerns, type Schedule } from "./schedule.service.ts";
import { Amend, Amended, BroadcastView, Order, Removal } from "./schedule-api.ts";

const ById = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });

const Listing = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  cursor: Type.Optional(Type.Integer({ minimum: 0 })),
});

const Page = Type.Object({
  items: Type.Array(BroadcastView),
  next: Type.Optional(Type.Integer()),
});

const Headers = Type.Object({
  "idempotency-key": Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
});

export interface ScheduleRoutes {
  readonly service: Schedule;
  readonly guard: Guard;
  readonly parentOf: ParentOf;
}

export const scheduleRoutes: FastifyPluginAsyncTypebox<ScheduleRoutes> = async (
  app,
  { service, guard, parentOf },
) => {
  const ownersOf = (request: Asked): Promise<readonly ScopeId[] | undefined> =>
    service.ownersOf(partOf(request.params, "id"));
  const below = (above: ScopeId, place: ScopeId) => covers(above, place, parentOf);

  app.post(
    "/api/broadcasts",
    {
      preHandler: guard("broadcast.order"),
      schema: {
        body: Order,
        headers: Headers,
        response: { 200: BroadcastView, 201: BroadcastView },
      },
    },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const placed = await service.place(ordererOf(personOf(request)), request.body, key);
      if (!placed.ok) return answer(reply, placed);
      return reply.code(placed.value.created ? 201 : 200).send(placed.value.view);
    },
  );

  app.get(
    "/api/broadcasts",
    {
      preHandler: guard("broadcast.read"),
      schema: { querystring: Listing, response: { 200: Page } },
    },
    async (request) => {
      const limit = request.query.limit ?? 100;
      const rows = await service.list(limit, request.query.cursor);
      const mine = placesFor(personOf(request), "broadcast.read");
      const items = rows.filter((row) => concerns(mine, row.place, below)).map((row) => row.view);
      const last = rows.at(-1);
      return rows.length === limit && last ? { items, next: last.createdAt } : { items };
    },
  );

  app.patch(
    "/api/broadcasts/:id",
    {
      preHandler: guard("broadcast.write", ownersOf),
      schema: { params: ById, body: Amend, response: { 200: Amended } },
    },
    async (request, reply) =>
      answer(
        reply,
        await service.amend(ordererOf(personOf(request)), request.params.id, request.body),
      ),
  );

  app.delete(
    "/api/broadcasts/:id",
    {
      preHandler: guard("broadcast.cancel", ownersOf),
      schema: { params: ById, querystring: Removal },
    },
    async (request, reply) => {
      const by = ordererOf(personOf(request));
      const { id } = request.params;
      const { scope: asked, ...which } = request.query;
      // Whoever points at one airing means that one, and never loses the whole order by a missing word.
      const scope = asked ?? (Object.keys(which).length > 0 ? "this" : "all");
      if (scope === "all") return answer(reply, await service.cancel(by, id));
      const change = { skip: true } as const;
      const done = await service.amend(by, id, { scope, ...which, change });
      return answer(reply, done.ok ? { ok: true, value: done.value.broadcast } : done);
    },
  );
};
