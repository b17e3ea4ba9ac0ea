import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Lexicon } from "./lexicon.service.ts";
import { ByLexiconId, LexiconList, LexiconNew, LexiconQuery, LexiconView } from "./lexicon-api.ts";

export interface LexiconRoutes {
  readonly lexicon: Lexicon;
  readonly guard: Guard;
}

export const lexiconRoutes: FastifyPluginAsyncTypebox<LexiconRoutes> = async (
  app,
  { lexicon, guard },
) => {
  app.get(
    "/api/lexicon",
    {
      preHandler: guard("message.read"),
      schema: {
        summary: "How a place says its terms, with those of the places above it",
        querystring: LexiconQuery,
        response: { 200: LexiconList },
      },
    },
    async (request) => ({ items: await lexicon.list(personOf(request), request.query.place) }),
  );

  app.post(
    "/api/lexicon",
    {
      preHandler: guard("message.write"),
      schema: {
        summary:
          "A reading of a term, new or instead of the place's old one; messages that are made already keep theirs",
        body: LexiconNew,
        response: { 201: LexiconView },
      },
    },
    async (request, reply) =>
      answer(reply, await lexicon.put(personOf(request), request.body), 201),
  );

  app.delete(
    "/api/lexicon/:id",
    {
      preHandler: guard(
        "message.write",
        (request: Asked): Promise<ScopeId | undefined> =>
          lexicon.placeOf(partOf(request.params, "id")),
      ),
      schema: { params: ByLexiconId, response: { 200: LexiconView } },
    },
    async (request, reply) =>
      answer(reply, await lexicon.remove(personOf(request), request.params.id)),
  );
};
