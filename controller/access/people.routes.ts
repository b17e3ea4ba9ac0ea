import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { centreScope, PersonIdSchema } from "../../contract/ids.ts";
import { instant } from "../../contract/time.ts";
import { answer } from "../http/answer.ts";
import { type Bearing, tokenOf } from "../http/token.ts";
import { isoOf } from "../iso.ts";
import type { LoginTable } from "../store/tables.ts";
import type { Person } from "./access.store.ts";
import {
  AuditList,
  AuditQuery,
  AuditVerdict,
  PersonChange,
  PersonCreated,
  PersonList,
  PersonNew,
  PersonSessionList,
  PersonView,
} from "./access-api.ts";
import type { AuditStore } from "./audit.store.ts";
import { auditSentence } from "./audit.ts";
import type { AuditCheck } from "./audit-check.service.ts";
import { type Guard, personOf } from "./guard.ts";
import type { People } from "./people.service.ts";
import { type Secrets, sessionId } from "./sessions.ts";

export interface PeopleRoutes {
  readonly people: People;
  readonly audit: Pick<AuditStore, "rows">;
  readonly checkAudit: () => Promise<AuditCheck>;
  readonly guard: Guard;
  readonly secrets: Pick<Secrets, "sha256">;
}

const ById = Type.Object({ id: PersonIdSchema });
const BySession = Type.Object({
  id: PersonIdSchema,
  session: Type.String({ pattern: "^[0-9a-f]{16}$" }),
});

const personView = (person: Person): PersonView => ({
  id: person.id as PersonView["id"],
  username: person.username,
  name: person.name,
  disabled: person.disabled === 1,
  createdAt: isoOf(person.created_at as never),
  roles: [...person.roles],
});

export const peopleRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (
  app,
  { people, guard, audit, checkAudit, secrets },
) => {
  app.get(
    "/api/people",
    {
      preHandler: guard("person.read"),
      schema: { summary: "People and their roles", response: { 200: PersonList } },
    },
    async (request) => ({ items: (await people.list(personOf(request))).map(personView) }),
  );

  app.post(
    "/api/people",
    {
      preHandler: guard("person.write"),
      schema: { summary: "Add a person", body: PersonNew, response: { 201: PersonCreated } },
    },
    async (request, reply) => {
      const result = await people.create(personOf(request), request.body);
      if (!result.ok) return answer(reply, result);
      const { person, password } = result.value;
      const told = password === undefined ? {} : { password };
      return reply.code(201).send({ ...personView(person), ...told });
    },
  );

  app.patch(
    "/api/people/:id",
    {
      preHandler: guard("place.read"),
      schema: {
        summary: "Change a person, or one's own name and password",
        params: ById,
        body: PersonChange,
        response: { 200: PersonView },
      },
    },
    async (request, reply) => {
      const result = await people.change(personOf(request), request.params.id, request.body);
      return result.ok ? reply.send(personView(result.value)) : answer(reply, result);
    },
  );

  const listOf = (request: Bearing, logins: readonly LoginTable[]) => {
    const mine = secrets.sha256(tokenOf(request)?.value ?? "");
    const items = logins.map((one) => ({
      id: sessionId(one),
      since: isoOf(instant(one.created_at)),
      seenAt: isoOf(instant(one.seen_at)),
      address: one.address,
      about: one.about,
      current: one.token_hash === mine,
    }));
    return { items };
  };
  app.get(
    "/api/people/:id/sessions",
    {
      preHandler: guard("place.read"),
      schema: {
        summary: "Where a person is logged in",
        params: ById,
        response: { 200: PersonSessionList },
      },
    },
    async (request, reply) => {
      const found = await people.sessions(personOf(request), request.params.id);
      return found.ok ? reply.send(listOf(request, found.value)) : answer(reply, found);
    },
  );
  app.delete(
    "/api/people/:id/sessions/:session",
    {
      preHandler: guard("place.read"),
      schema: {
        summary: "End one log-in of a person",
        params: BySession,
        response: { 200: PersonSessionList },
      },
    },
    async (request, reply) => {
      const { id, session } = request.params;
      const left = await people.endSession(personOf(request), id, session);
      return left.ok ? reply.send(listOf(request, left.value)) : answer(reply, left);
    },
  );

  app.get(
    "/api/audit/verify",
    {
      preHandler: guard("audit.read", () => centreScope),
      schema: {
        summary:
          "Whether the log of people's changes is whole: every link from the first row to the last",
        response: { 200: AuditVerdict },
      },
    },
    async () => {
      const { rows, broken, head } = await checkAudit();
      const vi = auditSentence(rows, broken);
      return {
        ok: broken === undefined,
        rows,
        head,
        vi,
        ...(broken === undefined ? {} : { broken }),
      };
    },
  );

  app.get(
    "/api/audit",
    {
      preHandler: guard("audit.read", () => centreScope),
      schema: {
        summary: "What people changed, newest first",
        querystring: AuditQuery,
        response: { 200: AuditList },
      },
    },
    async (request) => {
      const limit = request.query.limit ?? 100;
      const rows = await audit.rows(limit, request.query.before);
      const items = rows.map(({ at, before, after, ...row }) => ({
        ...row,
        at: isoOf(at as never),
        before: before === null ? null : JSON.parse(before),
        after: after === null ? null : JSON.parse(after),
      }));
      const last = rows.at(-1);
      return rows.length === limit && last ? { items, next: String(last.seq) } : { items };
    },
  );
};
