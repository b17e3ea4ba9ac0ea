import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { answer } from "../http/answer.ts";
import { refuse } from "../problems.ts";
import {
  indexPage,
  type Published,
  resultsFolder,
  resultsJson,
  resultsPage,
  resultsPolicy,
} from "./page.ts";
import type { Reports } from "./report.service.ts";
import { FrozenId } from "./report-api.ts";

export interface ResultsRoutes {
  readonly reports: Pick<Reports, "published">;
  readonly zip: (files: ReadonlyMap<string, Uint8Array>) => Uint8Array;
}

interface Reply {
  header(name: string, value: string): unknown;
  send(body: never): unknown;
}

/**
 * For everybody, without a log-in: the yearly publication that Programme 1169 asks for. A page and its data have two addresses: the
 * one with an ending is also the name of its file, so a copied folder keeps its links.
 */
export const resultsRoutes: FastifyPluginAsyncTypebox<ResultsRoutes> = async (
  app,
  { reports, zip },
) => {
  const found = async (id: string) => (await reports.published()).find((one) => one.id === id);
  const asPage = (one: Published | undefined, reply: Reply) =>
    one ? html(reply, resultsPage(one)) : answer(reply as never, refuse("not-found"));
  const asJson = (one: Published | undefined, reply: Reply) =>
    answer(reply as never, one ? { ok: true, value: resultsJson(one) } : refuse("not-found"));

  app.get("/ket-qua", async (_, reply) =>
    html(reply, indexPage(await reports.published(), "above")),
  );
  app.get("/ket-qua/index.html", async (_, reply) =>
    html(reply, indexPage(await reports.published())),
  );
  app.get("/ket-qua/ket-qua.zip", async (_, reply) => {
    const text = new TextEncoder();
    const files = [...resultsFolder(await reports.published())].map(
      ([name, content]) => [`ket-qua/${name}`, text.encode(content)] as const,
    );
    reply.header("content-type", "application/zip");
    reply.header("content-disposition", 'attachment; filename="ket-qua.zip"');
    return reply.send(zip(new Map(files)));
  });
  for (const url of ["/ket-qua/:id", "/ket-qua/:id.html"] as const)
    app.get(url, { schema: { params: FrozenId } }, async (request, reply) =>
      asPage(await found(request.params.id), reply),
    );
  for (const url of ["/ket-qua/:id/json", "/ket-qua/:id.json"] as const)
    app.get(url, { schema: { params: FrozenId } }, async (request, reply) =>
      asJson(await found(request.params.id), reply),
    );
};

function html(reply: Reply, page: string): never {
  reply.header("content-type", "text/html; charset=utf-8");
  reply.header("content-security-policy", `${resultsPolicy}; frame-ancestors 'none'`);
  return reply.send(page as never) as never;
}
