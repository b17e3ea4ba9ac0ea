import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { badTime, filterOf } from "../playlog/wishes.ts";
import { refuse } from "../problems.ts";
import { type Drawers, formats } from "./drawing.ts";
import type { PrintedLogs } from "./log.service.ts";
import { LogExportQuery } from "./log-api.ts";

export interface PrintedLogRoutes {
  readonly logs: PrintedLogs;
  readonly guard: Guard;
  readonly drawers: Drawers;
}

export const printedLogRoutes: FastifyPluginAsyncTypebox<PrintedLogRoutes> = async (
  app,
  { logs, guard, drawers },
) => {
  app.get(
    "/api/play-log/export",
    { preHandler: guard("play-log.read"), schema: { querystring: LogExportQuery } },
    async (request, reply) => {
      const { format, ...query } = request.query;
      const places = placesFor(personOf(request), "play-log.read");
      const filter = filterOf(query, places);
      if (!filter) return answer(reply, refuse("invalid-input", { errors: [badTime] }));
      const made = await logs.content(format, filter, places);
      if (!made.ok) return answer(reply, made);
      const bytes = await drawers.log[format](made.value);
      reply.header("content-disposition", `attachment; filename="nhat-ky-phat.${format}"`);
      reply.header("content-type", formats[format]);
      return reply.send(bytes as never);
    },
  );
};
