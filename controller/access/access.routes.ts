import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { answer } from "../http/answer.ts";
import { deviceCookie, sessionCookie, tokenOf } from "../http/token.ts";
import { isoOf } from "../iso.ts";
import type { Access, LoggedIn } from "./access.service.ts";
import { type Actor, actionsOf } from "./access.ts";
import { LoggedInView, LoginBody, SessionNow } from "./access-api.ts";
import { personIfAny, personOf } from "./guard.ts";

export interface AccessRoutes {
  readonly access: Access;
  /** The id of the newest live event. */
  readonly lastEvent: () => Promise<number>;
}

const sessionOf = (actor: Actor) => ({
  person: { id: actor.id, username: actor.username, name: actor.name },
  roles: [...actor.roles],
  actions: actionsOf(actor),
});

// A year: the device cookie opens nothing, it only keeps a real person out of somebody else's guessing.
const DEVICE_AGE = 31_536_000;

export const accessRoutes: FastifyPluginAsyncTypebox<AccessRoutes> = async (
  app,
  { access, lastEvent },
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
    { schema: { summary: "Who is logged in", response: { 200: SessionNow } } },
    async (request) => ({ ...sessionOf(personOf(request)), lastEventId: await lastEvent() }),
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
};
