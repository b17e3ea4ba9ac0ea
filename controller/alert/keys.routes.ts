import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { AlertKeyList, AlertKeyNew, AlertKeyView, Kid } from "./alert-api.ts";
import type { AlertKeys } from "./keys.service.ts";

export interface AlertKeyRoutes {
  readonly keys: AlertKeys;
  readonly guard: Guard;
}

export const alertKeyRoutes: FastifyPluginAsyncTypebox<AlertKeyRoutes> = async (
  app,
  { keys, guard },
) => {
  const ofKey = (request: Asked) => keys.placeOf(partOf(request.params, "kid"));

  app.get(
    "/api/alert-keys",
    {
      preHandler: guard("person.read"),
      schema: { summary: "Keys whose alerts are believed", response: { 200: AlertKeyList } },
    },
    async (request) => ({ items: await keys.list(placesFor(personOf(request), "person.read")) }),
  );

  app.post(
    "/api/alert-keys",
    {
      preHandler: guard("person.write", placeInBody),
      schema: {
        summary: "Propose a key; it is believed once a second person accepts it",
        body: AlertKeyNew,
        response: { 201: AlertKeyView },
      },
    },
    async (request, reply) => answer(reply, await keys.add(personOf(request), request.body), 201),
  );

  app.post(
    "/api/alert-keys/:kid/approve",
    {
      preHandler: guard("person.write", ofKey),
      schema: { params: Kid, response: { 200: AlertKeyView } },
    },
    async (request, reply) =>
      answer(reply, await keys.approve(personOf(request), request.params.kid)),
  );

  app.delete(
    "/api/alert-keys/:kid",
    {
      preHandler: guard("person.write", ofKey),
      schema: {
        summary: "Believe this key no longer; one person is enough",
        params: Kid,
        response: { 200: AlertKeyView },
      },
    },
    async (request, reply) =>
      answer(reply, await keys.revoke(personOf(request), request.params.kid)),
  );
};
