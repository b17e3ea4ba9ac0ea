import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { RowId } from "./calendar-api.ts";
import type { Relays } from "./relay.service.ts";
import {
  RelayHeard,
  RelaySourceChange,
  RelaySourceList,
  RelaySourceNew,
  RelaySourceView,
} from "./relay-api.ts";

export interface RelayRoutes {
  readonly relays: Relays;
  readonly guard: Guard;
}

/** Stations that are relayed: whoever may plan keeps them. */
export const relayRoutes: FastifyPluginAsyncTypebox<RelayRoutes> = async (
  app,
  { relays, guard },
) => {
  const own = guard("broadcast.write", (request: Asked) =>
    relays.placeOf(partOf(request.params, "id")),
  );
  app.get(
    "/api/relay-sources",
    { preHandler: guard("broadcast.read"), schema: { response: { 200: RelaySourceList } } },
    async (request) => ({
      items: await relays.list(placesFor(personOf(request), "broadcast.read")),
    }),
  );
  app.post(
    "/api/relay-sources",
    {
      preHandler: guard("broadcast.write", placeInBody),
      schema: { body: RelaySourceNew, response: { 201: RelaySourceView } },
    },
    async (request, reply) => answer(reply, await relays.add(personOf(request), request.body), 201),
  );
  app.patch(
    "/api/relay-sources/:id",
    {
      preHandler: own,
      schema: { params: RowId, body: RelaySourceChange, response: { 200: RelaySourceView } },
    },
    async (request, reply) =>
      answer(reply, await relays.change(personOf(request), request.params.id, request.body)),
  );
  app.post(
    "/api/relay-sources/:id/test",
    {
      preHandler: own,
      schema: {
        summary: "The controller listens for a few seconds and answers what it heard",
        params: RowId,
        response: { 200: RelayHeard },
      },
    },
    async (request, reply) =>
      answer(reply, await relays.test(personOf(request), request.params.id)),
  );
  app.delete(
    "/api/relay-sources/:id",
    { preHandler: own, schema: { params: RowId, response: { 200: RelaySourceView } } },
    async (request, reply) =>
      answer(reply, await relays.drop(personOf(request), request.params.id)),
  );
};
