import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import type { PersonId, ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../../controller/access/access.ts";
import { makeGuard } from "../../controller/access/guard.ts";
import { systemClock, systemTimers } from "../../controller/clock.adapter.ts";
import { boardRoutes } from "../../controller/dispatch/board.routes.ts";
import { enrolRoutes } from "../../controller/fleet/enrol.routes.ts";
import { createServer } from "../../controller/http/server.service.ts";
import { silent } from "../../controller/log.ts";
import { caseRoutes, playlogRoutes } from "../../controller/playlog/playlog.routes.ts";
import { quarantineRoutes } from "../../controller/playlog/quarantine.routes.ts";
import { zip } from "../../controller/zip.adapter.ts";
import { COMMUNE, type MachineWorld } from "./machine-world.ts";

export const actor = (role: string, place: string): Actor =>
  ({
    id: "nguoi-1" as PersonId,
    username: "an",
    name: "Nguyễn Văn An",
    roles: [{ role, place: place as ScopeId }],
    address: "127.0.0.1",
  }) as Actor;

export interface MachineHttp {
  readonly app: FastifyInstance;
  /** With the log-in of the person whom `who` names. */
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, body?: object): Promise<LightMyRequestResponse>;
}

/** The routes of the machine side over the real services, behind the real server; `who` is the person behind each request. */
export async function machineHttp(
  world: MachineWorld,
  who: () => Actor | undefined,
  files: ReadonlyMap<string, Buffer> = new Map(),
): Promise<MachineHttp> {
  const parentOf = (place: ScopeId): ScopeId | undefined =>
    place.startsWith("c-")
      ? ("p-51" as ScopeId)
      : place.startsWith("p-")
        ? ("centre" as ScopeId)
        : undefined;
  const guard = makeGuard(parentOf);
  const read = async function* (hash: string, range?: { first: number; last: number }) {
    const bytes = files.get(hash) ?? Buffer.alloc(0);
    yield bytes.subarray(range?.first ?? 0, (range?.last ?? bytes.length - 1) + 1);
  };
  let ids = 0;
  const { app } = await createServer(
    {
      log: silent,
      clock: systemClock,
      timers: systemTimers,
      newId: (prefix) => `${prefix}-${++ids}`,
      actorOf: async () => who(),
      metrics: { observe: () => undefined },
      version: "0",
      trustProxy: [],
      perMinute: 100_000,
    },
    [
      (plug) =>
        plug.register(boardRoutes, {
          document: world.dispatch.document,
          files: { size: async (hash) => files.get(hash)?.length, read },
        }),
      (plug) =>
        plug.register(enrolRoutes, {
          enrol: world.enrol,
          guard,
          placeOfCluster: async (cluster) =>
            /^cum-[123]$/.test(cluster) ? (`c-${COMMUNE}` as ScopeId) : undefined,
        }),
      (plug) =>
        plug.register(playlogRoutes, {
          playlog: world.playlog,
          guard,
          signHead: world.signHead,
          heads: world.heads,
        }),
      (plug) => plug.register(quarantineRoutes, { quarantine: world.quarantine, guard }),
      (plug) => plug.register(caseRoutes, { cases: world.cases, guard, zip }),
    ],
  );
  const headers = { authorization: "Bearer someone-with-a-long-token" };
  return {
    app,
    get: (url, more = {}) => app.inject({ method: "GET", url, headers: { ...headers, ...more } }),
    post: (url, body = {}) => app.inject({ method: "POST", url, headers, payload: body }),
  };
}
