import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { mayAnywhere } from "../access/access.ts";
import { personIfAny } from "../access/guard.ts";
import { sendProblem } from "./answer.ts";

export interface SystemRoutes {
  readonly version: string;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** What must work for this program to be of use, by name. */
  readonly healthy: () => Promise<Readonly<Record<string, boolean>>>;
  /** A scraper's own bearer token; without one only this machine and logged-in technicians read the metrics. */
  readonly metricsToken: string | undefined;
  /** Compares without telling by its time where they differ. */
  readonly same: (one: string, other: string) => boolean;
}

const Health = Type.Object({
  ok: Type.Boolean(),
  version: Type.String(),
  checks: Type.Record(Type.String(), Type.Boolean()),
});

export const systemRoutes: FastifyPluginAsyncTypebox<SystemRoutes> = async (app, deps) => {
  app.get(
    "/healthz",
    {
      config: { open: true, rateLimit: false },
      schema: { response: { 200: Health, 503: Health } },
    },
    async (_request, reply) => {
      const checks = await deps.healthy();
      const ok = Object.values(checks).every(Boolean);
      return reply.code(ok ? 200 : 503).send({ ok, version: deps.version, checks });
    },
  );

  app.get(
    "/metrics",
    { config: { open: true }, schema: { hide: true } },
    async (request, reply) => {
      const actor = personIfAny(request);
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const scraper = deps.metricsToken !== undefined && deps.same(token, deps.metricsToken);
      const local = deps.metricsToken === undefined && isLocal(request.ip);
      if (!scraper && !local && !(actor && mayAnywhere(actor, "system.read"))) {
        return sendProblem(reply, { code: "not-logged-in" });
      }
      return reply.header("content-type", deps.metrics.contentType).send(await deps.metrics.text());
    },
  );

  app.get("/api/openapi.json", { config: { open: true }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
};

const isLocal = (address: string): boolean => address === "::1" || /^(::ffff:)?127\./.test(address);
