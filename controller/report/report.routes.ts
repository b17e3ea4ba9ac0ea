import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  type CommuneCode,
  centreScope,
  communeScope,
  type ProvinceCode,
  provinceScope,
  type ScopeId,
} from "../../contract/ids.ts";
import { may, type ParentOf } from "../access/access.ts";
import { type Asked, type Guard, personOf } from "../access/guard.ts";
import { answer, type Replying } from "../http/answer.ts";
import { refuse } from "../problems.ts";
import { type Printed, tableCsv, tablesOf } from "./content.ts";
import { type Drawers, type DrawnFormat, formats } from "./drawing.ts";
import type { Reports } from "./report.service.ts";
import {
  FreezeBody,
  FrozenId,
  FrozenList,
  FrozenQuery,
  FrozenView,
  ReportParams,
  ReportQuery,
} from "./report-api.ts";

export interface ReportRoutes {
  readonly reports: Reports;
  readonly guard: Guard;
  readonly parentOf: ParentOf;
  readonly drawers: Drawers;
}

const scopeOf = (asked: unknown): ScopeId => {
  const { commune, province } = (asked ?? {}) as { commune?: CommuneCode; province?: ProvinceCode };
  if (commune !== undefined) return communeScope(commune);
  return province === undefined ? centreScope : provinceScope(province);
};

export const reportRoutes: FastifyPluginAsyncTypebox<ReportRoutes> = async (
  app,
  { reports, guard, parentOf, drawers },
) => {
  const placeOfFrozen = async ({ params }: Asked) =>
    (await reports.placeOf((params as { id: string }).id)) as ScopeId | undefined;

  app.get(
    "/api/reports",
    { preHandler: guard("report.read"), schema: { response: { 200: FrozenList } } },
    async (request) => {
      const actor = personOf(request);
      return {
        items: await reports.list((place) => may(actor, "report.read", place as ScopeId, parentOf)),
      };
    },
  );

  app.get(
    "/api/reports/:kind",
    {
      preHandler: guard("report.read", (request) => scopeOf(request.query)),
      schema: { params: ReportParams, querystring: ReportQuery },
    },
    async (request, reply) => {
      const { format, table, ...ask } = request.query;
      const made = await reports.draft(request.params.kind, ask);
      if (!made.ok) return answer(reply, made);
      const { kind, campaign, period } = made.value;
      const name = ["bao-cao", kind, campaign?.id, period.to].filter(Boolean).join("-");
      return send(reply, drawers, { content: made.value }, name, format, table);
    },
  );

  app.post(
    "/api/reports/:kind/freeze",
    {
      preHandler: guard("report.write", (request) => scopeOf(request.body)),
      schema: { params: ReportParams, body: FreezeBody, response: { 201: FrozenView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await reports.freeze(personOf(request), request.params.kind, request.body),
        201,
      ),
  );

  app.get(
    "/api/reports/frozen/:id",
    {
      preHandler: guard("report.read", placeOfFrozen),
      schema: { params: FrozenId, querystring: FrozenQuery },
    },
    async (request, reply) => {
      const { format, table } = request.query;
      const printed = await reports.frozen(request.params.id);
      if (!printed) return answer(reply, refuse("not-found"));
      return send(reply, drawers, printed, `bao-cao-${request.params.id}`, format, table);
    },
  );

  app.post(
    "/api/reports/frozen/:id/publish",
    {
      preHandler: guard("report.write", placeOfFrozen),
      schema: { params: FrozenId, response: { 200: FrozenView } },
    },
    async (request, reply) =>
      answer(reply, await reports.publish(personOf(request), request.params.id)),
  );
};

const isDrawn = (format: string): format is DrawnFormat => Object.hasOwn(formats, format);

async function send(
  reply: Replying,
  drawers: Drawers,
  printed: Printed,
  name: string,
  format = "json",
  table = "communes",
): Promise<never> {
  if (format === "json") {
    const { content, sha256 } = printed;
    const value = sha256 === undefined ? content : { ...content, sha256 };
    return answer(reply, { ok: true, value });
  }
  reply.header("content-disposition", `attachment; filename="${name}.${format}"`);
  if (isDrawn(format)) {
    reply.header("content-type", formats[format]);
    return reply.send((await drawers[format](printed)) as never) as never;
  }
  const found = tablesOf(printed.content).find(({ id }) => id === table);
  if (!found) return answer(reply, refuse("not-found"));
  reply.header("content-type", "text/csv; charset=utf-8");
  // The one table that holds the figures of reach.
  const note = table === "communes" ? printed.content.clock : undefined;
  return reply.send(tableCsv(found, note) as never) as never;
}
