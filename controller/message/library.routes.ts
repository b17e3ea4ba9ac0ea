import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import { refuse } from "../problems.ts";
import type { Exchange } from "./exchange.service.ts";
import {
  ExportQuery,
  LibraryImportQuery,
  LibraryImportReport,
  PublicQuery,
  StarterBody,
  StarterReport,
} from "./library-api.ts";
import { m3u, rss } from "./podcast.ts";
import type { Starter } from "./starter.service.ts";

export interface LibraryRoutes {
  readonly exchange: Exchange;
  readonly starter: Starter;
  readonly guard: Guard;
  /** Where listeners reach this controller; as their request came when absent. */
  readonly publicUrl: string | undefined;
}

const TAR = "application/x-tar";
const NAME = "Truyền thanh cơ sở";

/** As the listener's program reached us; a name that is no host is not written into a feed. */
const hostOf = (request: FastifyRequest): string | undefined =>
  /^[A-Za-z0-9.-]+(?::\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](?::\d{1,5})?$/.test(request.host)
    ? `${request.protocol}://${request.host}`
    : undefined;

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

export const libraryRoutes: FastifyPluginAsyncTypebox<LibraryRoutes> = async (
  app,
  { exchange, starter, guard, publicUrl },
) => {
  const baseOf = (request: FastifyRequest) => publicUrl ?? hostOf(request);
  // Its own plugin: only here is an archive read as a request's body, and never whole into memory.
  app.addContentTypeParser(TAR, (_request, stream, ready) => ready(null, stream));

  app.get(
    "/api/library/export",
    {
      preHandler: guard("message.read"),
      schema: {
        summary:
          "Approved messages with their sounds as a tar archive: manifest.json, audio/<sha256>.ogg",
        querystring: ExportQuery,
      },
    },
    async (request, reply) => {
      const archive = await exchange.export(personOf(request), request.query);
      reply.header("content-disposition", 'attachment; filename="vangxa-library.tar"');
      return reply.type(TAR).send(bodyOf(archive));
    },
  );

  app.post(
    "/api/library/import",
    {
      preHandler: guard("message.write"),
      bodyLimit: 4_294_967_296,
      schema: {
        summary: "Messages of such an archive, to be approved here; what is here already stays one",
        querystring: LibraryImportQuery,
        response: { 200: LibraryImportReport },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!isStream(body)) return answer(reply, refuse("not-a-library"));
      return answer(reply, await exchange.import(personOf(request), request.query, body));
    },
  );

  app.post(
    "/api/library/starter",
    {
      preHandler: guard("library.start"),
      schema: {
        summary:
          "The ten first bulletins as drafts; their speech is made afterwards, as events tell",
        body: StarterBody,
        response: { 202: StarterReport },
      },
    },
    async (request, reply) =>
      answer(reply, await starter.load(personOf(request), request.body.place), 202),
  );

  app.get(
    "/api/library/feed.xml",
    {
      config: { open: true },
      schema: { summary: "A podcast of what everybody may hear now", querystring: PublicQuery },
    },
    async (request, reply) => {
      const base = baseOf(request);
      if (base === undefined) return answer(reply, refuse("bad-request"));
      reply.header("cache-control", "public, max-age=300");
      reply.type("application/rss+xml; charset=utf-8");
      return reply.send(rss(base, NAME, await exchange.published(request.query)));
    },
  );

  app.get(
    "/api/library/playlist.m3u",
    {
      config: { open: true },
      schema: { summary: "The same as an M3U playlist", querystring: PublicQuery },
    },
    async (request, reply) => {
      const base = baseOf(request);
      if (base === undefined) return answer(reply, refuse("bad-request"));
      reply.header("cache-control", "public, max-age=300");
      reply.type("audio/x-mpegurl; charset=utf-8");
      return reply.send(m3u(base, await exchange.published(request.query)));
    },
  );
};
