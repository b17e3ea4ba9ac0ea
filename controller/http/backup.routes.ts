import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { centreScope } from "../../contract/ids.ts";
import { type Clock, instant } from "../../contract/time.ts";
import type { Audit } from "../access/audit.ts";
import { type Guard, personOf } from "../access/guard.ts";
import type { BackupFile, Backups } from "../backup.ts";
import { isoOf } from "../iso.ts";
import { refuse } from "../problems.ts";
import { answer } from "./answer.ts";
import { bodyOf } from "./body.ts";

export interface BackupRoutes {
  readonly backups: Backups;
  readonly guard: Guard;
  readonly audit: Audit;
  readonly clock: Clock;
}

const BackupView = Type.Object({ name: Type.String(), bytes: Type.Integer(), at: Type.String() });
const ByName = Type.Object({ name: Type.String({ pattern: "^vangxa-\\d{8}-\\d{6}\\.db$" }) });
const view = ({ at, ...file }: BackupFile) => ({ ...file, at: isoOf(instant(at)) });

/** Copies of the database, for the administrator of everything: hashes of passwords are in them, keys and audio are not. */
export const backupRoutes: FastifyPluginAsyncTypebox<BackupRoutes> = async (
  app,
  { backups, guard, audit, clock },
) => {
  const preHandler = guard("backup.write", () => centreScope);
  app.get(
    "/api/backups",
    {
      preHandler: guard("system.read", () => centreScope),
      schema: {
        summary: "Copies of the database that are kept, newest first",
        response: { 200: Type.Object({ items: Type.Array(BackupView) }) },
      },
    },
    async () => ({ items: (await backups.list()).map(view) }),
  );
  app.post(
    "/api/backups",
    {
      preHandler,
      schema: { summary: "Copy the running database", response: { 201: BackupView } },
    },
    async (request, reply) => {
      const made = await backups.make(clock.now());
      const by = personOf(request);
      await audit.record({ by, action: "backup.make", subject: made.name, after: { ...made } });
      return reply.code(201).send(view(made));
    },
  );
  app.get(
    "/api/backups/:name",
    { preHandler, schema: { summary: "Download a copy", params: ByName } },
    async (request, reply) => {
      const { name } = request.params;
      const file = (await backups.list()).find((one) => one.name === name);
      if (!file) return answer(reply, refuse("not-found"));
      await audit.record({ by: personOf(request), action: "backup.read", subject: name });
      reply.header("content-type", "application/vnd.sqlite3");
      reply.header("content-length", file.bytes);
      reply.header("content-disposition", `attachment; filename="${name}"`);
      reply.header("cache-control", "no-store");
      return reply.send(bodyOf(backups.read(name)));
    },
  );
};
