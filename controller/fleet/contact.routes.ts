import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ClusterIdSchema, type ScopeId } from "../../contract/ids.ts";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Contacts } from "./contact.service.ts";
import { ContactBody, ContactList, ContactView } from "./contact-api.ts";

export interface ContactRoutes {
  readonly contacts: Contacts;
  readonly guard: Guard;
  readonly placeOfCluster: (cluster: string) => Promise<ScopeId | undefined>;
}

const ByCluster = Type.Object({ id: ClusterIdSchema });

export const contactRoutes: FastifyPluginAsyncTypebox<ContactRoutes> = async (
  app,
  { contacts, guard, placeOfCluster },
) => {
  // A private number is read by the people who may write it, and by nobody else.
  const here = guard("contact.write", (request: Asked) =>
    placeOfCluster(partOf(request.params, "id")),
  );
  app.get(
    "/api/contacts",
    {
      preHandler: guard("contact.write"),
      schema: {
        summary: "Who is telephoned where a board confirms nothing",
        response: { 200: ContactList },
      },
    },
    async (request) => ({
      items: [...(await contacts.list(placesFor(personOf(request), "contact.write")))],
    }),
  );
  app.put(
    "/api/clusters/:id/contact",
    {
      preHandler: here,
      schema: { params: ByCluster, body: ContactBody, response: { 200: ContactView } },
    },
    async (request) => contacts.put(personOf(request), request.params.id, request.body),
  );
  app.delete(
    "/api/clusters/:id/contact",
    {
      preHandler: here,
      schema: { params: ByCluster, response: { 200: Type.Object({ cluster: Type.String() }) } },
    },
    async (request, reply) =>
      answer(reply, await contacts.drop(personOf(request), request.params.id)),
  );
};
