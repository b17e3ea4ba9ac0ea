import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { HamletIdSchema } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { formFile } from "../http/form.ts";
import { refuse } from "../problems.ts";
import type { Fleet } from "./fleet.service.ts";
import { OutlineImportQuery, OutlineList, OutlineQuery, OutlineReport } from "./outline-api.ts";
import type { Outlines } from "./outlines.service.ts";

export interface OutlineRoutes {
  readonly outlines: Outlines;
  readonly fleet: Pick<Fleet, "ownerOfCommune" | "ownerOfHamlet">;
  readonly guard: Guard;
}

const LARGEST = 10 * 1_048_576;
const ByHamlet = Type.Object({ id: HamletIdSchema });

/** Its own plugin: only here is JSON read as bytes, because a file of outlines is larger than any other body of JSON may be. */
export const outlineRoutes: FastifyPluginAsyncTypebox<OutlineRoutes> = async (
  app,
  { outlines, fleet, guard },
) => {
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser(
    ["application/json", "application/geo+json", "application/octet-stream"],
    { parseAs: "buffer", bodyLimit: LARGEST },
    (_request, body, done) => done(null, body),
  );
  app.get(
    "/api/hamlet-outlines",
    {
      preHandler: guard("place.read", ({ query }: Asked) =>
        fleet.ownerOfCommune(partOf(query, "commune")),
      ),
      schema: {
        summary: "Outlines of a commune's hamlets on a day, as GeoJSON",
        querystring: OutlineQuery,
        response: { 200: OutlineList },
      },
    },
    async (request) => outlines.list(request.query),
  );
  app.post(
    "/api/hamlet-outlines/import",
    {
      preHandler: guard("place.write"),
      bodyLimit: LARGEST,
      schema: {
        summary: "Outlines of hamlets from a GeoJSON file, as the body or as `file` of a form",
        querystring: OutlineImportQuery,
        response: { 200: OutlineReport },
      },
    },
    async (request, reply) => {
      const file = request.isMultipart() ? await formFile(request, LARGEST) : request.body;
      if (!(file instanceof Uint8Array)) return answer(reply, refuse("outlines-unreadable"));
      return answer(reply, await outlines.import(personOf(request), file, request.query));
    },
  );
  app.delete(
    "/api/hamlets/:id/outline",
    {
      preHandler: guard("place.write", (request: Asked) =>
        fleet.ownerOfHamlet(partOf(request.params, "id")),
      ),
      schema: {
        summary: "Ends the outline of a hamlet today; days before keep it",
        params: ByHamlet,
        response: { 200: Type.Object({ hamlet: Type.String() }) },
      },
    },
    async (request, reply) =>
      answer(reply, await outlines.drop(personOf(request), request.params.id)),
  );
};
