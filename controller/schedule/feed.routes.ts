import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { CommuneCode, ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { refuse } from "../problems.ts";
import {
  ByCommune,
  FeedList,
  FeedMade,
  FeedNew,
  FeedToken,
  FeedView,
  ImportQuery,
  ImportReport,
  RowId,
} from "./calendar-api.ts";
import type { Feeds } from "./feed.service.ts";
import type { Importing } from "./importing.service.ts";

export interface FeedRoutes {
  readonly feeds: Feeds;
  readonly importing: Importing;
  readonly guard: Guard;
  readonly placeOfCommune: (code: string) => ScopeId;
}

const LARGEST = 1_048_576;

export const feedRoutes: FastifyPluginAsyncTypebox<FeedRoutes> = async (
  app,
  { feeds, importing, guard, placeOfCommune },
) => {
  // Its own plugin: only here is a calendar read as a request's body.
  app.addContentTypeParser(
    "text/calendar",
    { parseAs: "buffer", bodyLimit: LARGEST },
    (_request, body, done) => done(null, body),
  );
  const inPath = (request: Asked) => placeOfCommune(partOf(request.params, "code") as CommuneCode);
  const inQuery = (request: Asked) =>
    placeOfCommune((request.query as { commune: CommuneCode }).commune);
  const ofFeed = (request: Asked) => feeds.placeOf(partOf(request.params, "id"));

  app.get(
    "/api/communes/:code/calendar.ics",
    {
      config: { open: true },
      schema: {
        summary: "What the commune's clusters will play; the secret address is the log-in",
        params: ByCommune,
        querystring: FeedToken,
      },
    },
    async (request, reply) => {
      const found = await feeds.calendar(request.params.code, request.query.token);
      if (!found.ok) return answer(reply, found);
      reply.header("cache-control", "private, max-age=300");
      return reply.type("text/calendar; charset=utf-8").send(found.value);
    },
  );

  app.get(
    "/api/communes/:code/calendar-feeds",
    {
      preHandler: guard("broadcast.read", inPath),
      schema: { params: ByCommune, response: { 200: FeedList } },
    },
    async (request) => ({ items: await feeds.list(request.params.code) }),
  );

  app.post(
    "/api/communes/:code/calendar-feeds",
    {
      preHandler: guard("calendar.write", inPath),
      schema: {
        summary: "A new secret address to subscribe to; it is told once",
        params: ByCommune,
        body: FeedNew,
        response: { 201: FeedMade },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await feeds.add(personOf(request), request.params.code, request.body.name),
        201,
      ),
  );

  app.delete(
    "/api/calendar-feeds/:id",
    {
      preHandler: guard("calendar.write", ofFeed),
      schema: { params: RowId, response: { 200: FeedView } },
    },
    async (request, reply) =>
      answer(reply, await feeds.revoke(personOf(request), request.params.id)),
  );

  app.post(
    "/api/calendar/import",
    {
      preHandler: guard("broadcast.order", inQuery),
      bodyLimit: LARGEST,
      schema: {
        summary: "Orders from the events of an iCalendar file (text/calendar)",
        querystring: ImportQuery,
        response: { 200: ImportReport },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!(body instanceof Uint8Array)) return answer(reply, refuse("not-a-calendar"));
      const { commune, dryRun = false } = request.query;
      const text = new TextDecoder().decode(body);
      return answer(reply, await importing.import(personOf(request), commune, text, dryRun));
    },
  );
};
