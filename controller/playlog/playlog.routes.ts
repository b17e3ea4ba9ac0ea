import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type CommuneCode, communeScope } from "../../contract/ids.ts";
import { placesFor } from "../access/access.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import { refuse } from "../problems.ts";
import type { Cases } from "./case.service.ts";
import { faultSentence } from "./fault.ts";
import type { Heads } from "./head.service.ts";
import { headView } from "./head.ts";
import type { Playlog } from "./playlog.service.ts";
import {
  CaseParams,
  HeadsPage,
  HeadsQuery,
  LogPage,
  LogQuery,
  TallyQuery,
  TallyView,
  VerifyQuery,
  VerifyView,
} from "./playlog-api.ts";
import type { LogFilter } from "./ports.ts";
import { csvHead, csvLine, faultText, logRowView } from "./view.ts";
import { badTime, filterOf } from "./wishes.ts";

export interface PlaylogRoutes {
  readonly playlog: Playlog;
  readonly guard: Guard;
  /** A JWS of the root key over this text. */
  readonly signHead: (text: string) => Promise<string>;
  readonly heads: Pick<Heads, "list">;
}

export interface CaseRoutes {
  readonly cases: Cases;
  readonly guard: Guard;
  readonly zip: (files: ReadonlyMap<string, Uint8Array>) => Uint8Array;
}

const PAGE = 500;

export const playlogRoutes: FastifyPluginAsyncTypebox<PlaylogRoutes> = async (
  app,
  { playlog, guard, signHead, heads },
) => {
  const read = guard("play-log.read");

  app.get(
    "/api/play-log",
    { preHandler: read, schema: { querystring: LogQuery, response: { 200: LogPage } } },
    async (request, reply) => {
      const filter = filterOf(request.query, seenBy(request));
      if (!filter) return answer(reply, refuse("invalid-input", { errors: [badTime] }));
      if ((request.headers.accept ?? "").includes("text/csv")) {
        reply.header("content-type", "text/csv; charset=utf-8");
        reply.header("content-disposition", 'attachment; filename="nhat-ky-phat.csv"');
        return reply.send(bodyOf(csvOf(playlog, filter)) as never);
      }
      const limit = request.query.limit ?? 100;
      const rows = await playlog.list(filter, limit);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const value = { items: rows.map(logRowView), ...(last ? { next: String(last.seq) } : {}) };
      return answer(reply, { ok: true, value });
    },
  );

  app.get(
    "/api/play-log/communes",
    { preHandler: read, schema: { querystring: TallyQuery, response: { 200: TallyView } } },
    async (request, reply) => {
      const filter = filterOf(request.query, seenBy(request));
      if (filter?.from === undefined || filter.to === undefined)
        return answer(reply, refuse("invalid-input", { errors: [badTime] }));
      const { from, to, sight } = filter;
      const asked = { from, to, ...(sight ? { sight } : {}) };
      return answer(reply, { ok: true, value: { items: [...(await playlog.tally(asked))] } });
    },
  );

  app.get(
    "/api/play-log/verify",
    { preHandler: read, schema: { querystring: VerifyQuery, response: { 200: VerifyView } } },
    async (request, reply) => {
      const { seq, link } = request.query;
      const outside = seq === undefined || link === undefined ? undefined : { seq, link };
      const found = await playlog.verify(outside);
      const signedHead = await signHead(JSON.stringify({ kind: "play-log-head", ...found.head }));
      const said = found.fault ? { faultText: faultText[found.fault.kind] } : {};
      return answer(reply, {
        ok: true,
        value: {
          ...found,
          faults: found.faults.map((fault) => ({ ...fault, vi: faultSentence(fault) })),
          gaps: [...found.gaps],
          signedHead,
          ...said,
        },
      });
    },
  );

  app.get(
    "/api/play-log/heads",
    { preHandler: read, schema: { querystring: HeadsQuery, response: { 200: HeadsPage } } },
    async (request) => {
      const { limit = 100, cursor } = request.query;
      const rows = await heads.list(limit, cursor === undefined ? undefined : Number(cursor));
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { items: rows.map(headView), ...(last ? { next: String(last.number) } : {}) };
    },
  );
};

/** The folder of one occurrence on one cluster, packed: `vangxa verify --case` checks it without a network. */
export const caseRoutes: FastifyPluginAsyncTypebox<CaseRoutes> = async (
  app,
  { cases, guard, zip },
) => {
  const placeOf = async ({ params }: { readonly params: unknown }) => {
    const found = await cases.pairOf(Number((params as { id: string }).id));
    return found && communeScope(found.commune as CommuneCode);
  };
  app.get(
    "/api/play-log/:id/case",
    { preHandler: guard("play-log.read", placeOf), schema: { params: CaseParams } },
    async (request, reply) => {
      const pair = await cases.pairOf(Number(request.params.id));
      if (!pair) return answer(reply, refuse("not-found"));
      reply.header("content-type", "application/zip");
      reply.header("content-disposition", `attachment; filename="ho-so-${request.params.id}.zip"`);
      return reply.send(zip(await cases.files(pair)));
    },
  );
};

const seenBy = (request: object) => placesFor(personOf(request), "play-log.read");

/** Page by page, so that a year of a province never lies in memory. */
async function* csvOf(playlog: Playlog, filter: LogFilter): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  yield text.encode(csvHead());
  for (let before = filter.before; ; ) {
    const rows = await playlog.list(
      { ...filter, ...(before === undefined ? {} : { before }) },
      PAGE,
    );
    if (rows.length > 0) yield text.encode(rows.map((row) => csvLine(logRowView(row))).join(""));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    before = last.seq;
  }
}
