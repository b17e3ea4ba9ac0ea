import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { PersonIdSchema } from "../../contract/ids.ts";
import { answer } from "../http/answer.ts";
import { deviceCookie, sessionCookie, tokenOf } from "../http/token.ts";
import { isoOf } from "../iso.ts";
import type { Access, LoggedIn } from "./access.service.ts";
import type { Person } from "./access.store.ts";
import { type Actor, actionsOf } from "./access.ts";
import {
  AuditList,
  AuditQuery,
  LoggedInView,
  LoginBody,
  PersonChange,
  PersonCreated,
  PersonList,
  PersonNew,
  PersonView,
  SessionView,
} from "./access-api.ts";
import type { AuditStore } from "./audit.store.ts";
import { type Guard, personIfAny, personOf } from "./guard.ts";
import type { People } from "./people.service.ts";

export interface AccessRoutes {
  readonly access: Access;
  readonly people: People;
  readonly audit: Pick<AuditStore, "rows">;
  readonly guard: Guard;
}

const sessionOf = (actor: Actor) => ({
  person: { id: actor.id, username: actor.username, name: actor.name },
  roles: [...actor.roles],
  actions: actionsOf(actor),
});

const personView = (person: Person): PersonView => ({
  id: person.id as PersonView["id"],
  username: person.username,
  name: person.name,
  disabled: person.disabled === 1,
  createdAt: isoOf(person.created_at as never),
  roles: [...person.roles],
});

// A year: the device cookie opens nothing, it only keeps a real person out of somebody else's guessing.
const DEVICE_AGE = 31_536_000;

export const accessRoutes: FastifyPluginAsyncTypebox<AccessRoutes> = async (
  app,
  { access, people, guard, audit },
) => {
  const cookie = (protocol: string) =>
    ({ path: "/", httpOnly: true, sameSite: "strict", secure: protocol === "https" }) as const;

  app.post(
    "/api/session",
    {
      config: { open: true, rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: { summary: "Log in", body: LoginBody, response: { 200: LoggedInView } },
    },
    async (request, reply) => {
      const { protocol } = request;
      const result = await access.login({
        ...request.body,
        address: request.ip,
        about: request.headers["user-agent"] ?? "",
        device: request.cookies[deviceCookie(protocol)],
      });
      if (!result.ok) {
        if (result.code === "too-many-logins") reply.header("retry-after", "900");
        return answer(reply, result);
      }
      const { token, device, actor, expiresAt }: LoggedIn = result.value;
      reply.setCookie(sessionCookie(protocol), token, cookie(protocol));
      const kept = { ...cookie(protocol), maxAge: DEVICE_AGE };
      reply.setCookie(deviceCookie(protocol), device, kept);
      return reply.send({ ...sessionOf(actor), token, expiresAt: isoOf(expiresAt) });
    },
  );

  app.get(
    "/api/session",
    { schema: { summary: "Who is logged in", response: { 200: SessionView } } },
    async (request) => sessionOf(personOf(request)),
  );

  app.delete(
    "/api/session",
    { config: { open: true }, schema: { summary: "Log out", response: { 204: Type.Null() } } },
    async (request, reply) => {
      const token = tokenOf(request);
      const actor = personIfAny(request);
      if (token && actor) await access.logout(token.value, actor);
      reply.clearCookie(sessionCookie(request.protocol), cookie(request.protocol));
      return reply.code(204).send(null);
    },
  );

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
        params: Type.Object({ id: PersonIdSchema }),
        body: PersonChange,
        response: { 200: PersonView },
      },
    },
    async (request, reply) => {
      const result = await people.change(personOf(request), request.params.id, request.body);
      return result.ok ? reply.send(personView(result.value)) : answer(reply, result);
    },
  );

  app.get(
    "/api/audit",
    {
      preHandler: guard("audit.read", () => "centre" as never),
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
