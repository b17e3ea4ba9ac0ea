import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { formFile } from "../http/form.ts";
import { refuse } from "../problems.ts";
import { ImportReport } from "./fleet-api.ts";
import type { Sheets } from "./import.service.ts";

export interface ImportRoutes {
  readonly sheets: Sheets;
  readonly guard: Guard;
}

const LARGEST = 10 * 1_048_576;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const Query = Type.Object(
  { dryRun: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

/** Its own plugin: only here are sheets read as a request's body. */
export const importRoutes: FastifyPluginAsyncTypebox<ImportRoutes> = async (
  app,
  { sheets, guard },
) => {
  app.addContentTypeParser(
    ["text/csv", "text/plain", "application/octet-stream", XLSX],
    { parseAs: "buffer", bodyLimit: LARGEST },
    (_request, body, done) => done(null, body),
  );
  app.post(
    "/api/fleet/import",
    {
      preHandler: guard("place.write"),
      bodyLimit: LARGEST,
      schema: {
        summary: "Places from a CSV or XLSX sheet, as the body or as `file` of a form",
        querystring: Query,
        response: { 200: ImportReport },
      },
    },
    async (request, reply) => {
      const file = request.isMultipart() ? await formFile(request, LARGEST) : request.body;
      if (!(file instanceof Uint8Array)) return answer(reply, refuse("sheet-unreadable"));
      const { dryRun = false } = request.query;
      return answer(reply, await sheets.import(personOf(request), file, dryRun));
    },
  );
};
